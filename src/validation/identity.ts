/**
 * What the API server makes of a request apart from any rule: is its API there, and does an update mean the stored
 * object.
 */
import type { FieldPath } from '../kubernetes/field-path.js'
import { asObject, type JsonObject } from '../kubernetes/json.js'
import { kindNamed, qualifiedPlural } from '../kubernetes/kinds.js'
import { dnsLabelFaults } from '../kubernetes/names.js'
import type { Target } from '../kubernetes/target.js'
import { atLeast } from '../kubernetes/versions.js'
import type { Answer, DecodeFault } from './answer.js'
import { quoteText } from './field.js'
import { text } from './pod-template/read.js'

export function refuse(code: Answer['code'], message: string, decodeFaults: readonly DecodeFault[]): Answer {
  return { accepted: false, code, message, causes: [], decodeFaults, warnings: [] }
}

function refuseAt(code: Answer['code'], message: string, path: FieldPath): Answer {
  return refuse(code, message, [{ kind: 'bad-value', message, path }])
}

/**
 * No namespace can have a name that is no DNS label, so none of that name is there (the admission plug-in
 * NamespaceLifecycle).
 */
export function absentNamespace(object: JsonObject): Answer | undefined {
  const namespace = text(asObject(object.metadata), 'namespace')
  if (namespace === '' || dnsLabelFaults(namespace).length === 0) return undefined
  return refuseAt(404, `namespaces ${quoteText(namespace)} not found`, ['metadata', 'namespace'])
}

/** An update goes to the stored object's own address: another namespace is none of it. */
export function namespaceFault(old: JsonObject, object: JsonObject): Answer | undefined {
  const [namespace, before] = [
    text(asObject(object.metadata), 'namespace'),
    text(asObject(old.metadata), 'namespace') || 'default',
  ]
  if (namespace === '' || namespace === before) return undefined
  return refuseAt(400, 'the namespace of the provided object does not match the namespace sent on the request', [
    'metadata',
    'namespace',
  ])
}

/** As namespaceFault: another name is none of it either. */
export function nameFault(old: JsonObject, object: JsonObject): Answer | undefined {
  const [name, before] = [text(asObject(object.metadata), 'name'), text(asObject(old.metadata), 'name')]
  const at = ['metadata', 'name']
  if (name === '')
    return refuseAt(
      400,
      `the name of the object (${before} based on URL) was undeterminable: name must be provided`,
      at,
    )
  if (name !== before)
    return refuseAt(400, `the name of the object (${name}) does not match the name on the URL (${before})`, at)
  return undefined
}

/** The server names the line of its own source in which its types are held together. */
function schemeLine({ version }: Target): number {
  if (atLeast(version, 35)) return 111
  return atLeast(version, 33) ? 110 : 100
}

/** An update in a version that is not served any more, sent to the one in which the object was made. */
export function versionFault(old: JsonObject, object: JsonObject, target: Target): Answer | undefined {
  const [expected, version, kind] = [text(old, 'apiVersion'), text(object, 'apiVersion'), text(object, 'kind')]
  if (version === expected) return undefined
  // a version that is served no more may still be one that the server can decode
  const older = kindNamed(kind)?.gone.find(({ apiVersion }) => apiVersion === version)
  if (older !== undefined && !atLeast(target.version, older.forgottenIn ?? Infinity)) {
    return refuseAt(
      400,
      `the API version in the data (${version}) does not match the expected API version (${expected})`,
      ['apiVersion'],
    )
  }
  const scheme = `"pkg/runtime/scheme.go:${schemeLine(target)}"`
  const words = `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(version)} in scheme ${scheme}`
  return refuseAt(
    400,
    `${kind} in version ${JSON.stringify(version.split('/').at(-1))} cannot be handled as a ${kind}: ${words}`,
    ['apiVersion'],
  )
}

/** Whoever names a version or an identity of the stored object wants it to be that one, and no manifest can know it. */
export function preconditionFault(old: JsonObject, object: JsonObject): Answer | undefined {
  const [before, metadata] = [asObject(old.metadata), asObject(object.metadata)]
  const [version, uid, name] = [text(metadata, 'resourceVersion'), text(metadata, 'uid'), text(metadata, 'name')]
  const kind = kindNamed(text(object, 'kind'))
  const resource = kind === undefined ? '' : qualifiedPlural(kind)
  const refused = `Operation cannot be fulfilled on ${resource} ${JSON.stringify(name)}: `
  if (uid !== '' && uid !== text(before, 'uid')) {
    const key = `/${kind?.plural ?? ''}/${text(metadata, 'namespace') || 'default'}/${name}`
    const words = `Precondition failed: UID in precondition: ${uid}, UID in object meta: `
    const error = `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: ${words}`
    return refuseAt(409, refused + error, ['metadata', 'uid'])
  }
  if (version === '' || /^0+$/.test(version) || version === text(before, 'resourceVersion')) return undefined
  const at = ['metadata', 'resourceVersion']
  if (!/^[0-9]+$/.test(version))
    return refuseAt(500, `strconv.ParseUint: parsing ${JSON.stringify(version)}: invalid syntax`, at)
  return refuseAt(
    409,
    `${refused}the object has been modified; please apply your changes to the latest version and try again`,
    at,
  )
}

/** The API groups of every server; what is addressed to another one is no API at all. */
const groups = [
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'apps',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
]

/** The words for a kind or a version that is not served. */
export function notServedMessage(object: JsonObject): string {
  const [group, version] = text(object, 'apiVersion').split('/')
  return version !== undefined && !groups.includes(group ?? '')
    ? '404 page not found'
    : 'the server could not find the requested resource'
}

/** The store refuses to create what claims to have been stored before. */
export function storedBeforeFault(object: JsonObject): Answer | undefined {
  if (!/^0*[1-9][0-9]*$/.test(text(asObject(object.metadata), 'resourceVersion'))) return undefined
  return refuseAt(500, 'resourceVersion should not be set on objects to be created', ['metadata', 'resourceVersion'])
}

/** The name that the server makes of a generateName ends in five random characters. */
export function generatedName(object: JsonObject): string | undefined {
  const metadata = asObject(object.metadata)
  const generateName = text(metadata, 'generateName')
  return generateName === '' || text(metadata, 'name') !== '' ? undefined : `${generateName.slice(0, 58)}xxxxx`
}
