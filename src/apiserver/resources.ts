/**
 * The names by which kubectl knows kinds: `sts`, `statefulset`, `statefulsets`, `statefulsets.apps`,
 * `statefulsets.v1.apps`.
 */

import { kinds, type Kind } from '../kubernetes/kinds.js'

/** What kubectl has to know of a kind; a custom one, too. */
export type Resource = Pick<Kind, 'kind' | 'plural' | 'group' | 'version' | 'shortNames' | 'namespaced'>

/** What `kubectl delete all` means of the kinds above. */
const categoryAll = [
  'Pod',
  'ReplicationController',
  'Service',
  'DaemonSet',
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'HorizontalPodAutoscaler',
  'CronJob',
  'Job',
]

/** The resources that a word names: one, or several for a category; undefined for a word that no server knows. */
export function resourcesNamed(word: string): readonly Resource[] | undefined {
  const name = word.toLowerCase()
  if (name === 'all') return categoryAll.flatMap((kind) => kinds.filter((resource) => resource.kind === kind))
  const found = kinds.find((resource) => namesOf(resource).includes(name))
  return found === undefined ? undefined : [found]
}

function namesOf(resource: Resource): string[] {
  const plain = [resource.plural, resource.kind.toLowerCase(), ...resource.shortNames]
  const { group, version } = resource
  return group === ''
    ? [...plain, ...plain.map((name) => `${name}.${version}.`)]
    : [...plain, ...plain.flatMap((name) => [`${name}.${group}`, `${name}.${version}.${group}`])]
}

/** The resource of a manifest; a kind that is not in the table is taken to be a custom one. */
export function resourceOf(apiVersion: string, kind: string): Resource {
  const [version = 'v1', group = ''] = apiVersion.split('/').reverse()
  const known = kinds.find((resource) => resource.kind === kind && resource.group === group)
  return known ?? { kind, plural: `${kind.toLowerCase()}s`, group, version, shortNames: [], namespaced: true }
}

/** How kubectl prints an object: `statefulset.apps/web`. */
export function printedName(resource: Resource, name: string): string {
  return `${printedKind(resource)}/${name}`
}

/** How kubectl prints a kind: `statefulset.apps`. */
export function printedKind(resource: Resource): string {
  return resource.group === '' ? resource.kind.toLowerCase() : `${resource.kind.toLowerCase()}.${resource.group}`
}

export { qualifiedPlural } from '../kubernetes/kinds.js'
