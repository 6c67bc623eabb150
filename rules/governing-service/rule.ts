import { createRule, type RunLook, type Suggestion } from '../../src/rule-kit/create-rule.js'
import { replaceValue } from '../../src/rule-kit/text-edits.js'
import { asNumber, asObject, asString } from '../../src/kubernetes/json.js'
import { nearestName } from '../../src/kubernetes/nearest-name.js'
import type { RunObject } from '../../src/objects/run-object.js'
import { podLabelsOf, selectorOf } from '../../src/objects/selectors.js'
import { replicasOf } from '../../src/objects/update-strategy.js'

type MessageId = 'missing' | 'notHeadless' | 'selectsNothing' | 'other'
type Look = RunLook<MessageId>

const path = ['spec', 'serviceName']

export default createRule<MessageId>({
  name: 'governing-service',
  description: 'The Service that a StatefulSet names is there, is headless and selects its pods',
  presets: { recommended: 'warn', strict: 'error' },
  kinds: ['StatefulSet'],
  hasSuggestions: true,
  messages: {
    missing:
      '{{object}}: there is no Service "{{name}}": its pods get no names in DNS (such as {{pod}}), and whoever looks for them by name does not find them. {{advice}}',
    notHeadless:
      '{{object}}: the Service "{{name}}" is not headless{{where}}: Kubernetes promises the names of single pods (such as {{pod}}) for a Service with clusterIP: None alone. {{advice}}',
    selectsNothing:
      '{{object}}: the Service "{{name}}" selects none of the set\'s pods{{where}}: they get no names in DNS (such as {{pod}}). Its selector is {{selector}}; make it fit the labels of the pod template.',
    other: 'Name the Service {{service}}, which selects the pods.',
  },
  checkInRun(look) {
    const { self, objects } = look
    const name = asString(asObject(self.object.spec).serviceName) ?? ''
    if (name === '' || self.name === '' || look.isRefused(path)) return
    // A Service without a spec is a patch of one that stands elsewhere. Of several, in overlays, all have to be wrong.
    const found = objects.named('Service', name, self).filter(({ object }) => object.spec !== undefined)
    if (found.length === 0) reportMissing(look, name)
    else if (found.every((service) => !isHeadless(service))) {
      // A pod that is alone has no peers that would ask for its name.
      if (replicasOf(self.object) > 1) reportFound(look, name, 'notHeadless', found)
    } else if (hasLabels(self) && !objects.selecting('Service', self).some((service) => service.name === name))
      reportFound(look, name, 'selectsNothing', found)
  },
})

/** Only where another Service says that those of this set are among the files. */
function reportMissing(look: Look, name: string): void {
  const { self, objects } = look
  const selecting = objects.selecting('Service', self)
  const names = [...new Set(selecting.map((service) => service.name))].filter((known) => known !== '')
  const near = nearestName(name, names)
  const isTypo = near !== undefined && selecting.some(({ file, name: known }) => known === near && file === self.file)
  if (names.length === 0 || !(objects.isWhole || isTypo)) return
  const headless = selecting.filter(isHeadless).map((service) => service.name)
  const meant = near ?? (headless.length === 1 ? headless[0] : undefined)
  const listed = `The pods are selected by ${names.map((known) => `"${known}"`).join(', ')}`
  const advice = meant === undefined ? `${listed}: add a headless Service "${name}".` : `Did you mean "${meant}"?`
  look.report({
    path,
    messageId: 'missing',
    data: { name, pod: podNameOf(self, name), advice },
    suggest: suggestions(look, meant === undefined ? headless : [meant]),
  })
}

function reportFound(look: Look, name: string, messageId: MessageId, found: readonly RunObject[]): void {
  const { self, objects } = look
  const files = [...new Set(found.map((service) => objects.fileOf(service)))].filter((file) => file !== '')
  const headless = objects
    .selecting('Service', self)
    .filter((service) => isHeadless(service) && service.name !== name)
    .map((service) => service.name)
  const advice =
    headless[0] === undefined
      ? 'Make it headless, or add a headless Service and name that.'
      : `Name "${headless[0]}", which is.`
  const selector = selectorOf(found[0] ?? self)?.matchLabels
  look.report({
    path,
    messageId,
    data: {
      name,
      pod: podNameOf(self, name),
      where: files.length === 0 ? '' : ` (${files.join(', ')})`,
      advice,
      selector: selector === undefined ? 'empty' : written(selector),
    },
    suggest: messageId === 'notHeadless' ? suggestions(look, headless) : [],
  })
}

function suggestions(look: Look, services: readonly string[]): Suggestion<MessageId>[] {
  return [...new Set(services)].map((service) => ({
    messageId: 'other',
    data: { service },
    edits: [replaceValue(look, path, service)],
  }))
}

/** A template without labels is refused, and selected by nothing. */
function hasLabels(set: RunObject): boolean {
  return Object.keys(podLabelsOf(set) ?? {}).length > 0
}

function isHeadless({ object }: RunObject): boolean {
  const { clusterIP, clusterIPs } = asObject(object.spec)
  return clusterIP === 'None' || (Array.isArray(clusterIPs) && clusterIPs[0] === 'None')
}

/** `web-0.nginx`: the first pod's name in DNS, as other pods of the namespace ask for it. */
function podNameOf({ name, object }: RunObject, service: string): string {
  return `${name}-${asNumber(asObject(asObject(object.spec).ordinals).start) ?? 0}.${service}`
}

function written(selector: unknown): string {
  return Object.entries(asObject(selector as never))
    .map(([key, value]) => `${key}: ${String(value)}`)
    .join(', ')
}
