/** Numbers and lists as people write them. */

/** `a`, `a and b`, `a, b and c`; of many, the first and how many more: `a, b and 7 more`. */
export function list(names: readonly string[], most = Infinity): string {
  if (names.length > most) return `${names.slice(0, most - 1).join(', ')} and ${names.length - most + 1} more`
  if (names.length < 2) return names.join('')
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
}

/** A pod or a claim, as it is called. */
export interface Named {
  readonly name: string
  /** Of a StatefulSet's pod, and of a claim for one. */
  readonly ordinal?: number
  /** Of a DaemonSet's pod: people know it by its set and its node. */
  readonly place?: { readonly set: string; readonly node: string }
}

/** The names alone. */
export function plainNames(objects: readonly Named[]): string[] {
  return objects.map(({ name }) => name)
}

/** One object: `web-0`, `agent on node-1`. */
export function oneName({ name, place }: Named): string {
  return place === undefined ? name : `${place.set} on ${place.node}`
}

/**
 * Pods of a set, short: ordinals that follow one another as `web-4 … web-0`, a DaemonSet's as the nodes that they are
 * on.
 */
export function podNames(pods: readonly Named[], most = 4): string {
  const set = pods[0]?.place?.set
  if (set !== undefined) return `${set} on ${nodeNames(pods, most)}`
  const names = plainNames(pods)
  if (names.length > 2 && runs(names)) return `${names[0] ?? ''} … ${names.at(-1) ?? ''}`
  return names.length > most ? list(names, most) : shortened(names).join(', ')
}

/** The nodes of a DaemonSet's pods, short. */
export function nodeNames(pods: readonly Named[], most = 4): string {
  const nodes = pods.map(({ name, place }) => place?.node ?? name)
  if (nodes.length > 2 && runs(nodes)) return `${nodes[0] ?? ''} … ${nodes.at(-1) ?? ''}`
  return nodes.length > most ? list(nodes, most) : nodes.join(', ')
}

/** Long names that differ in their number alone: `a-very-long-name-0`, `-1`. */
export function shortened(names: readonly string[]): readonly string[] {
  const [stem] = names.map((name) => name.replace(/-\d+$/, ''))
  if (
    names.join(', ').length <= 48 ||
    stem === undefined ||
    !names.every((name) => name.startsWith(`${stem}-`) && /^-\d+$/.test(name.slice(stem.length)))
  )
    return names
  return [names[0] ?? '', ...names.slice(1).map((name) => name.slice(stem.length))]
}

/** Whether names are the same but for a number that goes up or down by one. */
function runs(names: readonly string[]): boolean {
  const parts = names.map((name) => /^(.*)-(\d+)$/.exec(name))
  const stem = parts[0]?.[1]
  const numbers = parts.map((part) => Number(part?.[2] ?? NaN))
  const step = (numbers[1] ?? NaN) - (numbers[0] ?? NaN)
  return (
    Math.abs(step) === 1 &&
    parts.every((part) => part?.[1] === stem) &&
    numbers.every((number, index) => index === 0 || number - (numbers[index - 1] ?? NaN) === step)
  )
}

/** How long the longest text is. (Math.max takes no list of any length: as arguments, a hundred thousand are too many.) */
export function widest(texts: readonly string[]): number {
  return texts.reduce((width, { length }) => Math.max(width, length), 0)
}

/** Breaks a text into lines of at most `width` columns. */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => {
    const lines: string[] = []
    let current = ''
    for (const word of line.split(' ')) {
      if (current !== '' && current.length + 1 + word.length > width) {
        lines.push(current)
        current = word
      } else current = current === '' ? word : `${current} ${word}`
    }
    return [...lines, current]
  })
}
