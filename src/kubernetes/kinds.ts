/**
 * The kinds of Kubernetes' own that Rollcast meets: what the API and kubectl call them, which versions serve them, and
 * where they hold a pod template. One table for all rooms. The versions that are gone are those of Kubernetes'
 * deprecation guide; which of them a server still decodes is what pkg/apis/GROUP/install registers.
 */
import type { FieldPath } from './field-path.js'
import { asObject, asString, valueAt, type JsonObject } from './json.js'

/** A version under which the API server once served a kind. */
export interface GoneVersion {
  readonly apiVersion: string
  /** The first minor version that serves it no more: 16 for 1.16. */
  readonly goneIn: number
  /** The first minor version whose server cannot even decode it; left out: all of them can. */
  readonly forgottenIn?: number
}

/** What is to be known of a kind. */
export interface Kind<Name extends string = string> {
  readonly kind: Name
  /** Empty for the core group. */
  readonly group: string
  /** The version that kubectl takes by itself, without its group: `v1`. */
  readonly version: string
  /** As the API calls it: `statefulsets`. */
  readonly plural: string
  readonly shortNames: readonly string[]
  readonly namespaced: boolean
  /** The versions, each with its group, that all servers from 1.29 on serve, the preferred one first. */
  readonly served: readonly string[]
  readonly gone: readonly GoneVersion[]
  /** Where the pod template stands; for a Pod, which is one itself, the empty path. */
  readonly podTemplate?: FieldPath
  /** Whether `kubectl scale` sets its `spec.replicas`. */
  readonly isScalable: boolean
}

/** The kinds that Rollcast decodes, defaults and validates as the API server does. */
export const answeredKinds = [
  'StatefulSet',
  'DaemonSet',
  'Service',
  'PersistentVolumeClaim',
  'PodDisruptionBudget',
  'HorizontalPodAutoscaler',
] as const
export type AnsweredKind = (typeof answeredKinds)[number]

/** The kinds that Rollcast plans. */
export const setKinds = ['StatefulSet', 'DaemonSet'] as const
export type SetKind = (typeof setKinds)[number]

type More = Partial<Pick<Kind, 'shortNames' | 'namespaced' | 'gone' | 'podTemplate' | 'isScalable'>> & {
  /** Further versions that are served, by their preference. */
  readonly also?: readonly string[]
}

function row<Name extends string>(
  apiVersion: string,
  kind: Name,
  plural: string,
  { also = [], ...more }: More = {},
): Kind<Name> {
  const [version = '', group = ''] = apiVersion.split('/').reverse()
  const defaults = { shortNames: [], namespaced: true, gone: [], isScalable: false }
  return { ...defaults, kind, group, version, plural, served: [apiVersion, ...also], ...more }
}

function gone(apiVersion: string, goneIn: number, forgottenIn?: number): GoneVersion {
  return { apiVersion, goneIn, ...(forgottenIn === undefined ? {} : { forgottenIn }) }
}

const podTemplate = ['spec', 'template']
const [beta1, beta2, extensions] = [gone('apps/v1beta1', 16), gone('apps/v1beta2', 16), gone('extensions/v1beta1', 16)]

const table = [
  row('v1', 'Pod', 'pods', { shortNames: ['po'], podTemplate: [] }),
  row('v1', 'Node', 'nodes', { shortNames: ['no'], namespaced: false }),
  row('v1', 'PersistentVolumeClaim', 'persistentvolumeclaims', { shortNames: ['pvc'] }),
  row('apps/v1', 'StatefulSet', 'statefulsets', {
    shortNames: ['sts'],
    gone: [beta2, beta1],
    podTemplate,
    isScalable: true,
  }),
  row('apps/v1', 'DaemonSet', 'daemonsets', { shortNames: ['ds'], gone: [beta2, extensions], podTemplate }),
  row('apps/v1', 'Deployment', 'deployments', {
    shortNames: ['deploy'],
    gone: [beta2, beta1, extensions],
    podTemplate,
    isScalable: true,
  }),
  row('apps/v1', 'ReplicaSet', 'replicasets', {
    shortNames: ['rs'],
    gone: [beta2, extensions],
    podTemplate,
    isScalable: true,
  }),
  row('apps/v1', 'ControllerRevision', 'controllerrevisions', { gone: [beta2, beta1] }),
  row('v1', 'Service', 'services', { shortNames: ['svc'] }),
  row('v1', 'ConfigMap', 'configmaps', { shortNames: ['cm'] }),
  row('v1', 'Secret', 'secrets'),
  row('v1', 'ServiceAccount', 'serviceaccounts', { shortNames: ['sa'] }),
  row('v1', 'Namespace', 'namespaces', { shortNames: ['ns'], namespaced: false }),
  row('v1', 'PersistentVolume', 'persistentvolumes', { shortNames: ['pv'], namespaced: false }),
  row('v1', 'ReplicationController', 'replicationcontrollers', { shortNames: ['rc'], podTemplate, isScalable: true }),
  row('v1', 'Endpoints', 'endpoints', { shortNames: ['ep'] }),
  row('v1', 'LimitRange', 'limitranges', { shortNames: ['limits'] }),
  row('v1', 'ResourceQuota', 'resourcequotas', { shortNames: ['quota'] }),
  row('v1', 'PodTemplate', 'podtemplates', { podTemplate: ['template'] }),
  row('policy/v1', 'PodDisruptionBudget', 'poddisruptionbudgets', {
    shortNames: ['pdb'],
    gone: [gone('policy/v1beta1', 25)],
  }),
  row('autoscaling/v2', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers', {
    shortNames: ['hpa'],
    also: ['autoscaling/v1'],
    gone: [gone('autoscaling/v2beta2', 26, 36), gone('autoscaling/v2beta1', 25, 36)],
  }),
  row('batch/v1', 'Job', 'jobs', { podTemplate }),
  row('batch/v1', 'CronJob', 'cronjobs', {
    shortNames: ['cj'],
    gone: [gone('batch/v1beta1', 25)],
    podTemplate: ['spec', 'jobTemplate', ...podTemplate],
  }),
  row('networking.k8s.io/v1', 'Ingress', 'ingresses', {
    shortNames: ['ing'],
    gone: [gone('networking.k8s.io/v1beta1', 22), gone('extensions/v1beta1', 22)],
  }),
  row('networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicies', { shortNames: ['netpol'], gone: [extensions] }),
  row('storage.k8s.io/v1', 'StorageClass', 'storageclasses', { shortNames: ['sc'], namespaced: false }),
  row('scheduling.k8s.io/v1', 'PriorityClass', 'priorityclasses', { shortNames: ['pc'], namespaced: false }),
  row('rbac.authorization.k8s.io/v1', 'Role', 'roles'),
  row('rbac.authorization.k8s.io/v1', 'RoleBinding', 'rolebindings'),
  row('rbac.authorization.k8s.io/v1', 'ClusterRole', 'clusterroles', { namespaced: false }),
  row('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', 'clusterrolebindings', { namespaced: false }),
  row('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'customresourcedefinitions', {
    shortNames: ['crd', 'crds'],
    namespaced: false,
  }),
]

/** The name of one of them. */
export type KindName = (typeof table)[number]['kind']

/** All of them, in the order in which kubectl's words are looked up. */
export const kinds: readonly Kind[] = table

const byName = new Map(kinds.map((kind) => [kind.kind, kind]))

/** Kubernetes' own kind of a name, in whatever group and version. */
export function kindNamed(kind: string): Kind | undefined {
  return byName.get(kind)
}

/**
 * The kind that an apiVersion and a kind name, also under a version that is gone; undefined for a custom one, which may
 * be called as one of Kubernetes' own is (a StatefulSet of apps.kruise.io).
 */
export function kindOf(apiVersion: string, kind: string): Kind | undefined {
  const known = byName.get(kind)
  if (known === undefined) return undefined
  const group = groupOf(apiVersion)
  return group === known.group || known.gone.some((version) => groupOf(version.apiVersion) === group)
    ? known
    : undefined
}

/** Whether the servers of today serve a kind under an apiVersion. */
export function isServed(apiVersion: string, kind: string): boolean {
  return byName.get(kind)?.served.includes(apiVersion) === true
}

/** The kind that Rollcast answers for as the server does; undefined for any other, and for a version not served. */
export function answeredKindOf({ apiVersion, kind }: JsonObject): AnsweredKind | undefined {
  const found = answeredKinds.find((known) => known === kind)
  return found !== undefined && isServed(asString(apiVersion) ?? '', found) ? found : undefined
}

/**
 * The Go struct that an object decodes into: `apps/v1.StatefulSet`, `core/v1.Service`; undefined for a kind that
 * Rollcast does not answer for.
 */
export function rootType(apiVersion: string, kind: string): string | undefined {
  return answeredKindOf({ apiVersion, kind }) === undefined ? undefined : goName(apiVersion, kind)
}

function goName(apiVersion: string, kind: string): string {
  return `${groupOf(apiVersion) === '' ? `core/${apiVersion}` : apiVersion}.${kind}`
}

/** Every apiVersion and kind that Rollcast answers for, with its Go struct: what schemas and types are made of. */
export const answeredTypes: readonly { apiVersion: string; kind: AnsweredKind; type: string }[] = answeredKinds.flatMap(
  (kind) =>
    [...(kindNamed(kind)?.served ?? [])]
      .sort()
      .map((apiVersion) => ({ apiVersion, kind, type: goName(apiVersion, kind) })),
)

/**
 * The kind that an object is meant to be, if Rollcast answers for it: also under a version or a group that no server
 * serves it in. A group without a dot is Kubernetes' own (a CustomResourceDefinition's has one), so whoever names it
 * asks for no custom kind.
 */
export function meantKindOf({ apiVersion, kind }: JsonObject): AnsweredKind | undefined {
  const group = groupOf(asString(apiVersion) ?? '')
  return group.includes('.') ? undefined : answeredKinds.find((known) => known === kind)
}

/** Tells whether an object is a StatefulSet or a DaemonSet of Kubernetes' own, in whatever version. */
export function isSet({ apiVersion, kind }: JsonObject): boolean {
  return setKinds.some((known) => known === kind) && kindOf(asString(apiVersion) ?? '', String(kind)) !== undefined
}

/** The pod template of an object: metadata and spec of its pods; undefined where its kind has none. */
export function podTemplateOf(object: JsonObject): JsonObject | undefined {
  const path = kindOf(asString(object.apiVersion) ?? '', asString(object.kind) ?? '')?.podTemplate
  return path === undefined ? undefined : asObject(valueAt(object, path))
}

/** `apps/v1` → `apps`; empty for the core group. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/')
  return slash === -1 ? '' : apiVersion.slice(0, slash)
}

/** How a refusal names a kind: `StatefulSet.apps`, `Service`. */
export function qualifiedKind({ kind, group }: Pick<Kind, 'kind' | 'group'>): string {
  return group === '' ? kind : `${kind}.${group}`
}

/** How the store names a kind: `statefulsets.apps`, `services`. */
export function qualifiedPlural({ plural, group }: Pick<Kind, 'plural' | 'group'>): string {
  return group === '' ? plural : `${plural}.${group}`
}
