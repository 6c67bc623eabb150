import { inDomain } from '../domain-counts.js'
import type { NodeInfo } from '../node-info.js'
import { finalRefusal, refusal, type Candidate, type Filter, type Plugin, type SchedulingView } from '../plugin.js'
import { termMatches, type AffinityTerm, type TermSubject } from '../pod-terms.js'

const notNear = finalRefusal("node(s) didn't match pod affinity rules")
const notApart = refusal("node(s) didn't match pod anti-affinity rules")
const unwelcome = refusal("node(s) didn't satisfy existing pods anti-affinity rules")
const nothing: Readonly<Record<string, string>> = {}

function matches(term: AffinityTerm, pod: TermSubject, view: SchedulingView): boolean {
  return termMatches(term, pod, view.namespaceLabels(pod.namespace))
}

/**
 * The pod wants to be where a pod is that all its terms speak of. The first pod of a group that wants to be together
 * may go anywhere where the labels are.
 */
function nearOthers(candidate: Candidate, view: SchedulingView): ((info: NodeInfo) => boolean) | undefined {
  const terms = candidate.needs.affinity
  if (terms.length === 0) return undefined
  const counts = view.domains(terms, () => ({
    keys: [...new Set(terms.map(({ topologyKey }) => topologyKey))],
    counts: (placed) => terms.every((term) => matches(term, placed, view)),
  }))
  const nobody = [...counts.byKey.values()].every((byValue) => [...byValue.values()].every((number) => number <= 0))
  const isFirst = nobody && terms.every((term) => matches(term, candidate, view))
  return (info) => {
    const numbers = terms.map(({ topologyKey }) => inDomain(counts, topologyKey, info))
    return numbers.every((number) => number !== undefined && (number > 0 || isFirst))
  }
}

/** The pod keeps away from pods that one of its terms speaks of. */
function apartFromOthers(candidate: Candidate, view: SchedulingView): ((info: NodeInfo) => boolean) | undefined {
  const terms = candidate.needs.antiAffinity
  if (terms.length === 0) return undefined
  const counted = terms.map((term) => ({
    term,
    counts: view.domains(term, () => ({
      keys: [term.topologyKey],
      counts: (placed) => matches(term, placed, view),
    })),
  }))
  return (info) => counted.every(({ term, counts }) => (inDomain(counts, term.topologyKey, info) ?? 0) <= 0)
}

/** Pods that are there keep the pod away from them. */
function welcome(candidate: Candidate, view: SchedulingView): ((info: NodeInfo) => boolean) | undefined {
  const against = [...view.heldAntiAffinity()].filter(([term]) => matches(term, candidate, view))
  if (against.length === 0) return undefined
  return (info) => against.every(([term, counts]) => (inDomain(counts, term.topologyKey, info) ?? 0) <= 0)
}

/** Required pod affinity and anti-affinity, and that of the pods that are there. */
export const interPodAffinity: Plugin = {
  name: 'InterPodAffinity',
  prepare(candidate, view): Filter | undefined {
    const tests = [
      [nearOthers(candidate, view), notNear],
      [apartFromOthers(candidate, view), notApart],
      [welcome(candidate, view), unwelcome],
    ] as const
    const asked = tests.filter(([test]) => test !== undefined)
    if (asked.length === 0) return undefined
    return (info) => asked.find(([test]) => test?.(info) === false)?.[1]
  },
  listens: (happening) =>
    happening.kind === 'pod' ||
    (happening.after !== undefined && (happening.before === undefined || happening.changed.labels)),
  mayHelp(happening, candidate) {
    const { affinity, antiAffinity } = candidate.needs
    if (happening.kind === 'pod') {
      const { op, placed, before } = happening
      // here Kubernetes looks at no labels of namespaces
      const speaksOf = (term: AffinityTerm, pod: TermSubject): boolean => termMatches(term, pod, nothing)
      const all = (pod: TermSubject): boolean => affinity.length > 0 && affinity.every((term) => speaksOf(term, pod))
      const any = (pod: TermSubject): boolean => antiAffinity.some((term) => speaksOf(term, pod))
      if (op === 'add') return all(placed)
      if (op === 'delete') return any(placed) || placed.needs.antiAffinity.some((term) => speaksOf(term, candidate))
      const old: TermSubject = { namespace: placed.namespace, labels: before ?? nothing }
      return (!all(old) && all(placed)) || (any(old) && !any(placed))
    }
    const { before, after } = happening
    const value = (labels: Readonly<Record<string, string>> | undefined, key: string): string | undefined =>
      labels !== undefined && Object.hasOwn(labels, key) ? labels[key] : undefined
    const nearer = affinity.some(({ topologyKey }) => {
      const now = value(after?.labels, topologyKey)
      return now !== undefined && now !== value(before?.labels, topologyKey)
    })
    const farther = antiAffinity.some(({ topologyKey }) => {
      const old = value(before?.labels, topologyKey)
      return before === undefined || (old !== undefined && old !== value(after?.labels, topologyKey))
    })
    return nearer || farther
  },
}
