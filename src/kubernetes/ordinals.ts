/** How the pods and claims of a StatefulSet are called: by ordinal. */

const numbered = /^(.*)-([0-9]+)$/s

/** The ordinal of a pod of a set, by its name (S-8); undefined where the name is not one of that set's. */
export function ordinalOf(setName: string, name: string): number | undefined {
  const match = numbered.exec(name)
  if (match === null || match[1] !== setName) return undefined
  const ordinal = Number(match[2])
  return ordinal <= 0x7fff_ffff ? ordinal : undefined
}

/** `<stem>-<ordinal>` in its parts, as the name of a claim has them; undefined where no such number ends the name. */
export function splitOrdinal(name: string): { readonly stem: string; readonly ordinal: number } | undefined {
  const match = numbered.exec(name)
  const ordinal = Number(match?.[2])
  return match?.[1] === undefined || String(ordinal) !== match[2] ? undefined : { stem: match[1], ordinal }
}

/** What the names of all claims of one template begin with: `<template>-<set>` (S-71). */
export function claimStem(template: string, setName: string): string {
  return `${template}-${setName}`
}
