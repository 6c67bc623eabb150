/**
 * The rules for what Windows alone knows: options of a security context, and containers that are processes of the node.
 */
import type { JsonObject } from '../../kubernetes/json.js'
import { byteLength, dnsSubdomainFaults } from '../../kubernetes/names.js'
import type { Target } from '../../kubernetes/target.js'
import type { Cause } from '../answer.js'
import { child, invalid, type Field } from '../field.js'
import { goValue } from '../go-value.js'
import { visitContainers } from './containers-of.js'
import { invalidEach } from './fields.js'
import { isSet, isTrue, objectAt, text } from './read.js'

/** validateWindowsSecurityContextOptions */
export function validateWindowsOptions(context: JsonObject, at: Field, target: Target): Cause[] {
  const options = objectAt(context, 'windowsOptions')
  if (options === undefined) return []
  const place = (key: string): Field => child(at, 'windowsOptions', key)
  const causes: Cause[] = []
  if (isSet(options, 'gmsaCredentialSpecName')) {
    const name = text(options, 'gmsaCredentialSpecName')
    causes.push(
      ...invalidEach(place('gmsaCredentialSpecName'), goValue('*string', name, target), dnsSubdomainFaults(name)),
    )
  }
  if (isSet(options, 'gmsaCredentialSpec')) {
    const spec = text(options, 'gmsaCredentialSpec')
    if (spec === '')
      causes.push(
        invalid(
          place('gmsaCredentialSpec'),
          goValue('*string', spec, target),
          'gmsaCredentialSpec cannot be an empty string',
        ),
      )
    else if (byteLength(spec) > 64 * 1024)
      causes.push(
        invalid(
          place('gmsaCredentialSpec'),
          goValue('*string', spec, target),
          'gmsaCredentialSpec size must be under 64 KiB',
        ),
      )
  }
  if (!isSet(options, 'runAsUserName')) return causes
  const user = text(options, 'runAsUserName')
  return [...causes, ...invalidEach(place('runAsUserName'), goValue('*string', user, target), userNameFaults(user))]
}

/** `DOMAIN\user`, of which the domain may be left out. */
function userNameFaults(name: string): string[] {
  if (name === '') return ['runAsUserName cannot be an empty string']
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(name)) return ['runAsUserName cannot contain control characters']
  const parts = name.split('\\')
  if (parts.length > 2) return ['runAsUserName cannot contain more than one backslash']
  const [domain, user] = parts.length === 2 ? [parts[0] ?? '', parts[1] ?? ''] : ['', name]
  const faults: string[] = []
  if (byteLength(domain) >= 256) faults.push("runAsUserName's Domain length must be under 256 characters")
  const label = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?'
  const isNetBios = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/u.test(domain)
  if (parts.length === 2 && !isNetBios && !new RegExp(`^${label}(?:\\.${label})*$`).test(domain)) {
    faults.push("runAsUserName's Domain doesn't match the NetBios nor the DNS format")
  }
  if (user === '') faults.push("runAsUserName's User cannot be empty")
  else if (byteLength(user) > 104) faults.push("runAsUserName's User length must not be longer than 104 characters")
  if (/^[. ]+$/.test(user)) faults.push("runAsUserName's User cannot contain only periods or spaces")
  if (/["/\\:;|=,+*?<>@[\]]/.test(user))
    faults.push('runAsUserName\'s User cannot contain the following characters: "/\\:;|=,+*?<>@[]')
  return faults
}

/** Where one container is a process of the node, all are (validateWindowsHostProcessPod). */
export function validateHostProcessPod(spec: JsonObject, at: Field): Cause[] {
  const causes: Cause[] = []
  const ofPod = hostProcess(spec)
  const containers = visitContainers(spec, at)
  let count = 0
  for (const { container, at: place } of containers) {
    const own = hostProcess(container)
    if (own ?? ofPod ?? false) count++
    if (ofPod !== undefined && own !== undefined && ofPod !== own) {
      const words = `pod hostProcess value must be identical if both are specified, was ${ofPod}`
      causes.push(invalid(child(place, 'securityContext', 'windowsOptions', 'hostProcess'), own, words))
    }
  }
  if (count === 0) return causes
  if (count !== containers.length)
    causes.push(
      invalid(at, '', 'If pod contains any hostProcess containers then all containers must be HostProcess containers'),
    )
  if (!isTrue(spec, 'hostNetwork'))
    causes.push(
      invalid(child(at, 'hostNetwork'), false, 'hostNetwork must be true if pod contains any hostProcess containers'),
    )
  return causes
}

function hostProcess(owner: JsonObject): boolean | undefined {
  const value = objectAt(objectAt(owner, 'securityContext') ?? {}, 'windowsOptions')?.hostProcess
  return typeof value === 'boolean' ? value : undefined
}
