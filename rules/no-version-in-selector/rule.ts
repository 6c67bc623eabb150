import { createRule } from '../../src/rule-kit/create-rule.js'
import { asList, asObject, asString, isObject } from '../../src/kubernetes/json.js'

type MessageId = 'version'

interface Options {
  /** Further labels whose value changes from one release to the next. */
  readonly labels: readonly string[]
}

/** Labels that charts and Kubernetes' own recommendations write a release's number into. */
const versionLabels = ['helm.sh/chart', 'app.kubernetes.io/version', 'chart', 'version', 'release-version']

export default createRule<MessageId, Options>({
  name: 'no-version-in-selector',
  description: 'No label of the selector changes with a release, so that the next release can be applied',
  presets: { recommended: 'warn', strict: 'error' },
  kinds: ['DaemonSet', 'StatefulSet'],
  options: {
    schema: { labels: { type: 'array', items: { type: 'string' }, uniqueItems: true } },
    defaults: { labels: [] },
  },
  messages: {
    version:
      '{{object}}: the selector holds {{label}}: {{value}}, which changes with the next release. A selector cannot be changed, so that the API server refuses that release. Leave the label out of the selector; it may stay on the pods.',
  },
  check(look) {
    const { manifest, options } = look
    const selector = asObject(asObject(manifest.object.spec).selector)
    const known = new Set([...versionLabels, ...options.labels])
    const at = ['spec', 'selector']
    for (const [label, value] of Object.entries(asObject(selector.matchLabels))) {
      const path = [...at, 'matchLabels', label]
      const text = asString(value)
      if (text === undefined || !known.has(label) || !namesRelease(label, text, options.labels)) continue
      if (!look.isRefused(path)) look.report({ path, part: 'key', messageId: 'version', data: { label, value: text } })
    }
    asList(selector.matchExpressions).forEach((requirement, index) => {
      if (!isObject(requirement) || requirement.operator !== 'In') return
      const [label, values] = [asString(requirement.key) ?? '', asList(requirement.values).map(String)]
      if (!known.has(label) || !values.some((value) => namesRelease(label, value, options.labels))) return
      const path = [...at, 'matchExpressions', index, 'key']
      if (!look.isRefused(path)) look.report({ path, messageId: 'version', data: { label, value: values.join(', ') } })
    })
  },
})

/** `version: blue` is a name; `version: v2` and `chart: redis-17.3.1` are of one release. A label of a chart always is. */
function namesRelease(label: string, value: string, named: readonly string[]): boolean {
  return label.includes('/') || named.includes(label) || /\d/.test(value)
}
