import { isAlias, isMap, isScalar, type ParsedNode, type Scalar, type YAMLMap } from 'yaml'

/**
 * Where `yaml` and libyaml read a text differently though `yaml` reports nothing: found by holding both against
 * Kubernetes' own reader on texts changed at random (docs/decisions/yaml-reader.md). Ordinary manifests have none of
 * this.
 */
const features: readonly RegExp[] = [
  // Directives: kubectl cuts them off from their document, and Kubernetes refuses what is left.
  /^%/m,
  // The end of a document, and more behind it: that is another document for `yaml`, and is not looked at by Kubernetes.
  /^\.\.\.\s*\S/m,
  // A key marked by `?`, and a key that is left out: libyaml is stricter about what may stand around them.
  /^[ \t]*(?:- +)*[?:](?:[ \t\r\n]|$)/m,
  // A tab where a key could begin: libyaml refuses it even in a line with nothing else.
  /^ *(?:(?:- *)+\t|\t[ \t]*(?:#|\r?$))/m,
  // Line breaks of YAML 1.1 alone (CR, NEL, LS, PS), byte order marks, and characters that libyaml refuses.
  /\r(?!\n)|[^\t\n\r -~\u00a0-\u2027\u202a-\ufefe\uff00-\ufffd]/,
  // What is nested without end: `yaml` takes seconds for it, and may use up the stack.
  /(?:- +){100}|^ {1000}/m,
]

/**
 * `yaml` takes up to 700 bytes of memory for each character, and four times as long as the second reader: a document
 * that is larger than this is left to that one alone.
 */
const largestForYaml = 256 * 1024

export function needsSecondOpinion(text: string): boolean {
  return text.length > largestForYaml || features.some((feature) => feature.test(text)) || nestsManyBrackets(text)
}

/** What is nested in brackets without end, likewise. Roughly, since brackets in texts are counted too. */
function nestsManyBrackets(text: string): boolean {
  let depth = 0
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code === 0x5b || code === 0x7b) depth += 1
    else if ((code === 0x5d || code === 0x7d) && depth > 0) depth -= 1
    if (depth > 100) return true
  }
  return false
}

/** The same of one node, whose range counts in `text`. */
export function needsSecondOpinionAt(node: ParsedNode, text: string, isInFlow: boolean): boolean {
  if (isAlias(node)) return !anchorName.test(node.source)
  if (node.anchor !== undefined && !anchorName.test(node.anchor)) return true
  if (isScalar(node)) return isOddScalar(node, text)
  if (node.flow !== true) return isMap(node) && beginsWithProperties(node)
  return (
    (!isInFlow && oddInFlow.test(sourceOf(node, text))) ||
    (isMap(node) && node.items.some(({ key }) => isLongKey(key, text)))
  )
}

const sourceOf = ({ range }: ParsedNode, text: string): string => text.slice(range[0], range[1])

/** libyaml's names of anchors are letters, digits, `_` and `-`. */
const anchorName = /^[-\w]+$/

/**
 * In brackets, libyaml ends a plain text at a `?`, takes a `:` for an indicator whatever follows, and a `,` for a part
 * of a tag.
 */
const oddInFlow = /\?|:[,[\]{}]|[\s{[,]:|(?<!\S)[^\s!]*!\S*[,[\]{}]/

/** libyaml wants a key on one line, and no longer than 1024 characters; `yaml` does so too, but not in braces. */
function isLongKey(key: ParsedNode, text: string): boolean {
  const source = sourceOf(key, text)
  return source.length > 1000 || source.includes('\n')
}

/**
 * Escapes: `\/` is of YAML 1.2, half of a surrogate pair is no character; and an escaped line break before an empty
 * line.
 */
const oddEscape = /\\(?:\/|u[dD][89a-fA-F]|U|\r?\n[ \t]*\r?\n)/

/**
 * A text in quotes that ends before a line that is indented less: `yaml` takes an escaped quote at its end for the
 * closing one.
 */
const notClosedDouble = /(?<!\\)\\(?:\\\\)*"$/
const notClosedSingle = /(?<!')'(?:'')*'$/

/** A block text whose indentation is given as a number: they disagree on lines of blanks in it. */
const indentedByNumber = /^[|>][-+]?[1-9]/

function isOddScalar(node: Scalar.Parsed, text: string): boolean {
  const source = sourceOf(node, text)
  if (node.type === 'QUOTE_DOUBLE') return oddEscape.test(source) || notClosedDouble.test(source.slice(1))
  if (node.type === 'QUOTE_SINGLE') return notClosedSingle.test(source.slice(1))
  return (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED') && indentedByNumber.test(source)
}

/** An anchor or a tag in front of the first key of a block is outside of the range that `yaml` gives it. */
function beginsWithProperties({ items }: YAMLMap.Parsed): boolean {
  const first = items[0]?.key
  return first?.anchor !== undefined || first?.tag !== undefined
}
