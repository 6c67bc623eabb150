/**
 * Expands `www-web-{0..4}` in the words of a kubectl line, as the shell would where the line did not stand in quotes.
 * Only runs of numbers: other braces may be JSON.
 */
export function expandBraces(words: readonly string[]): string[] {
  return words.flatMap(expand)
}

function expand(word: string): string[] {
  const match = /^(.*?)\{(\d+)\.\.(\d+)\}(.*)$/.exec(word)
  if (match === null) return [word]
  const [, before = '', from = '', to = '', after = ''] = match
  const [first, last] = [Number(from), Number(to)]
  const step = first <= last ? 1 : -1
  return Array.from({ length: Math.abs(last - first) + 1 }, (_, index) => `${before}${first + index * step}`).flatMap(
    (start) => expand(`${start}${after}`),
  )
}
