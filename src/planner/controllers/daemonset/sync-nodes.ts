/** syncNodes: the controller's only way to create and delete pods (D-10 to D-13, D-16). */
import { asList, asObject, asString, setEntry, type JsonObject } from '../../../kubernetes/json.js'
import { daemonPodTolerations } from '../../../kubernetes/taints.js'
import type { Cluster, Pod, WorkloadSet } from '../../cluster.js'
import type { PlanEvent } from '../../plan.js'
import { createPod, deletePod, inGroup } from '../../store/index.js'
import { templateGenerationLabel } from '../../objects/daemonset/pods.js'
import { controllerReference, memoryOf, remember, revisionLabel } from '../../objects/index.js'

/** At most so many creations and so many deletions in one sync. */
export const burstReplicas = 250

export interface PodCreation {
  readonly node: string
  readonly choice?: PlanEvent['choice']
  readonly why?: string
}

export interface PodDeletion {
  readonly pod: Pod
  readonly choice?: PlanEvent['choice']
  readonly why?: string
}

/** What came of a call of syncNodes. */
export interface Written {
  readonly anything: boolean
  /** A deleted pod was gone at once: it was not bound, or had failed. */
  readonly vanished: boolean
}

/** What new pods are made of. */
export interface PodMould {
  readonly hash: string
  readonly templateGeneration: string | undefined
}

/**
 * Creates, in batches of 1, 2, 4 …, then deletes, all at once. Which node comes in which batch is not defined, so the
 * creations are one group.
 */
export function syncNodes(
  cluster: Cluster,
  set: WorkloadSet,
  mould: PodMould,
  creations: readonly PodCreation[],
  deletions: readonly PodDeletion[],
): Written {
  together(cluster, creations.slice(0, burstReplicas), (creation) => createDaemonPod(cluster, set, mould, creation))
  together(cluster, deletions.slice(0, burstReplicas), ({ pod, choice, why }) =>
    deletePod(cluster, pod, { note: note(choice, why) }),
  )
  return {
    anything: creations.length + deletions.length > 0,
    vanished: deletions.some(({ pod }) => pod.removed === true),
  }
}

function together<T>(cluster: Cluster, items: readonly T[], act: (item: T) => void): void {
  if (items.length === 1) items.forEach(act)
  else if (items.length > 1) inGroup(cluster, () => items.forEach(act))
}

function note(choice: PlanEvent['choice'], why: string | undefined): { choice?: PlanEvent['choice']; why?: string } {
  return { ...(choice === undefined ? {} : { choice }), ...(why === undefined ? {} : { why }) }
}

function createDaemonPod(
  cluster: Cluster,
  set: WorkloadSet,
  mould: PodMould,
  { node, choice, why }: PodCreation,
): void {
  const { name, namespace } = set.metadata
  const form = remember(cluster, forms, asObject(set.spec['template']), createPodTemplate)
  createPod(
    cluster,
    {
      name: `${name}@${node}`,
      namespace,
      labels: {
        ...form.labels,
        ...(mould.templateGeneration === undefined ? {} : { [templateGenerationLabel]: mould.templateGeneration }),
        [revisionLabel]: mould.hash,
      },
      annotations: form.annotations,
      finalizers: form.finalizers,
      ownerReferences: [controllerReference(set)],
      spec: form.spec,
      targetNode: node,
    },
    note(choice, why),
  )
}

interface PodForm {
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
  readonly finalizers: readonly string[]
  readonly spec: JsonObject
}

const forms = memoryOf<JsonObject, PodForm>("what a DaemonSet's template makes of every pod")

/**
 * The node affinity that pins a pod to its node is not written out: `targetNode` stands for it
 * (D-11).
 */
function createPodTemplate(template: JsonObject): PodForm {
  const metadata = asObject(template['metadata'])
  const spec = asObject(template['spec'])
  return {
    labels: strings(metadata['labels']),
    annotations: strings(metadata['annotations']),
    finalizers: asList(metadata['finalizers']).flatMap((item) => (typeof item === 'string' ? [item] : [])),
    spec: { ...spec, tolerations: daemonPodTolerations(spec).map((toleration) => ({ ...toleration })) },
  }
}

function strings(value: JsonObject[string]): Record<string, string> {
  const read: Record<string, string> = {}
  for (const [key, text] of Object.entries(asObject(value))) setEntry(read, key, asString(text) ?? '')
  return read
}
