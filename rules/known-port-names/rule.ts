import { createRule, type FieldPath, type ManifestLook } from '../../src/rule-kit/create-rule.js'
import { replaceValue } from '../../src/rule-kit/text-edits.js'
import { asList, asString, isObject, valueAt, type JsonObject } from '../../src/kubernetes/json.js'
import { nearestName } from '../../src/kubernetes/nearest-name.js'
import { containersOf } from '../../src/objects/pod-template.js'

type MessageId = 'unknown' | 'other'
type Look = ManifestLook<MessageId>

/** Where a container names a port of its own, and what comes of a name that it does not have. */
const handlers = [
  { at: ['readinessProbe'], outcome: 'the probe fails for ever, and the pod never gets ready' },
  { at: ['livenessProbe'], outcome: 'the probe fails for ever, and the container is restarted again and again' },
  { at: ['startupProbe'], outcome: 'the probe fails for ever, and the container is restarted again and again' },
  { at: ['lifecycle', 'postStart'], outcome: 'the hook fails, and the container is ended as soon as it has started' },
  { at: ['lifecycle', 'preStop'], outcome: 'the hook fails, and the container is ended without it' },
] as const

export default createRule<MessageId>({
  name: 'known-port-names',
  description: 'A probe or a hook that names a port names one that its container has',
  presets: { recommended: 'error', strict: 'error' },
  kinds: ['DaemonSet', 'StatefulSet'],
  hasSuggestions: true,
  messages: {
    unknown:
      '{{object}}: the container "{{container}}" has no port "{{port}}": {{outcome}}. The API server does not notice. {{advice}}',
    other: 'Name the port {{port}}.',
  },
  check(look) {
    for (const { container, path } of containersOf(look.manifest.object))
      for (const { at, outcome } of handlers)
        for (const action of ['httpGet', 'tcpSocket'])
          checkPort(look, container, [...path, ...at, action, 'port'], outcome)
  },
})

function checkPort(look: Look, container: JsonObject, path: FieldPath, outcome: string): void {
  const port = asString(valueAt(look.manifest.object, path))
  // A number in quotes is taken for the number (findPortByName comes last in probe.ResolveContainerPort).
  if (port === undefined || /^\d+$/.test(port) || /[${}]/.test(port) || look.isRefused(path)) return
  const names = asList(container.ports).flatMap((item) => (isObject(item) ? (asString(item.name) ?? []) : []))
  if (names.includes(port)) return
  const near = nearestName(port, names) ?? (names.length === 1 ? names[0] : undefined)
  const advice =
    near !== undefined
      ? `Did you mean "${near}"?`
      : names.length > 0
        ? `Its ports are ${names.map((name) => `"${name}"`).join(', ')}.`
        : 'Give one of its ports that name, or write the number.'
  look.report({
    path,
    messageId: 'unknown',
    data: { container: asString(container.name) ?? '', port, outcome, advice },
    suggest:
      near === undefined ? [] : [{ messageId: 'other', data: { port: near }, edits: [replaceValue(look, path, near)] }],
  })
}
