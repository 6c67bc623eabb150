/** Objects as events, findings and states show them. */
import type { ObjectMeta } from '../cluster.js'

/** `StatefulSet/web`, with the namespace in between where it is not `default`. */
export function shownObject(object: { readonly kind: string; readonly metadata: ObjectMeta }): string {
  const { name, namespace } = object.metadata
  return namespace === 'default' ? `${object.kind}/${name}` : `${object.kind}/${namespace}/${name}`
}

/** The namespace as an event shows it: only where it is not `default`. */
export function shownNamespace(namespace: string): { namespace?: string } {
  return namespace === 'default' ? {} : { namespace }
}

/**
 * A DaemonSet's pods have random names; here they are called `<set>@<node>`, the second of them at one time
 * `<set>@<node>#2`.
 */
export function shownPodName(name: string): string {
  return name.replace(/#\d+$/, '')
}

/** A text in which pods may be named, without the numbers of `shownPodName`. */
export function withShownPodNames(text: string): string {
  return text.replace(/(@[^\s"'#@]+)#\d+/g, '$1')
}

/** Owners as events and plans show them: `Kind/name`, sorted. */
export function shownOwners(metadata: ObjectMeta): string[] {
  return metadata.ownerReferences.map((owner) => `${owner.kind}/${owner.name}`).sort()
}
