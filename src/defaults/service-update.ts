/**
 * What an update of a Service keeps and drops: addresses and ports that the cluster gave it stay where the manifest
 * does not name them (patchAllocatedValues), and what belongs to another type goes with it (dropTypeDependentFields).
 */
import type { JsonObject, JsonValue } from '../kubernetes/json.js'
import { isUnset, objectsAt, unset } from './go-value.js'

const takesAddress = (spec: JsonObject): boolean => spec['type'] !== 'ExternalName'
const takesNodePorts = (spec: JsonObject): boolean => spec['type'] === 'NodePort' || spec['type'] === 'LoadBalancer'
const takesHealthCheckPort = (spec: JsonObject): boolean =>
  spec['type'] === 'LoadBalancer' && spec['externalTrafficPolicy'] === 'Local'

/** ExternallyAccessible: from outside of the cluster. */
export function isExternallyAccessible(spec: JsonObject): boolean {
  const { externalIPs } = spec
  return takesNodePorts(spec) || (spec['type'] === 'ClusterIP' && Array.isArray(externalIPs) && externalIPs.length > 0)
}

/** Fills in what the stored Service has and the new one leaves out. */
export function keepAllocated(spec: JsonObject, old: JsonObject): void {
  if (takesAddress(old) && takesAddress(spec))
    for (const name of ['clusterIP', 'clusterIPs'])
      if (isUnset(spec[name]) && old[name] !== undefined) spec[name] = old[name]
  if (takesNodePorts(old) && takesNodePorts(spec)) keepNodePorts(spec, old)
  if (takesHealthCheckPort(old) && takesHealthCheckPort(spec) && isUnset(spec['healthCheckNodePort']))
    spec['healthCheckNodePort'] = old['healthCheckNodePort']
}

function keepNodePorts(spec: JsonObject, old: JsonObject): void {
  const kept = nodePorts(spec)
  const used = new Set([...nodePorts(old)].filter((port) => kept.has(port)))
  const byName = new Map(objectsAt(old, 'ports').map((port) => [port['name'], port['nodePort']]))
  for (const port of objectsAt(spec, 'ports')) {
    const before = byName.get(port['name'])
    if (isUnset(port['nodePort']) && before !== undefined && !used.has(before)) port['nodePort'] = before
  }
}

function nodePorts(spec: JsonObject): Set<JsonValue | undefined> {
  return new Set(
    objectsAt(spec, 'ports')
      .map((port) => port['nodePort'])
      .filter((port) => !isUnset(port)),
  )
}

/** Drops what the new type has no use for, as far as the update did not change it. */
export function dropTypeDependentFields(spec: JsonObject, old: JsonObject): void {
  if (takesAddress(old) && !takesAddress(spec)) {
    if (same(spec, old, 'clusterIP') && same(spec, old, 'clusterIPs'))
      for (const name of ['clusterIP', 'clusterIPs']) unset(spec, name)
    for (const name of ['ipFamilies', 'ipFamilyPolicy']) if (same(spec, old, name)) unset(spec, name)
  }
  const before = nodePorts(old)
  if (takesNodePorts(old) && !takesNodePorts(spec) && [...nodePorts(spec)].every((port) => before.has(port))) {
    for (const port of objectsAt(spec, 'ports')) unset(port, 'nodePort')
  }
  if (takesHealthCheckPort(old) && !takesHealthCheckPort(spec) && same(spec, old, 'healthCheckNodePort'))
    unset(spec, 'healthCheckNodePort')
  if (old['type'] === 'LoadBalancer' && spec['type'] !== 'LoadBalancer') {
    for (const name of ['allocateLoadBalancerNodePorts', 'loadBalancerClass'])
      if (same(spec, old, name)) unset(spec, name)
  }
  if (isExternallyAccessible(old) && !isExternallyAccessible(spec) && same(spec, old, 'externalTrafficPolicy'))
    unset(spec, 'externalTrafficPolicy')
}

function same(spec: JsonObject, old: JsonObject, name: string): boolean {
  return JSON.stringify(spec[name] ?? null) === JSON.stringify(old[name] ?? null)
}
