/** Terms by which pods want to be near other pods or apart from them, and spread constraints, as a pod carries them. */
import { asList, asNumber, asObject, asString, isObject, type JsonObject } from '../../kubernetes/json.js'
import { matchesSelector } from '../../kubernetes/label-selector.js'

type Labels = Readonly<Record<string, string>>

/** A pod as terms look at it. */
export interface TermSubject {
  readonly namespace: string
  readonly labels: Labels
}

/** A required term of pod affinity or anti-affinity (framework.AffinityTerm). */
export interface AffinityTerm {
  readonly topologyKey: string
  readonly namespaces: ReadonlySet<string>
  readonly namespaceSelector?: JsonObject
  readonly selector?: JsonObject
}

/** A constraint of `topologySpreadConstraints` that has to be met (DoNotSchedule). */
export interface SpreadConstraint {
  readonly topologyKey: string
  readonly maxSkew: number
  readonly minDomains: number
  readonly selector?: JsonObject
  /** Nodes that the pod's selector and required node affinity leave out are no domains. */
  readonly honorsAffinity: boolean
  /** Nodes whose taints the pod does not tolerate are no domains. */
  readonly honorsTaints: boolean
}

/** The selector with what `matchLabelKeys` and `mismatchLabelKeys` make of the pod's own labels. */
function withLabelKeys(term: JsonObject, labels: Labels): JsonObject | undefined {
  const selector = isObject(term['labelSelector']) ? term['labelSelector'] : undefined
  if (selector === undefined) return undefined
  const merged = (['matchLabelKeys', 'mismatchLabelKeys'] as const).flatMap((field) =>
    asList(term[field]).flatMap((item) => {
      const key = asString(item)
      const value = key !== undefined && Object.hasOwn(labels, key) ? labels[key] : undefined
      if (key === undefined || value === undefined) return []
      return [{ key, operator: field === 'matchLabelKeys' ? 'In' : 'NotIn', values: [value] }]
    }),
  )
  if (merged.length === 0) return selector
  return { ...selector, matchExpressions: [...asList(selector['matchExpressions']), ...merged] }
}

/** The labels of the pod itself that its terms take up: pods that agree in these share their compiled terms. */
export function labelKeysOf(spec: JsonObject): string[] {
  const affinity = asObject(spec['affinity'])
  const terms = [
    ...requiredTerms(affinity['podAffinity']),
    ...requiredTerms(affinity['podAntiAffinity']),
    ...asList(spec['topologySpreadConstraints']).map(asObject),
  ]
  const keys = terms.flatMap((term) => [...asList(term['matchLabelKeys']), ...asList(term['mismatchLabelKeys'])])
  return [...new Set(keys.map((key) => asString(key) ?? ''))]
}

function requiredTerms(part: JsonObject[string]): JsonObject[] {
  return asList(asObject(part)['requiredDuringSchedulingIgnoredDuringExecution']).map(asObject)
}

/** The required terms of `podAffinity` or `podAntiAffinity`; without namespaces a term means the pod's own. */
export function affinityTerms(
  spec: JsonObject,
  kind: 'podAffinity' | 'podAntiAffinity',
  pod: TermSubject,
): AffinityTerm[] {
  return requiredTerms(asObject(spec['affinity'])[kind]).map((term) => {
    const namespaces = asList(term['namespaces']).map((name) => asString(name) ?? '')
    const namespaceSelector = isObject(term['namespaceSelector']) ? term['namespaceSelector'] : undefined
    const selector = withLabelKeys(term, pod.labels)
    return {
      topologyKey: asString(term['topologyKey']) ?? '',
      namespaces: new Set(namespaces.length === 0 && namespaceSelector === undefined ? [pod.namespace] : namespaces),
      ...(namespaceSelector === undefined ? {} : { namespaceSelector }),
      ...(selector === undefined ? {} : { selector }),
    }
  })
}

/** The constraints of a pod that have to be met, with their defaults. */
export function spreadConstraints(spec: JsonObject, pod: TermSubject): SpreadConstraint[] {
  return asList(spec['topologySpreadConstraints'])
    .map(asObject)
    .filter((constraint) => constraint['whenUnsatisfiable'] === 'DoNotSchedule')
    .map((constraint) => {
      const selector = withLabelKeys(constraint, pod.labels)
      return {
        topologyKey: asString(constraint['topologyKey']) ?? '',
        maxSkew: asNumber(constraint['maxSkew']) ?? 1,
        minDomains: asNumber(constraint['minDomains']) ?? 1,
        ...(selector === undefined ? {} : { selector }),
        honorsAffinity: constraint['nodeAffinityPolicy'] !== 'Ignore',
        honorsTaints: constraint['nodeTaintsPolicy'] === 'Honor',
      }
    })
}

/** Whether a selector asks for nothing: it matches every pod (labels.Selector.Empty). */
export function isEmptySelector(selector: JsonObject | undefined): boolean {
  return (
    selector !== undefined &&
    Object.keys(asObject(selector['matchLabels'])).length === 0 &&
    asList(selector['matchExpressions']).length === 0
  )
}

/**
 * Whether a pod is one of those that a term speaks of.
 * @param namespaceLabels the labels of the pod's namespace.
 */
export function termMatches(term: AffinityTerm, pod: TermSubject, namespaceLabels: Labels): boolean {
  if (!term.namespaces.has(pod.namespace) && !matchesSelector(term.namespaceSelector, namespaceLabels)) return false
  return matchesSelector(term.selector, pod.labels)
}
