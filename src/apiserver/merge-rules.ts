/**
 * How the lists and maps of an object are merged: the `patchStrategy` and `patchMergeKey` tags of the Go structs that
 * our kinds reach (k8s.io/api core/v1, apps/v1, policy/v1, apimachinery meta/v1). They have been the same from 1.29 to
 * 1.37. A list that is not named here is atomic; a map that is not named is merged key by key.
 */
import { entryOf } from '../kubernetes/json.js'

/** How one field is merged. */
export interface MergeRule {
  /** The struct that the field (or each item of it) holds; none where nothing below it has a rule. */
  readonly type?: string
  /**
   * `merge`: a list's items are matched by `key`, or as values where there is no key. `replace`: the map is taken as a
   * whole.
   */
  readonly strategy?: 'merge' | 'replace'
  readonly key?: string
  /** A patch of an item also says which of the item's keys stay (a volume has one source only). */
  readonly retainKeys?: true
}

type Rules = Readonly<Record<string, MergeRule>>

const by = (key: string, type?: string): MergeRule => ({ strategy: 'merge', key, type })
const of = (type: string): MergeRule => ({ type })

const container: Rules = {
  ports: by('containerPort'),
  env: by('name'),
  volumeMounts: by('mountPath'),
  volumeDevices: by('devicePath'),
}

const conditions: Rules = { conditions: by('type') }

const structs: Readonly<Record<string, Rules>> = {
  ObjectMeta: { ownerReferences: by('uid'), finalizers: { strategy: 'merge' } },
  PodTemplateSpec: { metadata: of('ObjectMeta'), spec: of('PodSpec') },
  PodSpec: {
    volumes: { ...by('name', 'Volume'), retainKeys: true },
    initContainers: by('name', 'Container'),
    containers: by('name', 'Container'),
    ephemeralContainers: by('name', 'Container'),
    imagePullSecrets: by('name'),
    hostAliases: by('ip'),
    topologySpreadConstraints: by('topologyKey'),
    schedulingGates: by('name'),
    resourceClaims: { ...by('name'), retainKeys: true },
    evictionResponders: by('name'),
  },
  Container: container,
  Volume: { ephemeral: of('EphemeralVolumeSource') },
  EphemeralVolumeSource: { volumeClaimTemplate: of('PersistentVolumeClaimTemplate') },
  PersistentVolumeClaimTemplate: { metadata: of('ObjectMeta') },
  WorkloadSpec: { template: of('PodTemplateSpec') },
  DeploymentSpec: { template: of('PodTemplateSpec'), strategy: { retainKeys: true } },
  ServiceSpec: { ports: by('port') },
  NodeSpec: { podCIDRs: { strategy: 'merge' } },
  NodeStatus: { ...conditions, addresses: by('type') },
  PodDisruptionBudgetSpec: { selector: { strategy: 'replace' } },
  Conditions: conditions,
}

const metadata: MergeRule = of('ObjectMeta')
const status: MergeRule = of('Conditions')

const kinds: Readonly<Record<string, Rules>> = {
  StatefulSet: { metadata, spec: of('WorkloadSpec'), status },
  DaemonSet: { metadata, spec: of('WorkloadSpec'), status },
  ReplicaSet: { metadata, spec: of('WorkloadSpec'), status },
  Deployment: { metadata, spec: of('DeploymentSpec'), status },
  Job: { metadata, spec: of('WorkloadSpec'), status },
  Pod: { metadata, spec: of('PodSpec'), status },
  PersistentVolumeClaim: { metadata, status },
  Service: { metadata, spec: of('ServiceSpec'), status },
  ServiceAccount: { metadata, secrets: by('name') },
  Node: { metadata, spec: of('NodeSpec'), status: of('NodeStatus') },
  PodDisruptionBudget: { metadata, spec: of('PodDisruptionBudgetSpec'), status },
  HorizontalPodAutoscaler: { metadata, status },
}

/** The rules of one struct, by field name. */
export type MergeRules = Rules

/** The rules at the root of an object. */
export function mergeRulesOf(kind: string): MergeRules {
  return entryOf(kinds, kind) ?? { metadata }
}

/** The rules below a field. */
export function rulesBelow(rules: MergeRules, field: string): MergeRules {
  const type = ruleFor(rules, field).type
  return (type === undefined ? undefined : structs[type]) ?? {}
}

const noRule: MergeRule = {}

/** The rule of a field. */
export function ruleFor(rules: MergeRules, field: string): MergeRule {
  return entryOf(rules, field) ?? noRule
}
