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
export function countStatus({ members, revisions, set }: StatefulSetSync): StatefulSetStatus {
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
export function setProgressing(status: StatefulSetStatus, progressing: boolean, reason: string, message: string): void {
  const condition: JsonObject = { type: 'Progressing', status: progressing ? 'True' : 'False', reason, message }
  status.conditions = [...status.conditions.filter((each) => (each as JsonObject)['type'] !== 'Progressing'), condition]
}

/** S-12k: writes the status if it changed; an update that is complete is completed in it (S-44). */
export function writeStatus(sync: StatefulSetSync, status: StatefulSetStatus): void {
  const { spec, set, revisions, behaviour } = sync
  let currentRevision = revisions.current.metadata.name
  const updateRevision = revisions.update.metadata.name
  const complete =
    status.updatedReplicas === spec.replicas &&
    status.readyReplicas === spec.replicas &&
    status.replicas === spec.replicas
  if (complete && (behaviour.completesEveryStrategy || spec.strategy === 'RollingUpdate')) {
    currentRevision = updateRevision
    status.currentReplicas = status.updatedReplicas
    const recreating =
      spec.strategy === 'Recreate' &&
      status.conditions.some((condition) => (condition as JsonObject)['type'] === 'Progressing')
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
