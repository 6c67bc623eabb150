/** A StatefulSet's status (statefulset.md section 6). */
import { asNumber, asString, type JsonObject, type JsonValue } from '../../kubernetes/json.js'
import type { Pod } from '../cluster.js'
import { setStatus } from '../store/index.js'
import { isAvailable, isReady, isTerminating, revisionOf } from './statefulset-pods.js'
import type { StatefulSetSync } from './statefulset-sync.js'

export interface StatefulSetStatus {
  replicas: number
  readyReplicas: number
  availableReplicas: number
  currentReplicas: number
  updatedReplicas: number
  conditions: JsonValue[]
}

/** S-42: counted over the pods as they are when the sync begins. */
export function countStatus(sync: StatefulSetSync): StatefulSetStatus {
  const { members, revisions, set } = sync
  const conditions = set.status['conditions']
  const status: StatefulSetStatus = {
    replicas: 0,
    readyReplicas: 0,
    availableReplicas: 0,
    currentReplicas: 0,
    updatedReplicas: 0,
    conditions: Array.isArray(conditions) ? [...conditions] : [],
  }
  const current = revisions.current.metadata.name
  const update = revisions.update.metadata.name
  const count = (pod: Pod): void => {
    status.replicas++
    if (isReady(pod)) {
      status.readyReplicas++
      if (isAvailable(pod, sync.spec.minReadySeconds, sync.cluster.now)) status.availableReplicas++
    }
    if (isTerminating(pod)) return
    const revision = revisionOf(pod)
    if (revision === current) status.currentReplicas++
    if (revision === update) status.updatedReplicas++
  }
  for (const pod of members.slots) if (pod !== undefined) count(pod)
  for (const pod of members.condemned) count(pod)
  return status
}

/** S-46: the condition that only the strategy Recreate has. */
export function setProgressing(status: StatefulSetStatus, progressing: boolean, reason: string, message: string): void {
  const condition: JsonObject = { type: 'Progressing', status: progressing ? 'True' : 'False', reason, message }
  status.conditions = [...status.conditions.filter((each) => (each as JsonObject)['type'] !== 'Progressing'), condition]
}

/** S-12k: writes the status if it changed; an update that is complete is completed in it (S-44). */
export function writeStatus(sync: StatefulSetSync, status: StatefulSetStatus): void {
  const { spec, set, revisions, behaviour } = sync
  let currentRevision = revisions.current.metadata.name
  const updateRevision = revisions.update.metadata.name
  const complete = status.updatedReplicas === spec.replicas && status.readyReplicas === spec.replicas && status.replicas === spec.replicas
  if (complete && (behaviour.completesEveryStrategy || spec.strategy === 'RollingUpdate')) {
    currentRevision = updateRevision
    status.currentReplicas = status.updatedReplicas
    const recreating = spec.strategy === 'Recreate' && status.conditions.some((condition) => (condition as JsonObject)['type'] === 'Progressing')
    if (recreating) setProgressing(status, false, 'RecreateCompleted', 'All pods recreated successfully')
  }
  const before = set.status
  const same =
    set.metadata.generation <= (asNumber(before['observedGeneration']) ?? 0) &&
    counts.every((name) => status[name] === (asNumber(before[name]) ?? 0)) &&
    currentRevision === asString(before['currentRevision']) &&
    updateRevision === asString(before['updateRevision']) &&
    JSON.stringify(status.conditions) === JSON.stringify(before['conditions'] ?? [])
  if (same) return
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

const counts = ['replicas', 'readyReplicas', 'currentReplicas', 'updatedReplicas', 'availableReplicas'] as const

/** Counts of zero are left out where the API leaves them out. */
function nonZero(status: StatefulSetStatus, name: (typeof counts)[number]): JsonObject {
  return status[name] === 0 ? {} : { [name]: status[name] }
}
