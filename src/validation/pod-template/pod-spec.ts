/** The rules for a pod's spec in a template, in the order in which the server asks them (ValidatePodSpec). */
import { asObject, type JsonObject } from '../../kubernetes/json.js'
import { dnsLabelFaults, dnsSubdomainFaults, rangeFault } from '../../kubernetes/names.js'
import type { Target } from '../../kubernetes/target.js'
import { atLeast } from '../../kubernetes/versions.js'
import type { Cause } from '../answer.js'
import { child, duplicate, forbidden, invalid, quoteText, required, type Field } from '../field.js'
import { validateLabels } from '../labels.js'
import { validateAffinity } from './affinity.js'
import { validateContainers, validateEphemeralContainers, validateInitContainers } from './containers.js'
import type { PodContext } from './context.js'
import { validateDnsConfig, validateHostAliases } from './dns.js'
import { invalidEach, validateDnsLabel, validateOneOf, validateQualifiedName, writtenAs } from './fields.js'
import { validateFileKeyVolumes, validateHostnameOverride, validateHostUsers } from './host.js'
import type { PodValidationOptions } from './validation-options.js'
import { validateOperatingSystem } from './os.js'
import { validatePodResources } from './pod-resources.js'
import { validateHostNetworkPorts } from './ports.js'
import { isSet, number, objectAt, objectsAt, text } from './read.js'
import { validatePodResourceClaims } from './resource-claims.js'
import { validateContainerResources } from './resources.js'
import { validatePodSecurityContext, validateShareProcessNamespace } from './security-context.js'
import { validateTolerations } from './tolerations.js'
import { validateTopologySpreadConstraints } from './topology-spread.js'
import { validateVolumes } from './volumes.js'
import { validateHostProcessPod } from './windows-options.js'

export function validatePodSpec(spec: JsonObject, at: Field, target: Target, options: PodValidationOptions): Cause[] {
  const since31 = atLeast(target.version, 31)
  const hasGrace = isSet(spec, 'terminationGracePeriodSeconds')
  const { volumes, causes: volumeCauses } = validateVolumes(objectsAt(spec, 'volumes'), child(at, 'volumes'), {
    target,
    options,
  })
  const claims = objectsAt(spec, 'resourceClaims')
  const context: PodContext = {
    target,
    options,
    volumes,
    claimNames: new Set(claims.map((claim) => text(claim, 'name')).filter((name) => name !== '')),
    gracePeriod: hasGrace || !since31 ? number(spec, 'terminationGracePeriodSeconds') : undefined,
    restartPolicy: text(spec, 'restartPolicy'),
    resizeNeverWords: `must be 'NotRequired' when ${atLeast(target.version, 36) ? 'pod ' : ''}\`restartPolicy\` is 'Never'`,
    hostUsers: spec.hostUsers !== false,
    os: objectAt(spec, 'os'),
  }
  return [
    ...(hasGrace || !since31 ? [] : [required(child(at, 'terminationGracePeriodSeconds'), '')]),
    ...volumeCauses,
    ...validatePodResourceClaims(claims, child(at, 'resourceClaims'), target),
    ...validateContainers(objectsAt(spec, 'containers'), child(at, 'containers'), context),
    ...validateInitContainers(spec, child(at, 'initContainers'), context),
    ...validateEphemeralContainers(spec, child(at, 'ephemeralContainers'), context),
    ...(options.podLevelResourcesEnabled ? validatePodResources(spec, at, context) : []),
    ...validateHostNetworkPorts(spec, at),
    ...validateAmong(spec, 'restartPolicy', ['Always', 'OnFailure', 'Never'], at, target),
    ...validateAmong(spec, 'dnsPolicy', ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'], at, target),
    ...validateLabels(spec.nodeSelector, child(at, 'nodeSelector'), target),
    ...validatePodSecurityContext(spec, child(at, 'securityContext'), context),
    ...(atLeast(target.version, 37) ? validateShareProcessNamespace(spec, child(at, 'shareProcessNamespace')) : []),
    ...validateAffinity(asObject(spec.affinity), child(at, 'affinity'), target, options),
    ...validateDnsConfig(spec, child(at, 'dnsConfig'), context),
    ...objectsAt(spec, 'readinessGates').flatMap((gate, index) =>
      validateQualifiedName(text(gate, 'conditionType'), child(at, 'readinessGates', index, 'conditionType'), target),
    ),
    ...validateSchedulingGates(objectsAt(spec, 'schedulingGates'), child(at, 'schedulingGates'), target),
    ...validateTopologySpreadConstraints(
      objectsAt(spec, 'topologySpreadConstraints'),
      child(at, 'topologySpreadConstraints'),
      target,
      options,
    ),
    ...validateHostProcessPod(spec, at),
    ...validateHostUsers(spec, at, context),
    ...validateHostnameOverride(spec, at, context),
    ...validateNames(spec, at, target),
    ...validateTolerations(objectsAt(spec, 'tolerations'), child(at, 'tolerations'), target, options),
    ...validateHostAliases(objectsAt(spec, 'hostAliases'), child(at, 'hostAliases'), target),
    ...validateClasses(spec, at, target),
    ...validateOverhead(spec, child(at, 'overhead'), context),
    ...validateOperatingSystem(spec, at, target),
    ...validateScheduling(spec, at, target),
    ...(atLeast(target.version, 34) ? validateFileKeyVolumes(spec, at) : []),
  ]
}

/** A word out of a few; the server's default has filled in an absent one. */
function validateAmong(spec: JsonObject, key: string, words: readonly string[], at: Field, target: Target): Cause[] {
  const word = text(spec, key)
  if (word === '') return [required(child(at, key), '')]
  return validateOneOf(word, words, child(at, key), target)
}

function validateSchedulingGates(gates: readonly JsonObject[], at: Field, target: Target): Cause[] {
  const seen = new Set<string>()
  return gates.flatMap((gate, index) => {
    const name = text(gate, 'name')
    const place = writtenAs(child(at, index, 'name'), child(at, index))
    const causes = validateQualifiedName(name, place, target)
    if (seen.has(name)) causes.push(duplicate(place, name))
    seen.add(name)
    return causes
  })
}

/** serviceAccountName, nodeName, activeDeadlineSeconds, hostname and subdomain. */
function validateNames(spec: JsonObject, at: Field, target: Target): Cause[] {
  const [account, node, hostname, subdomain] = ['serviceAccountName', 'nodeName', 'hostname', 'subdomain'].map((key) =>
    text(spec, key),
  ) as [string, string, string, string]
  const causes: Cause[] = []
  if (account !== '') causes.push(...invalidEach(child(at, 'serviceAccountName'), account, dnsSubdomainFaults(account)))
  const oldAccount = text(spec, 'serviceAccount')
  if (atLeast(target.version, 37) && isSet(spec, 'serviceAccount') && oldAccount !== account) {
    causes.push(
      invalid(
        writtenAs(child(at, 'serviceAccount'), child(at, 'deprecatedServiceAccount')),
        oldAccount,
        `must be the same as serviceAccountName: ${quoteText(account)}`,
      ),
    )
  }
  if (node !== '') causes.push(...invalidEach(child(at, 'nodeName'), node, dnsSubdomainFaults(node)))
  if (isSet(spec, 'activeDeadlineSeconds')) {
    const seconds = number(spec, 'activeDeadlineSeconds')
    if (seconds < 1 || seconds > 2147483647)
      causes.push(invalid(child(at, 'activeDeadlineSeconds'), seconds, rangeFault(1, 2147483647)))
  }
  if (hostname !== '') causes.push(...validateDnsLabel(hostname, child(at, 'hostname')))
  if (subdomain !== '') causes.push(...validateDnsLabel(subdomain, child(at, 'subdomain')))
  return causes
}

/** priorityClassName, runtimeClassName, preemptionPolicy. */
function validateClasses(spec: JsonObject, at: Field, target: Target): Cause[] {
  const [priority, runtime] = [text(spec, 'priorityClassName'), text(spec, 'runtimeClassName')]
  const causes =
    priority === '' ? [] : invalidEach(child(at, 'priorityClassName'), priority, dnsSubdomainFaults(priority))
  if (isSet(spec, 'runtimeClassName'))
    causes.push(...invalidEach(child(at, 'runtimeClassName'), runtime, dnsSubdomainFaults(runtime)))
  if (isSet(spec, 'preemptionPolicy'))
    causes.push(...validateAmong(spec, 'preemptionPolicy', ['PreemptLowerPriority', 'Never'], at, target))
  return causes
}

/** What a runtime takes for itself: the rules for limits, at a place without `limits` (validateOverhead). */
function validateOverhead(spec: JsonObject, at: Field, context: PodContext): Cause[] {
  if (!isSet(spec, 'overhead')) return []
  return validateContainerResources({ limits: asObject(spec.overhead) }, at, { ...context, claimNames: new Set() }).map(
    (cause) => ({ ...cause, path: cause.path.filter((part, index) => index !== at.path.length || part !== 'limits') }),
  )
}

/** The group that a pod is scheduled with: workloadRef in 1.35, schedulingGroup from 1.36 on. */
function validateScheduling(spec: JsonObject, at: Field, target: Target): Cause[] {
  const causes: Cause[] = []
  const workload = objectAt(spec, 'workloadRef')
  if (workload !== undefined) {
    const place = child(at, 'workloadRef')
    const [name, group, key] = [
      text(workload, 'name'),
      text(workload, 'podGroup'),
      text(workload, 'podGroupReplicaKey'),
    ]
    causes.push(
      ...invalidEach(child(place, 'name'), name, dnsSubdomainFaults(name)),
      ...invalidEach(child(place, 'podGroup'), group, dnsLabelFaults(group)),
    )
    if (key !== '') causes.push(...invalidEach(child(place, 'podGroupReplicaKey'), key, dnsLabelFaults(key)))
  }
  const group = objectAt(spec, 'schedulingGroup')
  if (group === undefined || !atLeast(target.version, 36)) return causes
  const place = child(at, 'schedulingGroup')
  const nameAt = child(place, 'podGroupName')
  if (!isSet(group, 'podGroupName')) causes.push(invalid(nameAt, null, 'must specify one of: `podGroupName`'))
  else causes.push(...invalidEach(nameAt, text(group, 'podGroupName'), dnsSubdomainFaults(text(group, 'podGroupName'))))
  if (objectsAt(spec, 'evictionResponders').length > 0)
    causes.push(forbidden(place, 'may not be set when evictionResponders is set'))
  return causes
}
