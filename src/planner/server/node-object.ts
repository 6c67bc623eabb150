/** A Node as the API shows it, and as a scenario describes it. */
import { asList, asObject, asString, isObject, type JsonObject } from '../../kubernetes/json.js'
import type { Node } from '../cluster.js'
import type { NodeDescription, Taint } from '../scenario.js'

const unschedulableKey = 'node.kubernetes.io/unschedulable'
const notReadyKey = 'node.kubernetes.io/not-ready'

/** What a `kind: Node` (of a manifest, or of `kubectl get nodes -o yaml`) says about a node. */
export function nodeDescriptionOf(object: JsonObject): NodeDescription {
  const metadata = asObject(object['metadata'])
  const spec = asObject(object['spec'])
  const taints = taintsOf(spec)
  const status = asObject(object['status'])
  const ready = asList(status['conditions'])
    .map(asObject)
    .find((condition) => condition['type'] === 'Ready')
  const notReady =
    (ready !== undefined && ready['status'] !== 'True') || taints.some((taint) => taint.key === notReadyKey)
  return {
    name: asString(metadata['name']) ?? '',
    labels: stringsOf(asObject(metadata['labels'])),
    taints: taints.filter((taint) => taint.key !== unschedulableKey && taint.key !== notReadyKey),
    ...(spec['unschedulable'] === true || taints.some((taint) => taint.key === unschedulableKey)
      ? { unschedulable: true }
      : {}),
    ...(notReady ? { notReady: true } : {}),
    ...(isObject(status['allocatable']) ? { allocatable: stringsOf(status['allocatable']) } : {}),
  }
}

function stringsOf(value: JsonObject): Record<string, string> {
  return Object.fromEntries(Object.entries(value).map(([key, text]) => [key, asString(text) ?? String(text)]))
}

/** The taints of a Node's spec. */
export function taintsOf(spec: JsonObject): Taint[] {
  return asList(spec['taints']).map(asObject).map(taintOf)
}

function taintOf(taint: JsonObject): Taint {
  const value = asString(taint['value'])
  return {
    key: asString(taint['key']) ?? '',
    effect: (asString(taint['effect']) ?? 'NoSchedule') as Taint['effect'],
    ...(value === undefined ? {} : { value }),
  }
}

/** The Node as the API would show it. */
export function nodeObject(node: Node): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: node.name,
      labels: { ...node.labels },
      ...(node.annotations === undefined ? {} : { annotations: { ...node.annotations } }),
    },
    spec: {
      ...(node.taints.length === 0 ? {} : { taints: node.taints.map((taint) => ({ ...taint })) }),
      ...(node.unschedulable ? { unschedulable: true } : {}),
    },
    status: {
      conditions: [{ type: 'Ready', status: node.ready ? 'True' : 'False' }],
      ...(node.allocatable === undefined ? {} : { allocatable: { ...node.allocatable } }),
    },
  }
}
