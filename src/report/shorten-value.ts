/**
 * A mapping or list that the server quotes may run over many lines; longer than this, a person reads only that it is
 * one.
 */
const longestValue = 60

/**
 * The message with a long mapping or list in it (`Invalid value: {"Capabilities":null,…}: may not …`) written as `{…}`
 * or `[…]`, for people. Data formats carry the server's words whole.
 */
export function shortenValue(message: string): string {
  const start = message.search(/ value: [[{]/)
  if (start === -1) return message
  const from = start + ' value: '.length
  const end = endOfValue(message, from)
  if (end === undefined || end - from <= longestValue) return message
  return `${message.slice(0, from)}${message[from] === '[' ? '[…]' : '{…}'}${message.slice(end)}`
}

/** Where the mapping or list that starts at an offset ends; undefined where it does not. */
function endOfValue(text: string, start: number): number | undefined {
  let depth = 0
  for (let at = start; at < text.length; at++) {
    const character = text[at]
    if (character === '"') {
      at++
      while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
    } else if (character === '{' || character === '[') depth++
    else if (character === '}' || character === ']') {
      depth--
      if (depth === 0) return at + 1
    }
  }
  return undefined
}
