/**
 * A Service's defaults (SetDefaults_Service), and the fields that need no allocator. Addresses and node ports are the
 * cluster's own.
 */
import type { JsonObject } from '../kubernetes/json.js'
import type { Target } from '../kubernetes/target.js'
import { isUnset, objectsAt, pointerAt, setDefault, structAt } from './go-value.js'
import { dropTypeDependentFields, isExternallyAccessible, keepAllocated } from './service-update.js'

export function defaultService(service: JsonObject, _target: Target, old: JsonObject | undefined): void {
  const spec = structAt(service, 'spec')
  setDefault(spec, 'sessionAffinity', 'None')
  if (spec['sessionAffinity'] === 'None') delete spec['sessionAffinityConfig']
  if (
    spec['sessionAffinity'] === 'ClientIP' &&
    pointerAt(pointerAt(spec, 'sessionAffinityConfig'), 'clientIP')?.['timeoutSeconds'] === undefined
  ) {
    spec['sessionAffinityConfig'] = { clientIP: { timeoutSeconds: 10_800 } }
  }
  setDefault(spec, 'type', 'ClusterIP')
  for (const port of objectsAt(spec, 'ports')) {
    setDefault(port, 'protocol', 'TCP')
    if (isUnset(port['targetPort'])) port['targetPort'] = port['port'] ?? 0
  }
  const { type } = spec
  if (isExternallyAccessible(spec)) setDefault(spec, 'externalTrafficPolicy', 'Cluster')
  if (type === 'NodePort' || type === 'LoadBalancer' || type === 'ClusterIP')
    spec['internalTrafficPolicy'] ??= 'Cluster'
  if (type === 'LoadBalancer') spec['allocateLoadBalancerNodePorts'] ??= true
  const oldSpec = pointerAt(old, 'spec')
  if (oldSpec !== undefined) keepAllocated(spec, oldSpec)
  if (type !== 'ExternalName') defaultAddresses(spec, oldSpec)
  if (oldSpec !== undefined) dropTypeDependentFields(spec, oldSpec)
  service['status'] = old === undefined ? {} : structAt(old, 'status')
  if (old !== undefined && type !== 'LoadBalancer') structAt(service, 'status')['loadBalancer'] = {}
}

/** What the allocator answers for in a cluster of one IPv4 range; an update keeps what it does not name. */
function defaultAddresses(spec: JsonObject, old: JsonObject | undefined): void {
  for (const name of ['ipFamilies', 'ipFamilyPolicy'])
    if (isUnset(spec[name]) && old?.[name] !== undefined) spec[name] = old[name]
  if (!isUnset(spec['clusterIP']) && spec['clusterIPs'] === undefined) spec['clusterIPs'] = [spec['clusterIP'] ?? '']
  // a headless Service without selector may get endpoints of either family
  const isOpen = spec['clusterIP'] === 'None' && Object.keys(pointerAt(spec, 'selector') ?? {}).length === 0
  if (isOpen && spec['ipFamilies'] === undefined && spec['ipFamilyPolicy'] === undefined) {
    spec['ipFamilies'] = ['IPv4', 'IPv6']
    spec['ipFamilyPolicy'] = 'RequireDualStack'
  }
  spec['ipFamilies'] ??= ['IPv4']
  spec['ipFamilyPolicy'] ??= 'SingleStack'
}
