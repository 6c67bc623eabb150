/** The names of signers and of their trust bundles (pkg/apis/core/validation/names.go). */
import { byteLength, dnsLabelFaults, dnsSubdomainFaults } from '../../kubernetes/names.js'
import type { Target } from '../../kubernetes/target.js'
import type { Cause } from '../answer.js'
import { invalid, quoteText, required, type Field } from '../field.js'
import { tooLongBytes } from '../labels.js'
import { invalidEach } from './fields.js'

/** `example.com/signer`. */
export function validateSignerName(name: string, at: Field, target: Target): Cause[] {
  if (name === '') return [required(at, '')]
  const [domain = '', path = '', ...more] = name.split('/')
  if (!name.includes('/') || more.length > 0)
    return [invalid(at, name, "must be a fully qualified domain and path of the form 'example.com/signer-name'")]
  const causes: Cause[] = []
  if (byteLength(domain) > 253) causes.push(tooLongBytes(at, 253, target))
  causes.push(...firstFaultyLabel(domain, dnsLabelFaults, at))
  if (!domain.includes('.'))
    causes.push(invalid(at, domain, 'should be a domain with at least two segments separated by dots'))
  causes.push(...firstFaultyLabel(path, dnsSubdomainFaults, at))
  if (byteLength(name) > 571) causes.push(tooLongBytes(at, 571, target))
  return causes
}

function firstFaultyLabel(whole: string, faultsOf: (label: string) => string[], at: Field): Cause[] {
  const faulty = whole.split('.').find((label) => faultsOf(label).length > 0)
  return faulty === undefined
    ? []
    : faultsOf(faulty).map((fault) => invalid(at, whole, `validating label ${quoteText(faulty)}: ${fault}`))
}

/** Signers of Kubernetes' own. */
export function isKubernetesSigner(name: string): boolean {
  const host = name.split('/', 1)[0] ?? ''
  return host === 'kubernetes.io' || host.endsWith('.kubernetes.io')
}

/** The name of a ClusterTrustBundle: `example.com:signer:bundle`, or a plain one that no signer has to do with. */
export function validateTrustBundleName(name: string, at: Field): Cause[] {
  const colon = name.lastIndexOf(':')
  const faults =
    colon === 0
      ? ['ClusterTrustBundle without signer name must not have ":" in its name']
      : dnsSubdomainFaults(name.slice(colon + 1))
  return invalidEach(
    at,
    name,
    faults.map((fault) => `not a valid clustertrustbundlename: ${fault}`),
  )
}
