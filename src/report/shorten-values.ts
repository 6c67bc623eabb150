/**
 * A mapping or list that the server quotes may run over many lines; longer than this, a person reads only that it is
 * one.
 */
const longestValue = 60
/** Of a longer quoted text, only the beginning is shown. */
const longestText = 160

/** Where a value begins that somebody quotes: behind `value: `, or a line that is one (a patch). */
const beginnings = /(?:^|(?<= value: ))[[{"]/gm

/**
 * The message with each long mapping or list that is quoted in it (`Invalid value: {"Capabilities":null,…}: may not …`)
 * written as `{…}` or `[…]`, for people. Data formats carry the server's words whole.
 */
export function shortenValues(message: string): string {
  let shortened = ''
  let done = 0
  for (const { index } of message.matchAll(beginnings)) {
    if (index < done) continue
    const end = endOfValue(message, index)
    if (end === undefined) break
    shortened += message.slice(done, index) + shownValue(message.slice(index, end))
    done = end
  }
  return shortened + message.slice(done)
}

function shownValue(value: string): string {
  if (value.startsWith('"')) return value.length <= longestText ? value : `${value.slice(0, longestValue)}…"`
  return value.length <= longestValue ? value : value.startsWith('[') ? '[…]' : '{…}'
}

/** Where the text, mapping or list that starts at an offset ends; undefined where it does not. */
function endOfValue(text: string, start: number): number | undefined {
  let depth = 0
  for (let at = start; at < text.length; at++) {
    const character = text[at]
    if (character === '"') {
      at++
      while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
      if (at >= text.length) return undefined
    } else if (character === '{' || character === '[') depth++
    else if (character === '}' || character === ']') depth--
    if (depth === 0) return at + 1
  }
  return undefined
}
