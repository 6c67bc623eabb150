/**
 * What a pod template is allowed beyond the strict rules: by the version, by its feature gates, and because the stored
 * object has it already (GetValidationOptionsFromPodTemplate in pkg/api/pod).
 */
import { asObject, isObject, type JsonObject } from '../../kubernetes/json.js'
import { envVarNameFaults, labelValueFaults, relaxedEnvVarNameFaults } from '../../kubernetes/names.js'
import type { Target } from '../../kubernetes/target.js'
import { atLeast } from '../../kubernetes/versions.js'
import { rootField } from '../field.js'
import { validateLabelSelector } from '../labels.js'
import { validatePodAffinityTermSelectors } from './affinity.js'
import { deletionCostIsValid } from './annotations.js'
import { containersOf, isSidecar } from './containers-of.js'
import { validateNonReservedPath } from './fields.js'
import { isDivisibleHugePages, isHugePages } from './resource-names.js'
import { isSet, isTrue, objectAt, objectsAt, stringsAt, text } from './read.js'
import { hostSysctlConflict } from './sysctls.js'
import { validateMatchLabelKeys, validateMatchLabelKeysByTheOldRule } from './topology-spread.js'
import type { PodValidationOptions } from './validation-options.js'

const nowhere = rootField('')

/**
 * Works out the options.
 * @param old the stored template that is updated; undefined where the object is new.
 * @param submitted the template as the manifest has it.
 */
export function podValidationOptions(
  template: JsonObject,
  old: JsonObject | undefined,
  target: Target,
  submitted?: JsonObject,
): PodValidationOptions {
  const gate = (name: string): boolean => target.gates[name] === true
  const since = (minor: number): boolean => atLeast(target.version, minor)
  const spec = asObject(template.spec)
  const oldSpec = old === undefined ? undefined : asObject(old.spec)
  const inOld = (holds: (spec: JsonObject) => boolean): boolean => oldSpec !== undefined && holds(oldSpec)
  const containers = oldSpec === undefined ? [] : containersOf(oldSpec)
  return {
    submitted,
    allowInvalidPodDeletionCost:
      !gate('PodDeletionCost') ||
      (old !== undefined && !deletionCostIsValid(asObject(asObject(old.metadata).annotations))),
    allowInvalidLabelValueInSelector: inOld((was) =>
      affinityTerms(was).some((term) => validatePodAffinityTermSelectors(term, false, nowhere, target).length > 0),
    ),
    // the rule is younger than the option: 1.32 has it, but does not use it yet
    allowInvalidLabelValueInRequiredNodeAffinity:
      !since(33) || inOld((was) => requiredNodeValues(was).some((value) => labelValueFaults(value, target).length > 0)),
    allowIndivisibleHugePagesValues: inOld((was) => hasIndivisibleHugePages(was, containers)),
    allowInvalidTopologySpreadConstraintLabelSelector: inOld((was) =>
      constraints(was).some(
        (constraint) => validateLabelSelector(objectAt(constraint, 'labelSelector'), nowhere, target).length > 0,
      ),
    ),
    allowNonLocalProjectedTokenPath:
      !since(30) || inOld((was) => tokenPaths(was).some((path) => validateNonReservedPath(path, nowhere).length > 0)),
    allowNamespacedSysctlsForHostNetAndHostIPC: inOld((was) =>
      objectsAt(asObject(was.securityContext), 'sysctls').some(
        (sysctl) => hostSysctlConflict(text(sysctl, 'name'), was) !== undefined,
      ),
    ),
    allowRelaxedEnvironmentVariableValidation:
      since(30) && (gate('RelaxedEnvironmentVariableValidation') || relaxedNameIsKept(spec, oldSpec)),
    allowRelaxedDNSSearchValidation:
      since(37) || gate('RelaxedDNSSearchValidation') || (since(32) && inOld(hasRelaxedSearch)),
    allowOnlyRecursiveSELinuxChangePolicy:
      !gate('SELinuxMount') && !inOld((was) => isSet(asObject(was.securityContext), 'seLinuxChangePolicy')),
    podLevelResourcesEnabled: gate('PodLevelResources'),
    allowSidecarResizePolicy:
      (since(33) && gate('InPlacePodVerticalScaling')) ||
      (since(32) &&
        inOld((was) =>
          objectsAt(was, 'initContainers').some(
            (container) => isSidecar(container) && objectsAt(container, 'resizePolicy').length > 0,
          ),
        )),
    allowRestartContainerForNonSidecarInitContainer:
      !since(36) ||
      inOld((was) =>
        objectsAt(was, 'initContainers').some(
          (container) =>
            !isSidecar(container) &&
            objectsAt(container, 'resizePolicy').some((policy) => policy.restartPolicy === 'RestartContainer'),
        ),
      ),
    matchLabelKeysByTheOldRule: matchLabelKeysByTheOldRule(oldSpec, target),
    allowEnvFilesValidation:
      gate('EnvFiles') ||
      containers.some((container) =>
        objectsAt(container, 'env').some((env) => isSet(asObject(env.valueFrom), 'fileKeyRef')),
      ),
    allowHostIPsField: since(32) || gate('PodHostIPs') || inOld(usesHostIPs),
    allowContainerRestartPolicyRules: gate('ContainerRestartRules') || (since(34) && inOld(hasRestartRules)),
    allowRestartAllContainers:
      gate('RestartAllContainersOnContainerExits') || (since(35) && inOld(hasRestartAllContainers)),
    allowPodLifecycleSleepActionZeroValue:
      since(37) || gate('PodLifecycleSleepActionAllowZero') || (since(32) && containers.some(sleepsForZero)),
    allowUserNamespacesWithVolumeDevices:
      !since(34) ||
      inOld(
        (was) =>
          was.hostUsers === false && containers.some((container) => objectsAt(container, 'volumeDevices').length > 0),
      ),
    allowUserNamespacesHostNetworkSupport:
      gate('UserNamespacesHostNetworkSupport') ||
      (since(35) && inOld((was) => isTrue(was, 'hostNetwork') && was.hostUsers === false)),
    allowTaintTolerationComparisonOperators:
      gate('TaintTolerationComparisonOperators') ||
      (since(35) &&
        inOld((was) =>
          objectsAt(was, 'tolerations').some(
            (toleration) => toleration.operator === 'Lt' || toleration.operator === 'Gt',
          ),
        )),
    // up to 1.36 only a pod itself has to name the image of an image volume, not a template
    allowEmptyImageVolumeReference:
      !since(37) ||
      inOld((was) =>
        objectsAt(was, 'volumes').some((volume) => isObject(volume.image) && text(volume.image, 'reference') === ''),
      ),
    allowSysAdminWhenPrivilegeEscalationFalse: since(37) && containers.some(hasSysAdminWithoutEscalation),
  }
}

function constraints(spec: JsonObject): JsonObject[] {
  return objectsAt(spec, 'topologySpreadConstraints')
}

function affinityTerms(spec: JsonObject): JsonObject[] {
  const affinity = asObject(spec.affinity)
  return ['podAffinity', 'podAntiAffinity'].flatMap((kind) => {
    const terms = asObject(affinity[kind])
    return [
      ...objectsAt(terms, 'requiredDuringSchedulingIgnoredDuringExecution'),
      ...objectsAt(terms, 'preferredDuringSchedulingIgnoredDuringExecution').map((term) =>
        asObject(term.podAffinityTerm),
      ),
    ]
  })
}

function requiredNodeValues(spec: JsonObject): string[] {
  const required = asObject(
    asObject(asObject(spec.affinity).nodeAffinity).requiredDuringSchedulingIgnoredDuringExecution,
  )
  return objectsAt(required, 'nodeSelectorTerms').flatMap((term) =>
    objectsAt(term, 'matchExpressions').flatMap((expression) => stringsAt(expression, 'values')),
  )
}

function hasIndivisibleHugePages(spec: JsonObject, containers: readonly JsonObject[]): boolean {
  const lists = containers.flatMap((container) => [
    asObject(asObject(container.resources).limits),
    asObject(asObject(container.resources).requests),
  ])
  return [...lists, asObject(spec.overhead)].some((list) =>
    Object.keys(list).some((name) => isHugePages(name) && !isDivisibleHugePages(name, text(list, name))),
  )
}

function tokenPaths(spec: JsonObject): string[] {
  return objectsAt(spec, 'volumes')
    .flatMap((volume) => objectsAt(asObject(volume.projected), 'sources'))
    .flatMap((source) => (isObject(source.serviceAccountToken) ? [text(source.serviceAccountToken, 'path')] : []))
}

function envNames(spec: JsonObject): string[] {
  return containersOf(spec).flatMap((container) => [
    ...objectsAt(container, 'env').map((env) => text(env, 'name')),
    ...objectsAt(container, 'envFrom').map((env) => text(env, 'prefix')),
  ])
}

/** A name that only the relaxed rule allows may stay (useRelaxedEnvironmentVariableValidation). */
function relaxedNameIsKept(spec: JsonObject, oldSpec: JsonObject | undefined): boolean {
  const before = new Set(oldSpec === undefined ? [] : envNames(oldSpec))
  return envNames(spec).some(
    (name) => before.has(name) && envVarNameFaults(name).length > 0 && relaxedEnvVarNameFaults(name).length === 0,
  )
}

function hasRelaxedSearch(spec: JsonObject): boolean {
  return stringsAt(asObject(spec.dnsConfig), 'searches').some((search) => search === '.' || search.includes('_'))
}

function matchLabelKeysByTheOldRule(oldSpec: JsonObject | undefined, target: Target): boolean {
  if (!atLeast(target.version, 34) || target.gates.MatchLabelKeysInPodTopologySpread !== true) return true
  const broken = (rule: typeof validateMatchLabelKeysByTheOldRule): boolean =>
    oldSpec !== undefined && constraints(oldSpec).some((constraint) => rule(constraint, nowhere, target).length > 0)
  return target.gates.MatchLabelKeysInPodTopologySpreadSelectorMerge === true
    ? broken(validateMatchLabelKeys)
    : !broken(validateMatchLabelKeysByTheOldRule)
}

function usesHostIPs(spec: JsonObject): boolean {
  const ofEnv = containersOf(spec).flatMap((container) =>
    objectsAt(container, 'env').map((env) => asObject(asObject(env.valueFrom).fieldRef)),
  )
  const ofVolumes = objectsAt(spec, 'volumes')
    .flatMap((volume) => [
      ...objectsAt(asObject(volume.downwardAPI), 'items'),
      ...objectsAt(asObject(volume.projected), 'sources').flatMap((source) =>
        objectsAt(asObject(source.downwardAPI), 'items'),
      ),
    ])
    .map((item) => asObject(item.fieldRef))
  return [...ofEnv, ...ofVolumes].some((reference) => reference.fieldPath === 'status.hostIPs')
}

function hasRestartRules(spec: JsonObject): boolean {
  return (
    objectsAt(spec, 'initContainers').some(
      (container) =>
        (isSet(container, 'restartPolicy') && !isSidecar(container)) ||
        objectsAt(container, 'restartPolicyRules').length > 0,
    ) || objectsAt(spec, 'containers').some((container) => isSet(container, 'restartPolicy'))
  )
}

function hasRestartAllContainers(spec: JsonObject): boolean {
  const restartsAll = (container: JsonObject): boolean =>
    objectsAt(container, 'restartPolicyRules').some((rule) => rule.action === 'RestartAllContainers')
  return (
    objectsAt(spec, 'containers').some(restartsAll) ||
    objectsAt(spec, 'initContainers').some(
      (container) =>
        restartsAll(container) || (isSidecar(container) && objectsAt(container, 'restartPolicyRules').length > 0),
    )
  )
}

function sleepsForZero(container: JsonObject): boolean {
  const lifecycle = asObject(container.lifecycle)
  return ['preStop', 'postStart'].some((hook) => {
    const sleep = asObject(lifecycle[hook]).sleep
    return isObject(sleep) && (sleep.seconds ?? 0) === 0
  })
}

function hasSysAdminWithoutEscalation(container: JsonObject): boolean {
  const context = objectAt(container, 'securityContext')
  return (
    context !== undefined &&
    !isTrue(context, 'allowPrivilegeEscalation') &&
    stringsAt(asObject(context.capabilities), 'add').includes('CAP_SYS_ADMIN')
  )
}
