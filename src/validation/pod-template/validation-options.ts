import type { JsonObject } from '../../kubernetes/json.js'

/**
 * What a pod template is allowed beyond the strict rules; options.ts works it out. The names are those of Kubernetes'
 * PodValidationOptions.
 */
export interface PodValidationOptions {
  readonly allowInvalidPodDeletionCost: boolean
  readonly allowInvalidLabelValueInSelector: boolean
  readonly allowInvalidLabelValueInRequiredNodeAffinity: boolean
  readonly allowIndivisibleHugePagesValues: boolean
  readonly allowInvalidTopologySpreadConstraintLabelSelector: boolean
  readonly allowNonLocalProjectedTokenPath: boolean
  readonly allowNamespacedSysctlsForHostNetAndHostIPC: boolean
  readonly allowRelaxedEnvironmentVariableValidation: boolean
  readonly allowRelaxedDNSSearchValidation: boolean
  readonly allowOnlyRecursiveSELinuxChangePolicy: boolean
  readonly podLevelResourcesEnabled: boolean
  readonly allowSidecarResizePolicy: boolean
  readonly allowRestartContainerForNonSidecarInitContainer: boolean
  /** matchLabelKeys of a spread constraint: the rule of 1.34, or the one before it. */
  readonly matchLabelKeysByTheOldRule: boolean
  readonly allowEnvFilesValidation: boolean
  readonly allowHostIPsField: boolean
  readonly allowContainerRestartPolicyRules: boolean
  readonly allowRestartAllContainers: boolean
  readonly allowPodLifecycleSleepActionZeroValue: boolean
  readonly allowUserNamespacesWithVolumeDevices: boolean
  readonly allowUserNamespacesHostNetworkSupport: boolean
  readonly allowTaintTolerationComparisonOperators: boolean
  readonly allowEmptyImageVolumeReference: boolean
  readonly allowSysAdminWhenPrivilegeEscalationFalse: boolean
  /** The template as it was submitted: an empty list in it is not stored, but two rules tell it from none. */
  readonly submitted: JsonObject | undefined
}
