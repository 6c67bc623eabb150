/** The rules for sysctls (validateSysctls; the namespaces of k8s.io/component-helpers/node/util/sysctl). */
import { type JsonObject } from '../../kubernetes/json.js'
import type { Cause } from '../answer.js'
import { byteLength } from '../../kubernetes/names.js'
import { child, duplicate, invalid, required, type Field } from '../field.js'
import type { PodValidationOptions } from './validation-options.js'
import { isTrue, objectsAt, text } from './read.js'

const segment = '[a-z0-9]([-_a-z0-9]*[a-z0-9])?'
const format = `^(${segment}[\\./])*${segment}$`
const pattern = new RegExp(format)
const ipcNames = new Set([
  'kernel.sem',
  'kernel.shmall',
  'kernel.shmmax',
  'kernel.shmmni',
  'kernel.shm_rmid_forced',
  'kernel.shm',
  'kernel.msgmax',
  'kernel.msgmnb',
  'kernel.msgmni',
  'kernel.msg',
])

export function validateSysctls(
  securityContext: JsonObject,
  podSpec: JsonObject,
  at: Field,
  options: PodValidationOptions,
): Cause[] {
  const seen = new Set<string>()
  return objectsAt(securityContext, 'sysctls').flatMap((sysctl, index) => {
    const place = child(at, index, 'name')
    const name = text(sysctl, 'name')
    const causes: Cause[] = []
    if (name === '') causes.push(required(place, ''))
    else if (byteLength(name) > 253 || !pattern.test(name))
      causes.push(invalid(place, name, `must have at most 253 characters and match regex ${format}`))
    else if (seen.has(name)) causes.push(duplicate(place, name))
    const conflict = options.allowNamespacedSysctlsForHostNetAndHostIPC ? undefined : hostSysctlConflict(name, podSpec)
    if (conflict !== undefined) causes.push(invalid(place, name, conflict))
    seen.add(name)
    return causes
  })
}

/** Why a sysctl cannot be set: its namespace is the node's own (ValidateHostSysctl). */
export function hostSysctlConflict(name: string, podSpec: JsonObject): string | undefined {
  const namespace = namespaceOf(name)
  if (isTrue(podSpec, 'hostNetwork') && namespace === 'net') return "may not be specified when 'hostNetwork' is true"
  if (isTrue(podSpec, 'hostIPC') && namespace === 'ipc') return "may not be specified when 'hostIPC' is true"
  return undefined
}

function namespaceOf(sysctl: string): 'net' | 'ipc' | undefined {
  const name = normalize(sysctl).split('*', 1)[0] ?? ''
  if (ipcNames.has(name) || name.startsWith('fs.mqueue.')) return 'ipc'
  return name.startsWith('net.') ? 'net' : undefined
}

/** A name whose first separator is a slash has its slashes and dots exchanged (NormalizeName). */
function normalize(name: string): string {
  const first = /[./]/.exec(name)?.[0]
  return first === '/' ? name.replace(/[./]/g, (char) => (char === '/' ? '.' : '/')) : name
}
