/** What to do about a refusal of the API server: our words, which stand behind the server's own. */
import type { ManifestLook } from '../../src/rule-kit/create-rule.js'
import { asList, asObject, asString, entryOf, valueAt, type JsonObject } from '../../src/kubernetes/json.js'
import { kindNamed } from '../../src/kubernetes/kinds.js'
import { nearestName } from '../../src/kubernetes/nearest-name.js'
import { claimTemplatesOf, volumeNames } from '../../src/objects/volumes.js'
import type { Cause } from '../../src/validation/answer.js'

export type Look = ManifestLook<'refused' | 'notServed' | 'noApiVersion' | 'unknownKind' | 'change', object>

type Advice = string | ((look: Look, cause: Cause) => string)

/** A cause is known by the end of its field and by its words; the first entry that fits speaks. */
const table: readonly (readonly [field: RegExp, words: RegExp, advice: Advice])[] = [
  [/\.maxSurge$/, /may not be set when maxUnavailable/, surgeAdvice],
  [
    /\.(?:maxUnavailable|maxSurge)$/,
    /valid percent string/,
    'Write a number without quotes, or a percentage such as 10%.',
  ],
  [/\.maxUnavailable$/, /cannot be 0/, 'No pod could ever be replaced: set maxUnavailable to 1 or more.'],
  [
    /\.partition$/,
    /greater than or equal to 0/,
    'Set partition to 0, or leave it out: an update then changes every pod.',
  ],
  [/^spec\.selector$/, /^Required value|empty selector/, selectorAdvice],
  [/^spec\.template\.metadata\.labels$/, /`selector` does not match/, labelsAdvice],
  [
    /^spec\.updateStrategy\.rollingUpdate$/,
    /only allowed for updateStrategy/,
    'Leave rollingUpdate out, or set type to RollingUpdate.',
  ],
  [
    /\.activeDeadlineSeconds$/,
    /^Forbidden/,
    (look) => `The pods of a ${look.manifest.kind} run until they are deleted: leave it out.`,
  ],
  [
    /^spec\.template\.spec\.restartPolicy$/,
    /./,
    (look) => `The pods of a ${look.manifest.kind} are always restarted: leave restartPolicy out.`,
  ],
  [/^metadata\.name$/, /^Required/, 'Give the object a name.'],
  [
    /^metadata\.namespace$|^metadata\.name$/,
    /RFC 1123|no more than|dots/,
    "Use lower-case letters, digits and '-' only.",
  ],
  [/\.containers$/, /^Required value/, 'A pod needs at least one container: write its name and image.'],
  [/\.image$/, /^Required value/, 'Name the image that the container runs.'],
  [/\.volumeMounts\[\d+\]\.name$/, /^Not found/, volumeAdvice],
  [/\.volumeMounts\[\d+\]\.mountPath$/, /must be unique/, 'Mount each volume of a container in a folder of its own.'],
  [/\.volumeMounts\[\d+\]\.mountPath$/, /^Required value/, 'Say in which folder the container finds the volume.'],
  [
    /\.volumes\[\d+\]\.name$/,
    /RFC 1123|dots/,
    "A volume and a claim template are named with lower-case letters, digits and '-' only.",
  ],
  [
    /^spec\.volumeClaimTemplates\[\d+\]\.spec\.accessModes$/,
    /^Required value/,
    'Write accessModes: [ReadWriteOnce], or another mode.',
  ],
  [
    /^spec\.volumeClaimTemplates\[\d+\]\.spec\.resources\[storage\]$/,
    /^Required value/,
    'Say how much storage a claim asks for: spec.resources.requests.storage.',
  ],
  [/^spec$|^spec\.\w+$/, /field is immutable|are forbidden/, immutableAdvice],
  [
    /\.hostPort$/,
    /must match/,
    'With hostNetwork the container has the port of the node itself: leave hostPort out, or give it the number of containerPort.',
  ],
  [
    /\.hostPort$/,
    /^Duplicate value/,
    'Two pods or containers cannot have one port of a node: give one of them another.',
  ],
  [/\.resources\.requests(?:\[\w+\])?$/, /less than or equal to/, 'Lower the request, or raise the limit.'],
  [
    /Probe$|\.preStop$|\.postStart$/,
    /^Required value: must specify a handler/,
    'Say what it runs: exec, httpGet, tcpSocket or grpc.',
  ],
  [/\.ephemeralContainers$/, /^Forbidden/, 'They are added to a pod that runs (kubectl debug): leave them out.'],
  [/\.name$/, /^Duplicate value/, 'Give one of them another name.'],
  [/^metadata\.finalizers/, /./, 'A finalizer is named like example.com/name.'],
]

/** What to do about a cause; empty where the server's words say it already. */
export function adviceFor(look: Look, cause: Cause): string {
  const found = table.find(([field, words]) => field.test(cause.field) && words.test(cause.message))?.[2] ?? ''
  return typeof found === 'string' ? found : found(look, cause)
}

function surgeAdvice(look: Look, { path }: Cause): string {
  const maxUnavailable = valueAt(look.manifest.object, [...path.slice(0, -1), 'maxUnavailable'])
  const stands = maxUnavailable === undefined ? 'maxUnavailable is 1 where it is not set.' : ''
  const remedy = look.isInUse('no-max-surge')
    ? 'Leave maxSurge out: no node then runs two of the pods at once.'
    : 'Leave maxSurge out, or set maxUnavailable to 0.'
  return `${stands} ${remedy}`.trim()
}

function podLabels(object: JsonObject): JsonObject {
  return asObject(asObject(asObject(asObject(object.spec).template).metadata).labels)
}

function written(labels: JsonObject): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}: ${String(value)}`)
    .join(', ')
}

function selectorAdvice(look: Look): string {
  const labels = written(podLabels(look.manifest.object))
  return labels === ''
    ? 'Write spec.selector.matchLabels and the same labels in the pod template.'
    : `Write spec.selector.matchLabels with labels of the pod template: ${labels}.`
}

function labelsAdvice(look: Look): string {
  const { object } = look.manifest
  const labels = podLabels(object)
  const selector = asObject(asObject(object.spec).selector)
  const missing = Object.fromEntries(
    Object.entries(asObject(selector.matchLabels)).filter(([key, value]) => entryOf(labels, key) !== value),
  )
  if (Object.keys(selector).length === 0) return selectorAdvice(look)
  const remedy = Object.keys(missing).length > 0 ? `: give the pod template ${written(missing)}` : ''
  return `The set would never find its own pods${remedy}.`
}

function volumeAdvice(look: Look, { path }: Cause): string {
  const { object } = look.manifest
  const names = [
    ...volumeNames(object),
    ...claimTemplatesOf(object).flatMap((claim) => asString(asObject(claim.metadata).name) ?? []),
  ]
  const near = nearestName(asString(valueAt(object, path)) ?? '', names)
  if (near !== undefined) return `Did you mean "${near}"?`
  if (names.length === 0) return 'The pod has no volumes: add one of that name, or leave the mount out.'
  return `The pod's volumes are ${names.map((name) => `"${name}"`).join(', ')}.`
}

const immutableFields = [
  'selector',
  'serviceName',
  'podManagementPolicy',
  'volumeClaimTemplates',
  'revisionHistoryLimit',
]

function immutableAdvice(look: Look, { field }: Cause): string {
  const before = look.before
  const [old, now] = [asObject(before?.spec), asObject(look.manifest.object.spec)]
  const changed = immutableFields.filter(
    (name) =>
      name !== 'revisionHistoryLimit' && JSON.stringify(old[name] ?? null) !== JSON.stringify(now[name] ?? null),
  )
  const which =
    field === 'spec' && before !== undefined && changed.length > 0 ? `Changed here: ${changed.join(', ')}. ` : ''
  const claims = asList(now.volumeClaimTemplates).length > 0 ? ' and claims' : ''
  const kind = kindNamed(look.manifest.kind)?.shortNames[0] ?? ''
  return `${which}Leave it as it was, or delete the set and create it again: kubectl delete ${kind} ${look.manifest.name} --cascade=orphan keeps its pods${claims}.`
}
