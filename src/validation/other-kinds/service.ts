/**
 * What the API server refuses in a Service (ValidateServiceCreate). Addresses that only a cluster can judge are left to
 * it.
 */
import { asObject, isObject, type JsonObject } from '../../kubernetes/json.js'
import { dnsSubdomainFaults } from '../../kubernetes/names.js'
import type { Target } from '../../kubernetes/target.js'
import { atLeast } from '../../kubernetes/versions.js'
import type { Cause, ServerWarning } from '../answer.js'
import { child, forbidden, invalid, notSupported, required, rootField, type Field } from '../field.js'
import { goValue } from '../go-value.js'
import { validateLabels } from '../labels.js'
import { validateObjectMeta, validateObjectMetaUpdate } from '../object-meta.js'
import { invalidEach, validateQualifiedName } from '../pod-template/fields.js'
import { isSet, number, objectsAt, stringsAt, text } from '../pod-template/read.js'
import type { Strategy, Subject } from '../strategy.js'
import { validateClusterIPs, validateRange } from './service-addresses.js'
import { allocatedTwice, validateServicePorts } from './service-ports.js'

const metadata = rootField('metadata')
const spec = rootField('spec')

export const serviceStrategy: Strategy = {
  validate(subject) {
    // RelaxedServiceNameValidation: on from 1.36 on
    const allocated = allocatedTwice(asObject(subject.stored.spec), spec)
    if (allocated.length > 0) return allocated
    const nameRule = atLeast(subject.target.version, 36) ? 'dns-label' : 'dns-1035-label'
    const meta = asObject(subject.stored.metadata)
    return [
      ...validateObjectMeta(meta, { namespaced: true, nameRule }, metadata, subject.target),
      ...validateService(subject),
    ]
  },
  validateUpdate(subject, old) {
    const [meta, before] = [asObject(subject.stored.metadata), asObject(old.stored.metadata)]
    return [...validateObjectMetaUpdate(meta, before, metadata, subject.target), ...validateService(subject)]
  },
  warningsOnCreate: warnings,
  warningsOnUpdate: warnings,
}

/** clusterIP: None, and nothing else. */
function isHeadless(service: JsonObject): boolean {
  const addresses = stringsAt(service, 'clusterIPs')
  return addresses.length === 1 && addresses[0] === 'None'
}

function validateService({ stored, target }: Subject): Cause[] {
  const service = asObject(stored.spec)
  const type = text(service, 'type')
  return [
    ...validateType(service, type),
    ...validateServicePorts(service, spec, target),
    ...(isObject(service.selector) ? validateLabels(service.selector, child(spec, 'selector'), target) : []),
    ...validateAffinity(service, target),
    ...(type === 'ExternalName' ? [] : validateClusterIPs(service, spec, target)),
    ...validateTypeIsKnown(type),
    ...validateNodePorts(service, type),
    ...validateLoadBalancerFields(service, type, target),
    ...validateTrafficPolicies(service, type, target),
  ]
}

function validateType(service: JsonObject, type: string): Cause[] {
  const faults: Cause[] = []
  const headless = isHeadless(service)
  const ports = Array.isArray(service.ports) ? service.ports.length : 0
  if (ports === 0 && !headless && type !== 'ExternalName') faults.push(required(child(spec, 'ports'), ''))
  if (headless && (type === 'LoadBalancer' || type === 'NodePort')) {
    faults.push(invalid(child(spec, 'clusterIPs', 0), 'None', `may not be set to 'None' for ${type} services`))
  }
  if (type !== 'ExternalName') return faults
  const addressed = stringsAt(service, 'clusterIPs').length > 0 || text(service, 'clusterIP') !== ''
  if (addressed) faults.push(forbidden(child(spec, 'clusterIPs'), 'may not be set for ExternalName services'))
  if (stringsAt(service, 'ipFamilies').length > 0)
    faults.push(forbidden(child(spec, 'ipFamilies'), 'may not be set for ExternalName services'))
  if (isSet(service, 'ipFamilyPolicy'))
    faults.push(forbidden(child(spec, 'ipFamilyPolicy'), 'may not be set for ExternalName services'))
  const name = text(service, 'externalName').replace(/\.$/, '')
  const at = child(spec, 'externalName')
  return [...faults, ...(name === '' ? [required(at, '')] : invalidEach(at, name, dnsSubdomainFaults(name)))]
}

function validateAffinity(service: JsonObject, target: Target): Cause[] {
  const affinity = text(service, 'sessionAffinity')
  const config = child(spec, 'sessionAffinityConfig')
  if (affinity !== 'ClientIP' && affinity !== 'None')
    return [notSupported(child(spec, 'sessionAffinity'), affinity, ['ClientIP', 'None'])]
  if (affinity === 'None') {
    return isSet(service, 'sessionAffinityConfig')
      ? [forbidden(config, 'must not be set when session affinity is None')]
      : []
  }
  const timeout = asObject(asObject(service.sessionAffinityConfig).clientIP).timeoutSeconds
  if (typeof timeout !== 'number' || (timeout > 0 && timeout <= 86400)) return []
  return [
    invalid(
      child(config, 'clientIP', 'timeoutSeconds'),
      goValue('*int32', timeout, target),
      'must be greater than 0 and less than 86400',
    ),
  ]
}

function validateTypeIsKnown(type: string): Cause[] {
  const types = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']
  return types.includes(type) ? [] : [notSupported(child(spec, 'type'), type, types)]
}

function validateNodePorts(service: JsonObject, type: string): Cause[] {
  if (type !== 'ClusterIP') return []
  return objectsAt(service, 'ports').flatMap((port, index) => {
    if (number(port, 'nodePort') === 0) return []
    return [forbidden(child(spec, 'ports', index, 'nodePort'), "may not be used when `type` is 'ClusterIP'")]
  })
}

function validateLoadBalancerFields(service: JsonObject, type: string, target: Target): Cause[] {
  const onlyForLoadBalancers = "may only be used when `type` is 'LoadBalancer'"
  const faults: Cause[] = []
  if (type !== 'LoadBalancer') {
    // the server writes this field with a capital
    const ranges: Field = { field: 'spec.LoadBalancerSourceRanges', path: ['spec', 'loadBalancerSourceRanges'] }
    if (stringsAt(service, 'loadBalancerSourceRanges').length > 0) faults.push(forbidden(ranges, onlyForLoadBalancers))
    for (const name of ['allocateLoadBalancerNodePorts', 'loadBalancerClass']) {
      if (isSet(service, name)) faults.push(forbidden(child(spec, name), onlyForLoadBalancers))
    }
    return faults
  }
  stringsAt(service, 'loadBalancerSourceRanges').forEach((range, index) => {
    const place = {
      field: `spec.LoadBalancerSourceRanges[${index}]`,
      path: ['spec', 'loadBalancerSourceRanges', index],
    }
    faults.push(...validateRange(range.trim(), place))
  })
  if (!isSet(service, 'loadBalancerClass')) return faults
  return [
    ...faults,
    ...validateQualifiedName(text(service, 'loadBalancerClass'), child(spec, 'loadBalancerClass'), target),
  ]
}

function validateTrafficPolicies(service: JsonObject, type: string, target: Target): Cause[] {
  const faults: Cause[] = []
  const isExternal =
    type === 'LoadBalancer' ||
    type === 'NodePort' ||
    (type === 'ClusterIP' && stringsAt(service, 'externalIPs').length > 0)
  const external = text(service, 'externalTrafficPolicy')
  const at = child(spec, 'externalTrafficPolicy')
  if (!isExternal && external !== '')
    faults.push(invalid(at, external, 'may only be set for externally-accessible services'))
  if (isExternal && !['Cluster', 'Local'].includes(external))
    faults.push(notSupported(at, external, ['Cluster', 'Local']))
  const healthCheck = number(service, 'healthCheckNodePort')
  if (healthCheck !== 0 && !(type === 'LoadBalancer' && external === 'Local')) {
    const words = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'"
    faults.push(invalid(child(spec, 'healthCheckNodePort'), healthCheck, words))
  }
  const internal = text(service, 'internalTrafficPolicy')
  if (isSet(service, 'internalTrafficPolicy') && !['Cluster', 'Local'].includes(internal)) {
    faults.push(notSupported(child(spec, 'internalTrafficPolicy'), internal, ['Cluster', 'Local']))
  }
  const distributions = atLeast(target.version, 34)
    ? ['PreferClose', 'PreferSameZone', 'PreferSameNode']
    : ['PreferClose']
  const distribution = text(service, 'trafficDistribution')
  if (isSet(service, 'trafficDistribution') && !distributions.includes(distribution)) {
    faults.push(notSupported(child(spec, 'trafficDistribution'), distribution, distributions))
  }
  return faults
}

/** GetWarningsForService, apart from what addresses look like. */
function warnings({ stored, target }: Subject): ServerWarning[] {
  const service = asObject(stored.spec)
  const annotations = asObject(asObject(stored.metadata).annotations)
  const [old, current] = ['service.kubernetes.io/topology-aware-hints', 'service.kubernetes.io/topology-mode']
  const found: ServerWarning[] = []
  const warn = (message: string, ...path: string[]): void => void found.push({ message, path })
  const external = stringsAt(service, 'externalIPs').length > 0
  const [type, headless] = [
    text(service, 'type'),
    text(service, 'type') === 'ClusterIP' && text(service, 'clusterIP') === 'None',
  ]
  if (annotations[old] !== undefined)
    warn(`annotation ${old} is deprecated, please use ${current} instead`, 'metadata', 'annotations', old)
  if (headless) {
    if (text(service, 'loadBalancerIP') !== '')
      warn('spec.loadBalancerIP is ignored for headless services', 'spec', 'loadBalancerIP')
    if (external) warn('spec.externalIPs is ignored for headless services', 'spec', 'externalIPs')
    if (text(service, 'sessionAffinity') !== 'None')
      warn('spec.SessionAffinity is ignored for headless services', 'spec', 'sessionAffinity')
  }
  if (external && !headless && type !== 'ExternalName' && atLeast(target.version, 36)) {
    warn('spec.externalIPs is deprecated and may no longer be implemented in some clusters', 'spec', 'externalIPs')
  }
  if (external && type === 'ExternalName')
    warn('spec.externalIPs is ignored when spec.type is "ExternalName"', 'spec', 'externalIPs')
  if (type !== 'ExternalName' && text(service, 'externalName') !== '') {
    warn('spec.externalName is ignored when spec.type is not "ExternalName"', 'spec', 'externalName')
  }
  if (text(service, 'trafficDistribution') === 'PreferClose' && atLeast(target.version, 35)) {
    warn('spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"', 'spec', 'trafficDistribution')
  }
  return found
}
