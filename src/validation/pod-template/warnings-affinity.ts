/** Warnings about node labels of old, and about selectors that select nothing. */
import { asObject, type JsonObject } from '../../kubernetes/json.js'
import { labelValueFaults } from '../../kubernetes/names.js'
import type { Target } from '../../kubernetes/target.js'
import { atLeast } from '../../kubernetes/versions.js'
import type { ServerWarning } from '../answer.js'
import { child, type Field } from '../field.js'
import { objectAt, objectsAt, stringsAt, text } from './read.js'

const deprecatedLabels: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/arch': 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  'beta.kubernetes.io/os': 'deprecated since v1.14; use "kubernetes.io/os" instead',
  'failure-domain.beta.kubernetes.io/region': 'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  'failure-domain.beta.kubernetes.io/zone': 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  'beta.kubernetes.io/instance-type': 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
}
const deprecatedLabelsSince31: Readonly<Record<string, string>> = {
  'app.kubernetes.io/created-by': 'deprecated since v1.9',
  'scheduler.alpha.kubernetes.io/preferAvoidPods': 'deprecated since v1.22; use Taints and Tolerations instead',
  'node-role.kubernetes.io/master': 'use "node-role.kubernetes.io/control-plane" instead',
}

/** What is said about a node label that another has replaced (GetNodeLabelDeprecatedMessage). */
export function deprecatedNodeLabel(label: string, target: Target): string | undefined {
  if (Object.hasOwn(deprecatedLabels, label)) return deprecatedLabels[label]
  return atLeast(target.version, 31) && Object.hasOwn(deprecatedLabelsSince31, label)
    ? deprecatedLabelsSince31[label]
    : undefined
}

const requiredTerms = 'requiredDuringSchedulingIgnoredDuringExecution'
const preferredTerms = 'preferredDuringSchedulingIgnoredDuringExecution'

/** The server warns of node affinity and spread constraints early, of pod affinity late. */
export function affinityWarnings(spec: JsonObject, at: Field, target: Target, kind: 'node' | 'pod'): ServerWarning[] {
  const affinity = asObject(spec.affinity)
  const place = child(at, 'affinity')
  if (kind === 'pod')
    return ['podAffinity', 'podAntiAffinity'].flatMap((key) =>
      podTermWarnings(asObject(affinity[key]), child(place, key)),
    )
  const node = asObject(affinity.nodeAffinity)
  const nodeAt = child(place, 'nodeAffinity')
  return [
    ...objectsAt(asObject(node[requiredTerms]), 'nodeSelectorTerms').flatMap((term, index) =>
      nodeTermWarnings(term, false, child(nodeAt, requiredTerms, 'nodeSelectorTerms', index), target),
    ),
    ...objectsAt(node, preferredTerms).flatMap((term, index) =>
      nodeTermWarnings(
        asObject(term.preference),
        atLeast(target.version, 33),
        child(nodeAt, preferredTerms, index, 'preference'),
        target,
      ),
    ),
    ...objectsAt(spec, 'topologySpreadConstraints').flatMap((constraint, index) =>
      spreadWarnings(constraint, child(at, 'topologySpreadConstraints', index), target),
    ),
  ]
}

const nullSelector = 'a null labelSelector results in matching no pod'

function podTermWarnings(terms: JsonObject, at: Field): ServerWarning[] {
  const places = [
    ...objectsAt(terms, requiredTerms).map((term, index) => ({ term, place: child(at, requiredTerms, index) })),
    ...objectsAt(terms, preferredTerms).map((term, index) => ({
      term: asObject(term.podAffinityTerm),
      place: child(at, preferredTerms, index, 'podAffinityTerm'),
    })),
  ]
  return places
    .filter(({ term }) => objectAt(term, 'labelSelector') === undefined)
    .map(({ place }) => say(child(place, 'labelSelector'), nullSelector))
}

function nodeTermWarnings(term: JsonObject, checkValues: boolean, at: Field, target: Target): ServerWarning[] {
  return objectsAt(term, 'matchExpressions').flatMap((expression, index) => {
    const place = child(at, 'matchExpressions', index)
    const words = deprecatedNodeLabel(text(expression, 'key'), target)
    const warnings = words === undefined ? [] : [say(child(place, 'key'), `${text(expression, 'key')} is ${words}`)]
    if (!checkValues) return warnings
    return [
      ...warnings,
      ...stringsAt(expression, 'values').flatMap((value, valueIndex) =>
        labelValueFaults(value, target).map((fault) =>
          say(child(place, 'values', valueIndex), `${value} is invalid, ${fault}`),
        ),
      ),
    ]
  })
}

function spreadWarnings(constraint: JsonObject, at: Field, target: Target): ServerWarning[] {
  const topologyKey = text(constraint, 'topologyKey')
  const words = deprecatedNodeLabel(topologyKey, target)
  const warnings = words === undefined ? [] : [say(child(at, 'topologyKey'), `${topologyKey} is ${words}`)]
  return objectAt(constraint, 'labelSelector') === undefined
    ? [...warnings, say(child(at, 'labelSelector'), nullSelector)]
    : warnings
}

function say(at: Field, words: string): ServerWarning {
  return { message: `${at.field}: ${words}`, path: at.path }
}
