/** A StatefulSet's status (docs/semantics/statefulset.md, section 6). */
import { asNumber, asString, type JsonObject, type JsonValue } from '../../../kubernetes/json.js'
import { setStatus } from '../../store/index.js'
import type { StatefulSetSync } from './sync.js'

export interface StatefulSetStatus {
  replicas: number
  readyReplicas: number
  availableReplicas: number
  currentReplicas: number
  updatedReplicas: number
  conditions: JsonValue[]
}

/** S-42: counted over the pods as they are when the sync begins. */
export function computeReplicaStatus({ members, revisions, set }: StatefulSetSync): StatefulSetStatus {
  const { tally } = members
  const conditions = set.status['conditions']
  return {
    replicas: tally.replicas,
    readyReplicas: tally.ready,
    availableReplicas: tally.available,
    currentReplicas: tally.byRevision.get(revisions.current.metadata.name) ?? 0,
    updatedReplicas: tally.byRevision.get(revisions.update.metadata.name) ?? 0,
    conditions: Array.isArray(conditions) ? [...conditions] : [],
  }
}

/** S-46: the condition that only the strategy Recreate has. */
export function setProgressingCondition(
  status: StatefulSetStatus,
  progressing: boolean,
  reason: string,
  message: string,
): void {
  const condition: JsonObject = { type: 'Progressing', status: progressing ? 'True' : 'False', reason, message }
  status.conditions = [...status.conditions.filter((each) => (each as JsonObject)['type'] !== 'Progressing'), condition]
}

/** S-12k: writes the status if it changed; an update that is complete is completed in it. */
export function updateStatefulSetStatus(sync: StatefulSetSync, status: StatefulSetStatus): void {
  const { set, revisions } = sync
  const currentRevision = completeUpdate(sync, status)
  const updateRevision = revisions.update.metadata.name
  if (!inconsistentStatus(sync, status, currentRevision)) return
  setStatus(sync.cluster, set, {
    observedGeneration: set.metadata.generation,
    replicas: status.replicas,
    ...nonZero(status, 'readyReplicas'),
    ...nonZero(status, 'currentReplicas'),
    ...nonZero(status, 'updatedReplicas'),
    currentRevision,
    updateRevision,
    collisionCount: revisions.collisionCount,
    ...(status.conditions.length === 0 ? {} : { conditions: status.conditions }),
    availableReplicas: status.availableReplicas,
  })
}

/**
 * S-44: with every pod updated and ready, the update revision becomes the current one.
 *
 * @returns the current revision's name.
 */
function completeUpdate({ spec, revisions, behaviour }: StatefulSetSync, status: StatefulSetStatus): string {
  const complete =
    status.updatedReplicas === spec.replicas &&
    status.readyReplicas === spec.replicas &&
    status.replicas === spec.replicas
  if (!complete || (!behaviour.completesEveryStrategy && spec.strategy !== 'RollingUpdate'))
    return revisions.current.metadata.name
  status.currentReplicas = status.updatedReplicas
  const recreating =
    spec.strategy === 'Recreate' &&
    status.conditions.some((condition) => (condition as JsonObject)['type'] === 'Progressing')
  if (recreating) setProgressingCondition(status, false, 'RecreateCompleted', 'All pods recreated successfully')
  return revisions.update.metadata.name
}

const counts = ['replicas', 'readyReplicas', 'currentReplicas', 'updatedReplicas', 'availableReplicas'] as const

/** Tells whether the status that the set has is another one. */
function inconsistentStatus({ set, revisions }: StatefulSetSync, status: StatefulSetStatus, current: string): boolean {
  const before = set.status
  return (
    set.metadata.generation > (asNumber(before['observedGeneration']) ?? 0) ||
    counts.some((name) => status[name] !== (asNumber(before[name]) ?? 0)) ||
    current !== asString(before['currentRevision']) ||
    revisions.update.metadata.name !== asString(before['updateRevision']) ||
    JSON.stringify(status.conditions) !== JSON.stringify(before['conditions'] ?? [])
  )
}

/** Counts of zero are left out where the API leaves them out. */
function nonZero(status: StatefulSetStatus, name: (typeof counts)[number]): JsonObject {
  return status[name] === 0 ? {} : { [name]: status[name] }
}
