import type { ObjectMeta, OwnerReference } from '../cluster.js'

/** The owner that controls an object (at most one has `controller: true`). */
export function controllerOf(object: { readonly metadata: ObjectMeta }): OwnerReference | undefined {
  return object.metadata.ownerReferences.find((owner) => owner.controller === true)
}

/** The reference that a controller writes on what it makes: `controller` and `blockOwnerDeletion` are true. */
export function controllerReference(owner: { readonly kind: string; readonly metadata: ObjectMeta }): OwnerReference {
  return {
    apiVersion: owner.kind === 'Pod' ? 'v1' : 'apps/v1',
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  }
}
