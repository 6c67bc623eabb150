import { scaleIntOrPercent } from '../../../kubernetes/int-or-percent.js'
import { asList, asNumber, asObject, asString, isObject, setEntry, type JsonObject } from '../../../kubernetes/json.js'
import { claimStem } from '../../../kubernetes/ordinals.js'
import type { Cluster, WorkloadSet } from '../../cluster.js'
import { memoryOf, remember } from '../index.js'

export { ordinalOf } from '../../../kubernetes/ordinals.js'

/** One entry of `volumeClaimTemplates`. */
export interface ClaimTemplate {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
  readonly finalizers: readonly string[]
  readonly spec: JsonObject
}

/** A StatefulSet's stored spec, as its controller reads it. */
export interface StatefulSetSpec {
  readonly replicas: number
  /** S-9 */
  readonly start: number
  /** Number of the last replica slot; one below `start` where there is none. */
  readonly end: number
  /** S-11: podManagementPolicy is not Parallel. */
  readonly monotonic: boolean
  readonly minReadySeconds: number
  readonly strategy: 'RollingUpdate' | 'OnDelete' | 'Recreate'
  /** Undefined where the set has no `rollingUpdate` block (S-36). */
  readonly partition?: number
  /** Resolved to a number of pods (S-59). */
  readonly maxUnavailable: number
  readonly claimTemplates: readonly ClaimTemplate[]
  readonly whenScaled: 'Retain' | 'Delete'
  readonly whenDeleted: 'Retain' | 'Delete'
  readonly selector: JsonObject
  readonly serviceName: string
  readonly historyLimit: number
  readonly template: JsonObject
}

const specs = memoryOf<JsonObject, StatefulSetSpec>('what the spec of a StatefulSet says')

/** Reads a set's spec (once for each stored spec, since that is never changed in place). */
export function specOf(cluster: Cluster, set: WorkloadSet): StatefulSetSpec {
  return remember(cluster, specs, set.spec, readSpec)
}

function readSpec(spec: JsonObject): StatefulSetSpec {
  const replicas = asNumber(spec['replicas']) ?? 1
  const start = asNumber(asObject(spec['ordinals'])['start']) ?? 0
  const strategy = asObject(spec['updateStrategy'])
  const rollingUpdate = isObject(strategy['rollingUpdate']) ? strategy['rollingUpdate'] : undefined
  const retention = asObject(spec['persistentVolumeClaimRetentionPolicy'])
  return {
    replicas,
    start,
    end: start + replicas - 1,
    monotonic: spec['podManagementPolicy'] !== 'Parallel',
    minReadySeconds: asNumber(spec['minReadySeconds']) ?? 0,
    strategy: strategy['type'] === 'OnDelete' || strategy['type'] === 'Recreate' ? strategy['type'] : 'RollingUpdate',
    ...(rollingUpdate === undefined ? {} : { partition: asNumber(rollingUpdate['partition']) ?? 0 }),
    // S-59: a percentage is rounded down, but never below 1
    maxUnavailable: Math.max(1, scaleIntOrPercent(rollingUpdate?.['maxUnavailable'], replicas, 'down') ?? 1),
    claimTemplates: asList(spec['volumeClaimTemplates']).map((template) => claimTemplate(asObject(template))),
    whenScaled: retention['whenScaled'] === 'Delete' ? 'Delete' : 'Retain',
    whenDeleted: retention['whenDeleted'] === 'Delete' ? 'Delete' : 'Retain',
    selector: asObject(spec['selector']),
    serviceName: asString(spec['serviceName']) ?? '',
    historyLimit: asNumber(spec['revisionHistoryLimit']) ?? 10,
    template: asObject(spec['template']),
  }
}

function claimTemplate(template: JsonObject): ClaimTemplate {
  const metadata = asObject(template['metadata'])
  return {
    name: asString(metadata['name']) ?? '',
    labels: stringsOf(metadata['labels']),
    annotations: stringsOf(metadata['annotations']),
    finalizers: asList(metadata['finalizers']).filter((finalizer) => typeof finalizer === 'string'),
    spec: asObject(template['spec']),
  }
}

/** A map of strings, as labels and annotations are; anything else in it is left out. */
export function stringsOf(value: JsonObject[string]): Record<string, string> {
  const strings: Record<string, string> = {}
  for (const [key, text] of Object.entries(asObject(value))) if (typeof text === 'string') setEntry(strings, key, text)
  return strings
}

/** S-10: the ordinal has a replica slot. */
export function hasSlot(spec: StatefulSetSpec, ordinal: number): boolean {
  return ordinal >= spec.start && ordinal <= spec.end
}

/** S-71 */
export function claimName(set: WorkloadSet, template: ClaimTemplate, ordinal: number): string {
  return `${claimStem(template.name, set.metadata.name)}-${ordinal}`
}
