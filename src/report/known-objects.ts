/** Which set a pod or a claim of a plan belongs to: a plan says it by name. */
import type { FinalState, PlannedStep } from '../planner/plan.js'

/** A StatefulSet or DaemonSet of a plan. */
export interface KnownSet {
  /** `StatefulSet/web`, with the namespace in between where it is not `default`. */
  readonly key: string
  readonly kind: string
  readonly name: string
  readonly namespace?: string
}

/** The sets that a step knows: those before it, those after it, and those that come and go in it. */
export function knownSets(before: FinalState | undefined, step: PlannedStep): KnownSet[] {
  const keys = new Set([...Object.keys(before?.sets ?? {}), ...Object.keys(step.final.sets)])
  for (const round of step.rounds) {
    for (const event of round.controllers) {
      for (const owner of event.kind === 'ControllerRevision' && event.op === 'create' ? (event.owners ?? []) : []) {
        const [kind = '', name = ''] = owner.split('/')
        keys.add(event.namespace === undefined ? owner : `${kind}/${event.namespace}/${name}`)
      }
    }
  }
  return [...keys].map((key) => {
    const parts = key.split('/')
    const namespace = parts.length > 2 ? parts[1] : undefined
    return { key, kind: parts[0] ?? '', name: parts.at(-1) ?? '', ...(namespace === undefined ? {} : { namespace }) }
  })
}

interface Named {
  readonly name: string
  readonly namespace?: string
}

/** The set of a pod; undefined for a pod that stands alone. */
export function setOfPod(sets: readonly KnownSet[], pod: Named): KnownSet | undefined {
  const at = pod.name.indexOf('@')
  const name = at >= 0 ? pod.name.slice(0, at) : pod.name.replace(/-\d+$/, '')
  if (name === pod.name) return undefined
  return sets.find(
    (set) =>
      set.name === name && set.namespace === pod.namespace && set.kind === (at >= 0 ? 'DaemonSet' : 'StatefulSet'),
  )
}

/** The set of a claim (`<template>-<set>-<ordinal>`); of several the one with the longest name. */
export function setOfClaim(sets: readonly KnownSet[], claim: Named): KnownSet | undefined {
  const stem = claim.name.replace(/-\d+$/, '')
  if (stem === claim.name) return undefined
  return sets
    .filter((set) => set.kind === 'StatefulSet' && set.namespace === claim.namespace && stem.endsWith(`-${set.name}`))
    .sort((a, b) => b.name.length - a.name.length)[0]
}

/** The pod that a claim of a set is for. */
export function podOfClaim(set: KnownSet, claim: Named): string {
  return `${set.name}-${ordinalOf(claim.name) ?? ''}`
}

/** The number behind the last `-` of a name. */
export function ordinalOf(name: string): number | undefined {
  const match = /-(\d+)$/.exec(name)
  return match?.[1] === undefined ? undefined : Number(match[1])
}
