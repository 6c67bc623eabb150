/** Defaults of a pod template: pkg/apis/core/v1/defaults.go and the calls that zz_generated.defaults.go makes of it. */
import type { JsonObject } from '../kubernetes/json.js'
import type { Target } from '../kubernetes/target.js'
import { isUnset, objectsAt, pointerAt, setDefault, structAt } from './go-value.js'
import { isLatest } from './image-name.js'
import { roundResourceList, roundResources } from './resource-lists.js'
import { defaultFieldRef, defaultVolume } from './volumes.js'

/** Fills in the defaults of a decoded PodTemplateSpec, in place. */
export function defaultPodTemplate(template: JsonObject, target: Target): void {
  const spec = structAt(template, 'spec')
  defaultPodSpec(spec, target)
  for (const volume of objectsAt(spec, 'volumes')) defaultVolume(volume, target)
  for (const list of containerLists) for (const container of objectsAt(spec, list)) defaultContainer(container)
  roundResourceList(pointerAt(spec, 'overhead'))
  roundResources(pointerAt(spec, 'resources'))
}

/** The fields of a PodSpec that hold containers. */
export const containerLists = ['initContainers', 'containers', 'ephemeralContainers'] as const

/** SetDefaults_PodSpec. */
function defaultPodSpec(spec: JsonObject, target: Target): void {
  if (isUnset(spec['serviceAccountName'])) spec['serviceAccountName'] = spec['serviceAccount']
  spec['serviceAccount'] = spec['serviceAccountName']
  setDefault(spec, 'dnsPolicy', 'ClusterFirst')
  setDefault(spec, 'restartPolicy', 'Always')
  structAt(spec, 'securityContext')
  spec['terminationGracePeriodSeconds'] ??= 30
  setDefault(spec, 'schedulerName', 'default-scheduler')
  if (spec['hostNetwork'] === true && target.gates['DefaultHostNetworkHostPortsInPodTemplates'] === true) {
    for (const list of ['containers', 'initContainers']) {
      for (const container of objectsAt(spec, list)) {
        for (const port of objectsAt(container, 'ports'))
          if (isUnset(port['hostPort'])) port['hostPort'] = port['containerPort']
      }
    }
  }
}

/** SetDefaults_Container and what stands below a container. */
function defaultContainer(container: JsonObject): void {
  setDefault(container, 'imagePullPolicy', isLatest(textOf(container, 'image')) ? 'Always' : 'IfNotPresent')
  setDefault(container, 'terminationMessagePath', '/dev/termination-log')
  setDefault(container, 'terminationMessagePolicy', 'File')
  for (const port of objectsAt(container, 'ports')) setDefault(port, 'protocol', 'TCP')
  for (const variable of objectsAt(container, 'env')) {
    const source = pointerAt(variable, 'valueFrom')
    defaultFieldRef(pointerAt(source, 'fieldRef'))
    const file = pointerAt(source, 'fileKeyRef')
    if (file !== undefined) file['optional'] ??= false
  }
  roundResources(pointerAt(container, 'resources'))
  for (const name of ['livenessProbe', 'readinessProbe', 'startupProbe']) defaultProbe(pointerAt(container, name))
  const lifecycle = pointerAt(container, 'lifecycle')
  for (const name of ['postStart', 'preStop']) defaultHttpGet(pointerAt(pointerAt(lifecycle, name), 'httpGet'))
}

function defaultProbe(probe: JsonObject | undefined): void {
  if (probe === undefined) return
  setDefault(probe, 'timeoutSeconds', 1)
  setDefault(probe, 'periodSeconds', 10)
  setDefault(probe, 'successThreshold', 1)
  setDefault(probe, 'failureThreshold', 3)
  defaultHttpGet(pointerAt(probe, 'httpGet'))
  const grpc = pointerAt(probe, 'grpc')
  if (grpc !== undefined) grpc['service'] ??= ''
}

function defaultHttpGet(action: JsonObject | undefined): void {
  if (action === undefined) return
  setDefault(action, 'path', '/')
  setDefault(action, 'scheme', 'HTTP')
}

function textOf(object: JsonObject, name: string): string {
  const text = object[name]
  return typeof text === 'string' ? text : ''
}
