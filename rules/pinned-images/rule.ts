import { createRule } from '../../src/rule-kit/create-rule.js'
import { asString } from '../../src/kubernetes/json.js'
import { containersOf } from '../../src/objects/pod-template.js'

type MessageId = 'noTag' | 'latest'

interface Options {
  /** Tags that name no version, besides `latest`. */
  readonly movingTags: readonly string[]
}

export default createRule<MessageId, Options>({
  name: 'pinned-images',
  description: 'Each image names its version, so that every pod of a set runs the same one',
  presets: { recommended: 'warn', strict: 'error' },
  kinds: ['DaemonSet', 'StatefulSet'],
  options: {
    schema: { movingTags: { type: 'array', items: { type: 'string' }, uniqueItems: true } },
    defaults: { movingTags: [] },
  },
  messages: {
    noTag:
      '{{object}}: the image {{image}} names no version, so {{image}}:latest is pulled: {{outcome}} Name a tag or a digest.',
    latest:
      '{{object}}: the image {{image}} is whatever "{{tag}}" means when a pod starts: {{outcome}} Name a version.',
  },
  check(look) {
    for (const { container, path } of containersOf(look.manifest.object)) {
      const image = asString(container.image) ?? ''
      const at = [...path, 'image']
      const tag = tagOf(image)
      if (image.trim() === '' || tag === null || look.isRefused(at)) continue
      const outcome =
        'a pod that restarts on another node may run another version than its neighbours, and going back to an older template brings no older image.'
      if (tag === undefined) look.report({ path: at, messageId: 'noTag', data: { image, outcome } })
      else if (tag === 'latest' || look.options.movingTags.includes(tag))
        look.report({ path: at, messageId: 'latest', data: { image, tag, outcome } })
    }
  },
})

/** The tag of an image; undefined where it has none, null where it has a digest, or a placeholder that is filled in later. */
function tagOf(image: string): string | undefined | null {
  if (image.includes('@') || /[${}<>\s]/.test(image)) return null
  const name = image.slice(image.lastIndexOf('/') + 1)
  const colon = name.indexOf(':')
  return colon === -1 ? undefined : name.slice(colon + 1)
}
