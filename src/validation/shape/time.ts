/** Times as metav1.Time reads them: RFC 3339, and Go's words for anything else (time.Parse). */

const layout = '2006-01-02T15:04:05Z07:00'
/** The parts of the layout, and what each takes. */
const parts: readonly (readonly [element: string, pattern: RegExp])[] = [
  ['2006', /^\d{4}/],
  ['-', /^-/],
  ['01', /^\d{2}/],
  ['-', /^-/],
  ['02', /^\d{2}/],
  ['T', /^T/],
  ['15', /^\d{2}/],
  [':', /^:/],
  ['04', /^\d{2}/],
  [':', /^:/],
  ['05', /^\d{2}(?:[.,]\d+)?/],
  ['Z07:00', /^(?:Z|[+-]\d{2}:\d{2})/],
]
const ranges: readonly (readonly [name: string, index: number, from: number, to: number])[] = [
  ['month', 1, 1, 12],
  ['hour', 3, 0, 23],
  ['minute', 4, 0, 59],
  ['second', 5, 0, 59],
]

/** What is wrong with a time, in Go's words; undefined where nothing is. */
export function timeFault(text: string): string | undefined {
  const quoted = JSON.stringify(text)
  let rest = text
  for (const [element, pattern] of parts) {
    const match = pattern.exec(rest)
    if (match === null)
      return `parsing time ${quoted} as ${JSON.stringify(layout)}: cannot parse ${JSON.stringify(rest)} as ${JSON.stringify(element)}`
    rest = rest.slice(match[0].length)
  }
  if (rest !== '') return `parsing time ${quoted}: extra text: ${JSON.stringify(rest)}`
  const numbers = text.split(/[-T:Z+.,]/).map(Number)
  const outOfRange = ranges.find(([, index, from, to]) => (numbers[index] ?? 0) < from || (numbers[index] ?? 0) > to)
  if (outOfRange !== undefined) return `parsing time ${quoted}: ${outOfRange[0]} out of range`
  const [year = 0, month = 1, day = 1] = numbers
  return day < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate()
    ? `parsing time ${quoted}: day out of range`
    : undefined
}
