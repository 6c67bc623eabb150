/**
 * The feature gates that change what a pod template may hold: whether a field is dropped, or which rule it has to keep
 * (pkg/features/kube_features.go of each version). From a minor version on, a gate is in a stage.
 */
export type PodGateStage = 'alpha' | 'beta' | 'betaOff' | 'stable' | 'deprecatedOff'

export const podFeatureGates: Readonly<Record<string, readonly (readonly [minor: number, stage: PodGateStage])[]>> = {
  AnyVolumeDataSource: [
    [29, 'beta'],
    [33, 'stable'],
  ],
  AppArmor: [
    [29, 'beta'],
    [31, 'stable'],
  ],
  AppArmorFields: [
    [30, 'beta'],
    [31, 'stable'],
  ],
  AtomicWriteVolumeUserFields: [[37, 'alpha']],
  ClusterTrustBundleProjection: [
    [29, 'alpha'],
    [33, 'betaOff'],
    [37, 'stable'],
  ],
  ContainerRestartRules: [
    [34, 'alpha'],
    [35, 'beta'],
  ],
  ContainerStopSignals: [[33, 'alpha']],
  CrossNamespaceVolumeDataSource: [[29, 'alpha']],
  DRAExtendedResource: [
    [34, 'alpha'],
    [36, 'beta'],
    [37, 'stable'],
  ],
  DRANodeAllocatableResources: [[36, 'alpha']],
  DefaultHostNetworkHostPortsInPodTemplates: [[29, 'deprecatedOff']],
  DynamicResourceAllocation: [
    [29, 'alpha'],
    [32, 'betaOff'],
    [34, 'stable'],
  ],
  EmptyDirVolumeMode: [[37, 'alpha']],
  EnvFiles: [
    [34, 'alpha'],
    [35, 'beta'],
  ],
  EvictionRequestAPI: [[37, 'alpha']],
  GRPCContainerProbeTLS: [[37, 'alpha']],
  GenericWorkload: [
    [35, 'alpha'],
    [37, 'betaOff'],
  ],
  GitRepoVolumeDriver: [[33, 'deprecatedOff']],
  H2CContainerProbe: [[37, 'alpha']],
  HostnameOverride: [
    [34, 'alpha'],
    [35, 'beta'],
    [37, 'stable'],
  ],
  ImageVolume: [
    [31, 'alpha'],
    [33, 'betaOff'],
    [35, 'beta'],
    [36, 'stable'],
  ],
  InPlacePodLevelResourcesVerticalScaling: [
    [35, 'alpha'],
    [36, 'beta'],
  ],
  InPlacePodVerticalScaling: [
    [29, 'alpha'],
    [33, 'beta'],
    [35, 'stable'],
  ],
  InPlacePodVerticalScalingInitContainers: [
    [36, 'beta'],
    [37, 'stable'],
  ],
  InPlacePodVerticalScalingMemoryBackedVolumes: [[37, 'alpha']],
  MatchLabelKeysInPodAffinity: [
    [29, 'alpha'],
    [31, 'beta'],
    [33, 'stable'],
  ],
  MatchLabelKeysInPodTopologySpread: [[29, 'beta']],
  MatchLabelKeysInPodTopologySpreadSelectorMerge: [[34, 'beta']],
  MinDomainsInPodTopologySpread: [
    [29, 'beta'],
    [30, 'stable'],
  ],
  NodeInclusionPolicyInPodTopologySpread: [
    [29, 'beta'],
    [33, 'stable'],
  ],
  PodCertificateRequest: [
    [34, 'alpha'],
    [35, 'betaOff'],
    [37, 'stable'],
  ],
  PodDeletionCost: [[29, 'beta']],
  PodHostIPs: [
    [29, 'beta'],
    [30, 'stable'],
  ],
  PodLevelResources: [
    [32, 'alpha'],
    [34, 'beta'],
  ],
  PodLevelResourcesFixDefaulting: [[37, 'beta']],
  PodLifecycleSleepAction: [
    [29, 'alpha'],
    [30, 'beta'],
    [34, 'stable'],
  ],
  PodLifecycleSleepActionAllowZero: [
    [32, 'alpha'],
    [33, 'beta'],
    [34, 'stable'],
  ],
  PodSchedulingReadiness: [
    [29, 'beta'],
    [30, 'stable'],
  ],
  ProcMountType: [
    [29, 'alpha'],
    [31, 'betaOff'],
    [33, 'beta'],
    [36, 'stable'],
  ],
  RecursiveReadOnlyMounts: [
    [30, 'alpha'],
    [31, 'beta'],
    [33, 'stable'],
  ],
  RelaxedDNSSearchValidation: [
    [32, 'alpha'],
    [33, 'beta'],
    [34, 'stable'],
  ],
  RelaxedEnvironmentVariableValidation: [
    [30, 'alpha'],
    [32, 'beta'],
    [34, 'stable'],
  ],
  RestartAllContainersOnContainerExits: [
    [35, 'alpha'],
    [36, 'beta'],
  ],
  SELinuxChangePolicy: [
    [32, 'alpha'],
    [33, 'beta'],
    [36, 'stable'],
  ],
  SELinuxMount: [
    [30, 'alpha'],
    [33, 'betaOff'],
    [37, 'stable'],
  ],
  SidecarContainers: [
    [29, 'beta'],
    [33, 'stable'],
  ],
  StrictIPCIDRValidation: [
    [33, 'alpha'],
    [36, 'beta'],
  ],
  SupplementalGroupsPolicy: [
    [31, 'alpha'],
    [33, 'beta'],
    [35, 'stable'],
  ],
  UserNamespacesHostNetworkSupport: [[35, 'alpha']],
  UserNamespacesSupport: [
    [29, 'alpha'],
    [30, 'betaOff'],
    [33, 'beta'],
    [36, 'stable'],
  ],
  VolumeBindMountOptions: [[37, 'alpha']],
}
