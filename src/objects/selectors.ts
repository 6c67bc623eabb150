/** Whom the selector of an object selects: pods of a workload, known by the labels of its template. */
import { asList, asObject, asString, isObject, type JsonObject } from '../kubernetes/json.js'
import { podTemplateOf } from '../kubernetes/kinds.js'
import { matchesSelector } from '../kubernetes/label-selector.js'
import type { RunObject } from './run-object.js'

/**
 * Labels that a controller gives its pods besides those of the template: what no manifest knows is taken to fit, if it
 * has the right form. `$` stands for the workload's name.
 */
const addedLabels: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  StatefulSet: {
    'statefulset.kubernetes.io/pod-name': '$-[0-9]+',
    'apps.kubernetes.io/pod-index': '[0-9]+',
    'controller-revision-hash': '$-[0-9a-z]+',
  },
  DaemonSet: { 'controller-revision-hash': '[0-9a-z]+', 'pod-template-generation': '[0-9]+' },
  Deployment: { 'pod-template-hash': '[0-9a-z]+' },
  ReplicaSet: { 'pod-template-hash': '[0-9a-z]+' },
  Job: jobLabels('$'),
  CronJob: jobLabels('$-[0-9]+'),
}

function jobLabels(name: string): Record<string, string> {
  const uid = '[0-9a-f-]+'
  return {
    'batch.kubernetes.io/job-name': name,
    'job-name': name,
    'batch.kubernetes.io/controller-uid': uid,
    'controller-uid': uid,
  }
}

/** The labels of a workload's pods that its template names; undefined where the object has no pods. */
export function podLabelsOf({ object }: Pick<RunObject, 'object'>): JsonObject | undefined {
  const template = podTemplateOf(object)
  return template === undefined ? undefined : asObject(asObject(template.metadata).labels)
}

/**
 * The label selector of a Service, a PodDisruptionBudget or a workload, in one form; undefined for one that selects
 * nothing. A Service's empty selector selects nothing, a budget's everything.
 */
export function selectorOf({ kind, object }: Pick<RunObject, 'kind' | 'object'>): JsonObject | undefined {
  const { selector, podSelector } = asObject(object.spec)
  if (kind === 'NetworkPolicy') return isObject(podSelector) ? podSelector : undefined
  if (!isObject(selector)) return undefined
  if (kind !== 'Service' && kind !== 'ReplicationController') return selector
  return Object.keys(selector).length === 0 ? undefined : { matchLabels: selector }
}

/** Whether a selector can select a pod of a workload. */
export function selectsPodsOf(selector: JsonObject | undefined, workload: RunObject): boolean {
  const labels = podLabelsOf(workload)
  if (selector === undefined || labels === undefined) return false
  const added = addedLabels[workload.kind] ?? {}
  const rest = Object.entries(asObject(selector.matchLabels)).filter(([key, value]) => {
    const form = labels[key] === undefined && Object.hasOwn(added, key) ? added[key] : undefined
    return form === undefined || !hasForm(asString(value) ?? '', form, workload.name)
  })
  const requirements = asList(selector.matchExpressions).filter(
    (requirement) => !Object.hasOwn(added, asString(asObject(requirement).key) ?? ''),
  )
  return matchesSelector({ matchLabels: Object.fromEntries(rest), matchExpressions: requirements }, labels)
}

function hasForm(value: string, form: string, name: string): boolean {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${form.replace('$', () => escaped)}$`).test(value)
}
