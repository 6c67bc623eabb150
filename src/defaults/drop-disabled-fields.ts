/**
 * Fields of a pod template that the server drops while their feature gate is off: pkg/api/pod/util.go,
 * dropDisabledFields.
 */
import type { JsonObject } from '../kubernetes/json.js'
import type { Target } from '../kubernetes/target.js'
import { objectsAt, pointerAt, unset } from './go-value.js'
import {
  containersOf,
  eachContainer,
  eachHttpGet,
  eachProbe,
  imageVolumesInUse,
  dropImageVolumes,
  maybeAt,
} from './pod-parts.js'
import { dropUserFields, userFieldsInUse } from './volume-user-fields.js'

/** A field under a gate: it is dropped where the gate is off, unless the stored object already uses it. */
interface GatedField {
  readonly gate: string
  /** The minor version that brought gate and drop; before it the field was left to validation. */
  readonly since?: number
  inUse(old: JsonObject): boolean
  drop(spec: JsonObject, target: Target): void
}

/** A field of the PodSpec itself. */
const specField = (gate: string, name: string): GatedField => ({
  gate,
  inUse: (old) => isSet(old[name]),
  drop: (spec) => unset(spec, name),
})

/** A field of the pod's securityContext. */
const securityField = (gate: string, name: string): GatedField => ({
  gate,
  inUse: (old) => isSet(pointerAt(old, 'securityContext')?.[name]),
  drop: (spec) => unset(pointerAt(spec, 'securityContext'), name),
})

/** A field of some objects inside the spec. */
const fieldOf = (gate: string, owners: (spec: JsonObject) => JsonObject[], ...names: string[]): GatedField => ({
  gate,
  inUse: (old) => owners(old).some((owner) => names.some((name) => isSet(owner[name]))),
  drop: (spec) => owners(spec).forEach((owner) => names.forEach((name) => unset(owner, name))),
})

const volumeMounts = (spec: JsonObject) =>
  containersOf(spec).flatMap((container) => objectsAt(container, 'volumeMounts'))
const spreadConstraints = (spec: JsonObject) => objectsAt(spec, 'topologySpreadConstraints')
const projectedSources = (spec: JsonObject) =>
  objectsAt(spec, 'volumes').flatMap((volume) => objectsAt(pointerAt(volume, 'projected'), 'sources'))

const gatedFields: readonly GatedField[] = [
  specField('UserNamespacesSupport', 'hostUsers'),
  specField('PodSchedulingReadiness', 'schedulingGates'),
  securityField('SupplementalGroupsPolicy', 'supplementalGroupsPolicy'),
  {
    ...specField('PodLevelResources', 'resources'),
    inUse: (old) =>
      ['requests', 'limits'].some((name) => Object.keys(pointerAt(pointerAt(old, 'resources'), name) ?? {}).length > 0),
  },
  {
    gate: 'ProcMountType',
    inUse: (old) => procMounts(old).some((context) => context['procMount'] !== 'Default'),
    drop: (spec) => procMounts(spec).forEach((context) => (context['procMount'] = 'Default')),
  },
  fieldOf('MinDomainsInPodTopologySpread', spreadConstraints, 'minDomains'),
  fieldOf('NodeInclusionPolicyInPodTopologySpread', spreadConstraints, 'nodeTaintsPolicy'),
  fieldOf('NodeInclusionPolicyInPodTopologySpread', spreadConstraints, 'nodeAffinityPolicy'),
  fieldOf('MatchLabelKeysInPodTopologySpread', spreadConstraints, 'matchLabelKeys'),
  fieldOf('MatchLabelKeysInPodAffinity', affinityTerms, 'matchLabelKeys', 'mismatchLabelKeys'),
  {
    gate: 'DynamicResourceAllocation',
    inUse: (old) => isSet(old['resourceClaims']),
    drop: (spec) => {
      delete spec['resourceClaims']
      for (const container of containersOf(spec)) unset(pointerAt(container, 'resources'), 'claims')
    },
  },
  fieldOf('ClusterTrustBundleProjection', projectedSources, 'clusterTrustBundle'),
  fieldOf('PodCertificateRequest', projectedSources, 'podCertificate'),
  { gate: 'AtomicWriteVolumeUserFields', inUse: userFieldsInUse, drop: dropUserFields },
  fieldOf('GenericWorkload', (spec) => [spec], 'workloadRef', 'schedulingGroup'),
  fieldOf('GRPCContainerProbeTLS', (spec) => eachProbe(spec).flatMap((probe) => maybeAt(probe, 'grpc')), 'mode'),
  specField('EvictionRequestAPI', 'evictionResponders'),
  {
    gate: 'InPlacePodVerticalScaling',
    inUse: (old) =>
      eachContainer(old, 'containers', 'initContainers').some((container) => isSet(container['resizePolicy'])),
    drop: (spec) => containersOf(spec).forEach((container) => delete container['resizePolicy']),
  },
  {
    gate: 'SidecarContainers',
    inUse: (old) => eachContainer(old, 'initContainers').some((container) => container['restartPolicy'] === 'Always'),
    drop: (spec) => eachContainer(spec, 'initContainers').forEach((container) => delete container['restartPolicy']),
  },
  { gate: 'ContainerRestartRules', since: 34, inUse: restartRulesInUse, drop: dropRestartRules },
  fieldOf('RecursiveReadOnlyMounts', volumeMounts, 'recursiveReadOnly'),
  fieldOf(
    'EmptyDirVolumeMode',
    (spec) => objectsAt(spec, 'volumes').flatMap((volume) => maybeAt(volume, 'emptyDir')),
    'mode',
  ),
  fieldOf('VolumeBindMountOptions', volumeMounts, 'bindMountOptions'),
  specField('HostnameOverride', 'hostnameOverride'),
  fieldOf(
    'EnvFiles',
    (spec) =>
      containersOf(spec).flatMap((container) =>
        objectsAt(container, 'env').flatMap((variable) => maybeAt(variable, 'valueFrom')),
      ),
    'fileKeyRef',
  ),
  {
    gate: 'PodLifecycleSleepAction',
    inUse: (old) => handlers(old).some((handler) => isSet(handler['sleep'])),
    drop: dropSleep,
  },
  { gate: 'ImageVolume', inUse: imageVolumesInUse, drop: dropImageVolumes },
  securityField('SELinuxChangePolicy', 'seLinuxChangePolicy'),
  {
    gate: 'ContainerStopSignals',
    inUse: (old) => lifecycles(old).some((lifecycle) => isSet(lifecycle['stopSignal'])),
    drop: dropStopSignals,
  },
  fieldOf('H2CContainerProbe', eachHttpGet, 'protocol'),
  {
    gate: 'AppArmorFields',
    inUse: (old) => securityContexts(old).some((context) => isSet(context['appArmorProfile'])),
    drop: (spec) => securityContexts(spec).forEach((context) => delete context['appArmorProfile']),
  },
]

/**
 * Drops the fields of a pod template whose gates are off, in place. `old` is the stored template that an update
 * replaces.
 */
export function dropDisabledTemplateFields(template: JsonObject, target: Target, old: JsonObject | undefined): void {
  const spec = pointerAt(template, 'spec') ?? {}
  const oldSpec = pointerAt(old, 'spec') ?? {}
  for (const field of gatedFields) {
    if (target.gates[field.gate] === true || target.version.minor < (field.since ?? 0)) continue
    if (!field.inUse(oldSpec)) field.drop(spec, target)
  }
  const annotations = pointerAt(pointerAt(template, 'metadata'), 'annotations')
  for (const name of deadAnnotations) unset(annotations, name)
}

/** DropInitContainerAnnotations: they stood for init containers up to 1.8. */
const deadAnnotations = ['init-containers', 'init-container-statuses'].flatMap((name) => [
  `pod.beta.kubernetes.io/${name}`,
  `pod.alpha.kubernetes.io/${name}`,
])

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0)
}

function securityContexts(spec: JsonObject): JsonObject[] {
  return [spec, ...containersOf(spec)].flatMap((owner) => maybeAt(owner, 'securityContext'))
}

function procMounts(spec: JsonObject): JsonObject[] {
  return containersOf(spec)
    .flatMap((container) => maybeAt(container, 'securityContext'))
    .filter((context) => isSet(context['procMount']))
}

function affinityTerms(spec: JsonObject): JsonObject[] {
  const affinity = pointerAt(spec, 'affinity')
  return ['podAffinity', 'podAntiAffinity'].flatMap((name) => {
    const rules = pointerAt(affinity, name)
    const preferred = objectsAt(rules, 'preferredDuringSchedulingIgnoredDuringExecution').flatMap((weighted) =>
      maybeAt(weighted, 'podAffinityTerm'),
    )
    return [...objectsAt(rules, 'requiredDuringSchedulingIgnoredDuringExecution'), ...preferred]
  })
}

function lifecycles(spec: JsonObject): JsonObject[] {
  return containersOf(spec).flatMap((container) => maybeAt(container, 'lifecycle'))
}

function handlers(spec: JsonObject): JsonObject[] {
  return lifecycles(spec).flatMap((lifecycle) => ['preStop', 'postStart'].flatMap((name) => maybeAt(lifecycle, name)))
}

function restartRulesInUse(old: JsonObject): boolean {
  const init = eachContainer(old, 'initContainers')
  return (
    init.some(
      (container) =>
        (isSet(container['restartPolicy']) && container['restartPolicy'] !== 'Always') ||
        isSet(container['restartPolicyRules']),
    ) || eachContainer(old, 'containers').some((container) => isSet(container['restartPolicy']))
  )
}

function dropRestartRules(spec: JsonObject): void {
  for (const container of containersOf(spec)) delete container['restartPolicyRules']
  for (const container of eachContainer(spec, 'containers', 'ephemeralContainers')) delete container['restartPolicy']
  for (const container of eachContainer(spec, 'initContainers'))
    if (container['restartPolicy'] !== 'Always') delete container['restartPolicy']
}

/** Up to 1.29 the empty handler stays behind, later it goes too, and an empty lifecycle with it. */
function dropSleep(spec: JsonObject, target: Target): void {
  for (const container of containersOf(spec)) {
    const lifecycle = pointerAt(container, 'lifecycle')
    for (const name of ['preStop', 'postStart']) {
      const handler = pointerAt(lifecycle, name)
      if (handler === undefined || lifecycle === undefined || !isSet(handler['sleep'])) continue
      delete handler['sleep']
      if (target.version.minor > 29 && Object.keys(handler).length === 0) unset(lifecycle, name)
    }
    if (target.version.minor > 29 && lifecycle !== undefined && Object.keys(lifecycle).length === 0)
      delete container['lifecycle']
  }
}

function dropStopSignals(spec: JsonObject): void {
  for (const container of containersOf(spec)) {
    const lifecycle = pointerAt(container, 'lifecycle')
    if (lifecycle === undefined || !isSet(lifecycle['stopSignal'])) continue
    delete lifecycle['stopSignal']
    if (Object.keys(lifecycle).length === 0) delete container['lifecycle']
  }
}
