/** A HorizontalPodAutoscaler's defaults: pkg/apis/autoscaling/{v1,v2}/defaults.go and its strategy. */
import type { GoTypes } from '../kubernetes/go-types/index.js'
import type { JsonObject, JsonValue } from '../kubernetes/json.js'
import { semanticallyEqual } from '../kubernetes/semantic-equality.js'
import type { Target } from '../kubernetes/target.js'
import { isUnset, pointerAt, structAt, unset } from './go-value.js'
import { maybeAt } from './pod-parts.js'

const defaultUtilization = 80
const metricsAnnotation = 'autoscaling.alpha.kubernetes.io/metrics'

export function defaultHorizontalPodAutoscaler(
  autoscaler: JsonObject,
  target: Target,
  old: JsonObject | undefined,
  types: GoTypes,
): void {
  const spec = structAt(autoscaler, 'spec')
  spec['minReplicas'] ??= 1
  if (autoscaler['apiVersion'] === 'autoscaling/v1') {
    const isAnnotated = pointerAt(pointerAt(autoscaler, 'metadata'), 'annotations')?.[metricsAnnotation] !== undefined
    if (!isAnnotated) spec['targetCPUUtilizationPercentage'] ??= defaultUtilization
  } else {
    defaultMetrics(spec)
    const behavior = pointerAt(spec, 'behavior')
    if (
      target.gates['HPAConfigurableTolerance'] !== true &&
      !rulesOf(pointerAt(old, 'spec')).some((rules) => !isUnset(rules['tolerance']))
    ) {
      for (const rules of rulesOf(spec)) unset(rules, 'tolerance')
    }
    if (behavior !== undefined) {
      behavior['scaleUp'] = { ...scaleUpRules, ...withoutEmptyPolicies(pointerAt(behavior, 'scaleUp')) }
      behavior['scaleDown'] = { ...scaleDownRules, ...withoutEmptyPolicies(pointerAt(behavior, 'scaleDown')) }
    }
  }
  autoscaler['status'] = old === undefined ? {} : structAt(old, 'status')
  if (target.gates['HPAGeneration'] !== true) return // a HorizontalPodAutoscaler had no generation before
  const metadata = structAt(autoscaler, 'metadata')
  if (old === undefined) metadata['generation'] = 1
  else if (
    !semanticallyEqual(old['spec'], spec, `${String(autoscaler['apiVersion'])}.HorizontalPodAutoscalerSpec`, types)
  )
    metadata['generation'] = Number(metadata['generation'] ?? 0) + 1
}

function rulesOf(spec: JsonObject | undefined): JsonObject[] {
  return ['scaleUp', 'scaleDown'].flatMap((name) => maybeAt(pointerAt(spec, 'behavior'), name))
}

/** An empty list does not outlive the store, and is filled in when it is read from there. */
function withoutEmptyPolicies(rules: JsonObject | undefined): JsonObject {
  const { policies, ...others } = rules ?? {}
  return Array.isArray(policies) && policies.length > 0 ? { ...others, policies } : others
}

function defaultMetrics(spec: JsonObject): void {
  const { metrics } = spec
  if (Array.isArray(metrics) && metrics.length > 0) return
  spec['metrics'] = [
    {
      type: 'Resource',
      resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: defaultUtilization } },
    },
  ]
}

const scaleUpRules: Readonly<Record<string, JsonValue>> = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
}
const scaleDownRules: Readonly<Record<string, JsonValue>> = {
  selectPolicy: 'Max',
  policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
}
