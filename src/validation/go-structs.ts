/**
 * The internal Go structs that the API server writes into messages (pkg/apis/{apps,core}/types.go): the fields in their
 * order. A struct without tags is written with its Go names, one with tags (apimachinery's) with its JSON names.
 */
export interface GoStructField {
  readonly name: string
  /** The field's name in a manifest; empty where the struct lies flat in its parent. */
  readonly json: string
  readonly type: string
  readonly omitEmpty?: boolean
  readonly embedded?: boolean
  /** The minor version that brought the field. */
  readonly since?: number
}

export interface GoStruct {
  readonly tagged: boolean
  readonly fields: readonly GoStructField[]
}

/** `Name type` or `Name:json type`; without a JSON name it is the Go name with a small first letter. */
function fields(...texts: string[]): GoStructField[] {
  return texts.map((text) => {
    const [names = '', type = '', since] = text.split(' ')
    const [name = '', json = name.charAt(0).toLowerCase() + name.slice(1)] = names.split(':')
    return { name, json, type, ...(since === undefined ? {} : { since: Number(since) }) }
  })
}

function struct(...texts: string[]): GoStruct {
  return { tagged: false, fields: fields(...texts) }
}

/** As `struct`, for one with tags: a `?` behind the type stands for omitempty. */
function tagged(...texts: string[]): GoStruct {
  return {
    tagged: true,
    fields: fields(...texts).map((field) =>
      field.type.endsWith('?') ? { ...field, type: field.type.slice(0, -1), omitEmpty: true } : field,
    ),
  }
}

export const goStructs: Readonly<Record<string, GoStruct>> = {
  'v1.LabelSelector': tagged('MatchLabels map[string]string?', 'MatchExpressions []v1.LabelSelectorRequirement?'),
  'v1.LabelSelectorRequirement': tagged('Key string', 'Operator string', 'Values []string?'),
  'v1.OwnerReference': tagged(
    'APIVersion:apiVersion string',
    'Kind string',
    'Name string',
    'UID:uid string',
    'Controller *bool?',
    'BlockOwnerDeletion *bool?',
  ),
  'v1.ObjectMeta': tagged(
    'Name string?',
    'GenerateName string?',
    'Namespace string?',
    'SelfLink string?',
    'UID:uid string?',
    'ResourceVersion string?',
    'Generation int64?',
    'CreationTimestamp string?',
    'DeletionTimestamp *string?',
    'DeletionGracePeriodSeconds *int64?',
    'Labels map[string]string?',
    'Annotations map[string]string?',
    'OwnerReferences []v1.OwnerReference?',
    'Finalizers []string?',
  ),

  'apps.StatefulSetUpdateStrategy': struct('Type string', 'RollingUpdate *apps.RollingUpdateStatefulSetStrategy'),
  'apps.RollingUpdateStatefulSetStrategy': struct('Partition int32', 'MaxUnavailable *intstr.IntOrString'),
  'apps.DaemonSetUpdateStrategy': struct('Type string', 'RollingUpdate *apps.RollingUpdateDaemonSet'),
  'apps.RollingUpdateDaemonSet': struct('MaxUnavailable intstr.IntOrString', 'MaxSurge intstr.IntOrString'),

  'core.PersistentVolumeClaim': {
    tagged: false,
    fields: [
      // TypeMeta is left empty in memory, whatever stands in the manifest
      { name: 'ObjectMeta', json: 'metadata', type: 'v1.ObjectMeta', embedded: true },
      { name: 'Spec', json: 'spec', type: 'core.PersistentVolumeClaimSpec' },
      { name: 'Status', json: 'status', type: 'core.PersistentVolumeClaimStatus' },
    ],
  },
  'core.PersistentVolumeClaimSpec': struct(
    'AccessModes []core.PersistentVolumeAccessMode',
    'Selector *v1.LabelSelector',
    'Resources core.VolumeResourceRequirements',
    'VolumeName string',
    'StorageClassName *string',
    'VolumeMode *core.PersistentVolumeMode',
    'DataSource *core.TypedLocalObjectReference',
    'DataSourceRef *core.TypedObjectReference',
    'VolumeAttributesClassName *string',
  ),
  'core.PersistentVolumeClaimStatus': struct(
    'Phase string',
    'AccessModes []core.PersistentVolumeAccessMode',
    'Capacity core.ResourceList',
    'Conditions []core.PersistentVolumeClaimCondition',
    'AllocatedResources core.ResourceList',
    'AllocatedResourceStatuses map[string]string',
    'CurrentVolumeAttributesClassName *string',
    'ModifyVolumeStatus *core.ModifyVolumeStatus',
    'HealthStatus *core.VolumeHealthStatus 37',
  ),
  'core.PersistentVolumeClaimCondition': struct(
    'Type string',
    'Status string',
    'LastProbeTime v1.Time',
    'LastTransitionTime v1.Time',
    'Reason string',
    'Message string',
  ),
  'core.ModifyVolumeStatus': struct('TargetVolumeAttributesClassName string', 'Status string'),
  'core.VolumeResourceRequirements': struct('Limits core.ResourceList', 'Requests core.ResourceList'),
  'core.TypedLocalObjectReference': struct('APIGroup:apiGroup *string', 'Kind string', 'Name string'),
  'core.TypedObjectReference': struct('APIGroup:apiGroup *string', 'Kind string', 'Name string', 'Namespace *string'),

  'policy.PodDisruptionBudgetSpec': struct(
    'MinAvailable *intstr.IntOrString',
    'Selector *v1.LabelSelector',
    'MaxUnavailable *intstr.IntOrString',
    'UnhealthyPodEvictionPolicy *policy.UnhealthyPodEvictionPolicyType',
  ),

  'core.ServicePort': struct(
    'Name string',
    'Protocol string',
    'AppProtocol *string',
    'Port int32',
    'TargetPort intstr.IntOrString',
    'NodePort int32',
  ),
  'core.PodResourceClaim': struct('Name string', 'ResourceClaimName *string', 'ResourceClaimTemplateName *string'),
  'core.ClaimSource': struct('ResourceClaimName *string', 'ResourceClaimTemplateName *string'),
  'core.ClusterTrustBundleProjection': struct(
    'Name *string',
    'SignerName *string',
    'LabelSelector *v1.LabelSelector',
    'Optional *bool',
    'Path string',
    'User *int64 37',
  ),
  'core.Toleration': struct(
    'Key string',
    'Operator core.TolerationOperator',
    'Value string',
    'Effect core.TaintEffect',
    'TolerationSeconds *int64',
  ),
  'core.ContainerResizePolicy': struct(
    'ResourceName core.ResourceName',
    'RestartPolicy core.ResourceResizeRestartPolicy',
  ),
  'v1.EvictionResponder': tagged('Name string', 'Priority *int32'),
  'core.SecurityContext': struct(
    'Capabilities *core.Capabilities',
    'Privileged *bool',
    'SELinuxOptions:seLinuxOptions *core.SELinuxOptions',
    'WindowsOptions *core.WindowsSecurityContextOptions',
    'RunAsUser *int64',
    'RunAsGroup *int64',
    'RunAsNonRoot *bool',
    'ReadOnlyRootFilesystem *bool',
    'AllowPrivilegeEscalation *bool',
    'ProcMount *core.ProcMountType',
    'SeccompProfile *core.SeccompProfile',
    'AppArmorProfile *core.AppArmorProfile 30',
  ),
  'core.Capabilities': struct('Add []core.Capability', 'Drop []core.Capability'),
  'core.SELinuxOptions': struct('User string', 'Role string', 'Type string', 'Level string'),
  'core.WindowsSecurityContextOptions': struct(
    'GMSACredentialSpecName:gmsaCredentialSpecName *string',
    'GMSACredentialSpec:gmsaCredentialSpec *string',
    'RunAsUserName *string',
    'HostProcess *bool',
  ),
  'core.SeccompProfile': struct('Type string', 'LocalhostProfile *string'),
  'core.AppArmorProfile': struct('Type string', 'LocalhostProfile *string'),
}
