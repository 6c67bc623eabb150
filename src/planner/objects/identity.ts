/** Whose an object is, as events and plans say it: known here, so that nobody has to guess it from a name. */
import { ordinalOf, splitOrdinal } from '../../kubernetes/ordinals.js'
import type { Cluster, ObjectMeta, OwnerReference, Pod } from '../cluster.js'
import type { PlanEvent } from '../plan.js'
import { objectKey } from './keys.js'
import { controllerOf } from './owners.js'

/** The set that a reference names: `StatefulSet/web`; undefined for any other owner. */
function setOfOwner(owner: OwnerReference | undefined): string | undefined {
  const { kind, name, apiVersion = 'apps/v1' } = owner ?? { kind: '', name: '' }
  return (kind === 'StatefulSet' || kind === 'DaemonSet') && apiVersion.startsWith('apps/')
    ? `${kind}/${name}`
    : undefined
}

/** A pod's set, with its ordinal there or the node that it is for. */
export function podIdentity(
  pod: Pod,
  owner: OwnerReference | undefined = controllerOf(pod),
): Pick<PlanEvent, 'set' | 'ordinal' | 'node'> {
  const set = setOfOwner(owner)
  if (set === undefined || owner === undefined) return {}
  if (owner.kind === 'StatefulSet') {
    const ordinal = ordinalOf(owner.name, pod.metadata.name)
    return { set, ...(ordinal === undefined ? {} : { ordinal }) }
  }
  const node = pod.targetNode ?? pod.nodeName
  return { set, ...(node === undefined ? {} : { node }) }
}

/** The set that a revision is of. */
export function revisionIdentity(
  revision: { readonly metadata: ObjectMeta },
  owner: OwnerReference | undefined = controllerOf(revision),
): Pick<PlanEvent, 'set'> {
  const set = setOfOwner(owner)
  return set === undefined ? {} : { set }
}

/**
 * The set, the template and the ordinal of a claim. Nothing in a claim says it: a StatefulSet takes what has the right
 * name (S-71, S-73), and so does this, with the templates of the sets that are or were there.
 */
export function claimIdentity(
  cluster: Cluster,
  { name, namespace }: Pick<ObjectMeta, 'name' | 'namespace'>,
): Pick<PlanEvent, 'set' | 'template' | 'ordinal'> {
  const parts = splitOrdinal(name)
  const origin = parts === undefined ? undefined : cluster.index.claimStems.get(objectKey(namespace, parts.stem))
  return parts === undefined || origin === undefined
    ? {}
    : { set: `StatefulSet/${origin.set}`, ordinal: parts.ordinal, template: origin.template }
}
