/**
 * The names by which kubectl knows kinds: `sts`, `statefulset`, `statefulsets`, `statefulsets.apps`,
 * `statefulsets.v1.apps`.
 */

export interface Resource {
  readonly kind: string
  /** As the API calls it: `statefulsets`. */
  readonly plural: string
  /** Empty for the core group. */
  readonly group: string
  readonly version: string
  readonly shortNames: readonly string[]
  readonly namespaced: boolean
}

const row = (
  kind: string,
  plural: string,
  group: string,
  version: string,
  shortNames: readonly string[] = [],
  namespaced = true,
): Resource => ({
  kind,
  plural,
  group,
  version,
  shortNames,
  namespaced,
})

const resources: readonly Resource[] = [
  row('Pod', 'pods', '', 'v1', ['po']),
  row('Node', 'nodes', '', 'v1', ['no'], false),
  row('PersistentVolumeClaim', 'persistentvolumeclaims', '', 'v1', ['pvc']),
  row('StatefulSet', 'statefulsets', 'apps', 'v1', ['sts']),
  row('DaemonSet', 'daemonsets', 'apps', 'v1', ['ds']),
  row('Deployment', 'deployments', 'apps', 'v1', ['deploy']),
  row('ReplicaSet', 'replicasets', 'apps', 'v1', ['rs']),
  row('ControllerRevision', 'controllerrevisions', 'apps', 'v1'),
  row('Service', 'services', '', 'v1', ['svc']),
  row('ConfigMap', 'configmaps', '', 'v1', ['cm']),
  row('Secret', 'secrets', '', 'v1'),
  row('ServiceAccount', 'serviceaccounts', '', 'v1', ['sa']),
  row('Namespace', 'namespaces', '', 'v1', ['ns'], false),
  row('PersistentVolume', 'persistentvolumes', '', 'v1', ['pv'], false),
  row('ReplicationController', 'replicationcontrollers', '', 'v1', ['rc']),
  row('Endpoints', 'endpoints', '', 'v1', ['ep']),
  row('LimitRange', 'limitranges', '', 'v1', ['limits']),
  row('ResourceQuota', 'resourcequotas', '', 'v1', ['quota']),
  row('PodTemplate', 'podtemplates', '', 'v1'),
  row('PodDisruptionBudget', 'poddisruptionbudgets', 'policy', 'v1', ['pdb']),
  row('HorizontalPodAutoscaler', 'horizontalpodautoscalers', 'autoscaling', 'v2', ['hpa']),
  row('Job', 'jobs', 'batch', 'v1'),
  row('CronJob', 'cronjobs', 'batch', 'v1', ['cj']),
  row('Ingress', 'ingresses', 'networking.k8s.io', 'v1', ['ing']),
  row('NetworkPolicy', 'networkpolicies', 'networking.k8s.io', 'v1', ['netpol']),
  row('StorageClass', 'storageclasses', 'storage.k8s.io', 'v1', ['sc'], false),
  row('PriorityClass', 'priorityclasses', 'scheduling.k8s.io', 'v1', ['pc'], false),
  row('Role', 'roles', 'rbac.authorization.k8s.io', 'v1'),
  row('RoleBinding', 'rolebindings', 'rbac.authorization.k8s.io', 'v1'),
  row('ClusterRole', 'clusterroles', 'rbac.authorization.k8s.io', 'v1', [], false),
  row('ClusterRoleBinding', 'clusterrolebindings', 'rbac.authorization.k8s.io', 'v1', [], false),
  row('CustomResourceDefinition', 'customresourcedefinitions', 'apiextensions.k8s.io', 'v1', ['crd', 'crds'], false),
]

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
  if (name === 'all') return categoryAll.flatMap((kind) => resources.filter((resource) => resource.kind === kind))
  const found = resources.find((resource) => namesOf(resource).includes(name))
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
  const known = resources.find((resource) => resource.kind === kind && resource.group === group)
  return known ?? row(kind, `${kind.toLowerCase()}s`, group, version)
}

/** How kubectl prints an object: `statefulset.apps/web`. */
export function printedName(resource: Resource, name: string): string {
  return `${printedKind(resource)}/${name}`
}

/** How kubectl prints a kind: `statefulset.apps`. */
export function printedKind(resource: Resource): string {
  return resource.group === '' ? resource.kind.toLowerCase() : `${resource.kind.toLowerCase()}.${resource.group}`
}

/** How the server names a resource in its errors: `statefulsets.apps`. */
export function qualifiedPlural(resource: Resource): string {
  return resource.group === '' ? resource.plural : `${resource.plural}.${resource.group}`
}
