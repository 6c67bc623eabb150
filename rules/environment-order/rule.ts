import { createRule, type FieldPath, type ManifestLook } from '../../src/rule-kit/create-rule.js'
import { asList, asObject, asString, type JsonObject } from '../../src/kubernetes/json.js'
import { nearestName } from '../../src/kubernetes/nearest-name.js'
import { containersOf } from '../../src/objects/pod-template.js'

type MessageId = 'later' | 'missing'
type Look = ManifestLook<MessageId>

/** Variables that each container has, as the kubelet gives them for the Services of the namespace. */
const fromServices = /_(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT(?:_\w+)?)$/

export default createRule<MessageId>({
  name: 'environment-order',
  description: 'A variable is made of variables that stand before it',
  presets: { recommended: 'warn', strict: 'error' },
  kinds: ['DaemonSet', 'StatefulSet'],
  messages: {
    later:
      '{{object}}: {{where}} holds $({{name}}), which is set further down: the text "$({{name}})" stays as it is. Move {{name}} up, before {{self}}.',
    missing:
      '{{object}}: {{where}} holds $({{name}}), and the container has no such variable: the text "$({{name}})" stays as it is. {{advice}}',
  },
  check(look) {
    for (const { container, path } of containersOf(look.manifest.object)) checkContainer(look, container, path)
  },
})

function checkContainer(look: Look, container: JsonObject, path: FieldPath): void {
  const env = asList(container.env).map((item) => asObject(item))
  const names = env.map(({ name }) => asString(name) ?? '')
  // What a ConfigMap or a Secret brings along is not known here.
  if (asList(container.envFrom).length > 0) return
  env.forEach(({ value }, index) => {
    const self = names[index] ?? ''
    const at = [...path, 'env', index]
    for (const name of referencesIn(value)) {
      if (names.slice(0, index).includes(name)) continue
      const where = `the value of ${self}`
      if (names.includes(name, index + 1)) report(look, [...at, 'value'], 'later', { name, where, self })
      else missing(look, [...at, 'value'], name, where, names)
    }
  })
  for (const list of ['command', 'args'])
    asList(container[list]).forEach((text, index) => {
      for (const name of referencesIn(text)) {
        const at = [...path, list, index]
        if (!names.includes(name)) missing(look, at, name, `${list}[${index}]`, names)
      }
    })
}

/** Names a variable that is near; a reference that is near nothing may be meant for a shell, and is left alone. */
function missing(look: Look, path: FieldPath, name: string, where: string, names: readonly string[]): void {
  if (fromServices.test(name)) return
  const near = nearestName(name, names)
  const isValue = path.at(-1) === 'value'
  if (near === undefined && !isValue) return
  report(look, path, 'missing', {
    name,
    where,
    advice:
      near === undefined
        ? `Set ${name} before it, or write $$(${name}) if the text is meant.`
        : `Did you mean $(${near})?`,
  })
}

function report(look: Look, path: FieldPath, messageId: MessageId, data: Record<string, string>): void {
  if (!look.isRefused(path)) look.report({ path, messageId, data })
}

/** The names in `$(NAME)`; `$$(NAME)` stands for the text itself (third_party/forked/golang/expansion). */
function referencesIn(value: unknown): string[] {
  if (typeof value !== 'string') return []
  const names = [...value.matchAll(/\$(?:\$|\(([^()\s]+)\))/g)].flatMap((match) => match[1] ?? [])
  return [...new Set(names)].filter((name) => /^[A-Za-z_][\w.-]*$/.test(name))
}
