import {
  YamlFault,
  type AliasNode,
  type Composed,
  type MappingEntry,
  type MappingNode,
  type ScalarNode,
  type SequenceNode,
  type YamlNode,
} from '../node.js'
import { hasUnknownHandle, unknownTag } from './scan-properties.js'
import { peekToken, skipToken } from './scanner.js'
import { createScanner, fault, type Scanner, type Token, type TokenType } from './scanner-state.js'

interface Composer {
  readonly scanner: Scanner
  readonly anchors: Map<string, YamlNode>
}

/**
 * The second opinion on a document of YAML: asked where `yaml` reports something, or may read otherwise than Kubernetes
 * does (when.ts). Why it is there, and when it can go: docs/decisions/yaml-reader.md.
 *
 * Makes the tree of the first document between two offsets of a text, by libyaml's grammar, which go-yaml follows.
 * Throws a YamlFault where that refuses the text.
 */
export function composeStrictly(text: string, start: number, end: number): Composed {
  refuseControlCharacters(text, start, end)
  const composer: Composer = { scanner: createScanner(text, start, end), anchors: new Map() }
  const { scanner } = composer
  const first = peekToken(scanner)
  if (first.type === 'stream-end') return { root: undefined, end }
  if (first.type === 'directive') {
    throw fault(
      scanner,
      'Kubernetes cuts a file at the lines "---", so that a line "%…" is cut off from its document. Remove it.',
      first.start,
    )
  }
  if (first.type === 'document-start') skipToken(scanner)
  const next = peekToken(scanner)
  const isEmpty = first.type === 'document-start' && endsDocument.has(next.type)
  const root = isEmpty ? emptyScalar(composer, first.end) : composeNode(composer, true, false)
  const last = peekToken(scanner)
  if (last.type === 'document-end') skipToken(scanner)
  return {
    root,
    end: scanner.base + last.start,
    braces: scanner.braces === undefined ? undefined : scanner.base + scanner.braces,
  }
}

const endsDocument: ReadonlySet<TokenType> = new Set<TokenType>([
  'directive',
  'document-start',
  'document-end',
  'stream-end',
])

/** The characters that may stand in a YAML file: no control characters but tab and line breaks. */
function refuseControlCharacters(text: string, start: number, end: number): void {
  const found = /[^\t\n\r -~\u0085\u00a0-\ufffd]/.exec(text.slice(start, end))
  if (found === null) return
  const code = (found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  throw new YamlFault(
    `The control character U+${code} stands here. Remove it, or write it as an escape in double quotes.`,
    start + found.index,
  )
}

/** Takes the next token if it is of this type. */
function take(composer: Composer, type: TokenType): Token | undefined {
  const next = peekToken(composer.scanner)
  if (next.type !== type) return undefined
  skipToken(composer.scanner)
  return next
}

interface Properties {
  readonly anchor: string
  readonly tag: string
  readonly end: number
}

/** An anchor and a tag, in either order. */
function takeProperties(composer: Composer): Properties | undefined {
  const first = take(composer, 'anchor') ?? take(composer, 'tag')
  if (first === undefined) return undefined
  const second = take(composer, first.type === 'anchor' ? 'tag' : 'anchor')
  const [anchor, tag] = first.type === 'anchor' ? [first, second] : [second, first]
  if (tag !== undefined && hasUnknownHandle(tag.text)) throw fault(composer.scanner, unknownTag, tag.start)
  return { anchor: anchor?.text ?? '', tag: tag?.text ?? '', end: (second ?? first).end }
}

function composeNode(composer: Composer, isBlock: boolean, mayBeIndentless: boolean): YamlNode {
  if (peekToken(composer.scanner).type === 'alias') return composeAlias(composer)
  const properties = takeProperties(composer)
  const next = peekToken(composer.scanner)
  switch (next.type) {
    case 'scalar':
      return composeScalar(composer, next, properties)
    case 'flow-sequence-start':
      return composeFlowSequence(composer, next, properties)
    case 'flow-mapping-start':
      return composeFlowMapping(composer, next, properties)
    case 'block-entry':
      if (mayBeIndentless) return composeIndentlessSequence(composer, next, properties)
      break
    case 'block-sequence-start':
      if (isBlock) return composeBlockSequence(composer, next, properties)
      break
    case 'block-mapping-start':
      if (isBlock) return composeBlockMapping(composer, next, properties)
      break
  }
  if (properties !== undefined)
    return named(composer, properties, emptyScalar(composer, properties.end, properties.tag))
  throw fault(composer.scanner, nothingHere(next), next.start)
}

function nothingHere(next: Token): string {
  switch (next.type) {
    case 'flow-entry':
      return 'A value is expected here, but there is a ",". Put a text that starts with "," in quotes.'
    case 'flow-sequence-end':
    case 'flow-mapping-end':
      return 'A value is expected here, but there is a closing bracket. Put the text in quotes, or remove the bracket.'
    case 'stream-end':
      return 'A value is expected here, but the document ends. Close what is open above.'
    default:
      return 'A value is expected here. Check the indentation of this line and of the one before.'
  }
}

/** Lets aliases find a node; a collection is made known before its content, which may name it. */
function named<Node extends YamlNode>(composer: Composer, properties: Properties | undefined, node: Node): Node {
  if (properties !== undefined && properties.anchor !== '') composer.anchors.set(properties.anchor, node)
  return node
}

function composeAlias(composer: Composer): AliasNode {
  const { base } = composer.scanner
  const { text: name, start, end } = peekToken(composer.scanner)
  const target = composer.anchors.get(name)
  if (target === undefined)
    throw fault(
      composer.scanner,
      `There is no anchor &${name} above this alias. Name it there, or put the text in quotes.`,
      start,
    )
  skipToken(composer.scanner)
  return { kind: 'alias', name, target, start: base + start, end: base + end }
}

function composeScalar(composer: Composer, scalar: Token, properties: Properties | undefined): ScalarNode {
  skipToken(composer.scanner)
  const { base } = composer.scanner
  const tag = properties?.tag ?? ''
  const { start, end, text } = scalar
  return named(composer, properties, {
    kind: 'scalar',
    start: base + start,
    end: base + end,
    text,
    plain: scalar.plain && tag === '',
    tag,
  })
}

/** A value that is left out. */
function emptyScalar({ scanner }: Composer, offset: number, tag = ''): ScalarNode {
  const place = scanner.base + offset
  return { kind: 'scalar', start: place, end: place, text: '', plain: tag === '', tag }
}

type Growing<Node> = { -readonly [Key in keyof Node]: Node[Key] }

function startSequence(
  composer: Composer,
  first: Token,
  properties: Properties | undefined,
  flow: boolean,
): { node: Growing<SequenceNode>; items: YamlNode[] } {
  const items: YamlNode[] = []
  const { base } = composer.scanner
  return {
    node: named(composer, properties, {
      kind: 'sequence',
      flow,
      items,
      start: base + first.start,
      end: base + first.end,
    }),
    items,
  }
}

function startMapping(
  composer: Composer,
  first: Token,
  properties: Properties | undefined,
  flow: boolean,
): { node: Growing<MappingNode>; entries: MappingEntry[] } {
  const entries: MappingEntry[] = []
  const { base } = composer.scanner
  return {
    node: named(composer, properties, {
      kind: 'mapping',
      flow,
      entries,
      start: base + first.start,
      end: base + first.end,
    }),
    entries,
  }
}

function composeBlockSequence(composer: Composer, first: Token, properties: Properties | undefined): SequenceNode {
  const { scanner } = composer
  skipToken(scanner)
  const { node, items } = startSequence(composer, first, properties, false)
  for (let dash = take(composer, 'block-entry'); dash !== undefined; dash = take(composer, 'block-entry')) {
    const next = peekToken(scanner).type
    items.push(
      next === 'block-entry' || next === 'block-end'
        ? emptyScalar(composer, dash.end)
        : composeNode(composer, true, false),
    )
    node.end = items.at(-1)?.end ?? node.end
  }
  if (take(composer, 'block-end') !== undefined) return node
  throw fault(
    scanner,
    'A list item ("- ") is expected here. Check the indentation of this line and of the list above.',
    peekToken(scanner).start,
  )
}

/** A list whose dashes stand no deeper than the key above. */
function composeIndentlessSequence(composer: Composer, first: Token, properties: Properties | undefined): SequenceNode {
  const { node, items } = startSequence(composer, first, properties, false)
  for (let dash = take(composer, 'block-entry'); dash !== undefined; dash = take(composer, 'block-entry')) {
    const next = peekToken(composer.scanner).type
    const isEmpty = next === 'block-entry' || next === 'key' || next === 'value' || next === 'block-end'
    items.push(isEmpty ? emptyScalar(composer, dash.end) : composeNode(composer, true, false))
    node.end = items.at(-1)?.end ?? node.end
  }
  return node
}

function composeBlockMapping(composer: Composer, first: Token, properties: Properties | undefined): MappingNode {
  const { scanner } = composer
  skipToken(scanner)
  const { node, entries } = startMapping(composer, first, properties, false)
  for (let mark = take(composer, 'key'); mark !== undefined; mark = take(composer, 'key')) {
    const key = composePart(composer, mark)
    const colon = take(composer, 'value')
    const value = colon === undefined ? emptyScalar(composer, key.end - scanner.base) : composePart(composer, colon)
    entries.push({ key, value })
    node.end = value.end
  }
  if (take(composer, 'block-end') !== undefined) return node
  const next = peekToken(scanner)
  throw fault(scanner, keyExpected(next), next.start)
}

function keyExpected(next: Token): string {
  if (next.type === 'block-entry')
    return 'A key is expected here, not a list item ("- "). Check the indentation of this line and of the one before.'
  return 'A key is expected here ("name: value"). Check the indentation of this line, and the quotes and brackets of the one before.'
}

/** The key or the value of an entry in a block, behind its `?` or `:`. */
function composePart(composer: Composer, mark: Token): YamlNode {
  const next = peekToken(composer.scanner).type
  return next === 'key' || next === 'value' || next === 'block-end'
    ? emptyScalar(composer, mark.end)
    : composeNode(composer, true, true)
}

function composeFlowSequence(composer: Composer, first: Token, properties: Properties | undefined): SequenceNode {
  const { scanner } = composer
  skipToken(scanner)
  const { node, items } = startSequence(composer, first, properties, true)
  while (peekToken(scanner).type !== 'flow-sequence-end') {
    if (items.length > 0) {
      takeComma(composer, first, ']')
      if (peekToken(scanner).type === 'flow-sequence-end') break
    }
    const mark = take(composer, 'key')
    items.push(mark === undefined ? composeNode(composer, false, false) : composeSinglePair(composer, mark))
  }
  node.end = endOfFlow(composer)
  return node
}

/** `[a: b]` is a list of one mapping. */
function composeSinglePair(composer: Composer, mark: Token): MappingNode {
  const key = composeFlowPart(composer, mark, 'flow-sequence-end', true)
  const colon = take(composer, 'value')
  const value =
    colon === undefined
      ? emptyScalar(composer, key.end - composer.scanner.base)
      : composeFlowPart(composer, colon, 'flow-sequence-end', false)
  return { kind: 'mapping', flow: true, entries: [{ key, value }], start: key.start, end: value.end }
}

function composeFlowMapping(composer: Composer, first: Token, properties: Properties | undefined): MappingNode {
  const { scanner } = composer
  skipToken(scanner)
  const { node, entries } = startMapping(composer, first, properties, true)
  while (peekToken(scanner).type !== 'flow-mapping-end') {
    if (entries.length > 0) {
      takeComma(composer, first, '}')
      if (peekToken(scanner).type === 'flow-mapping-end') break
    }
    entries.push(composeFlowEntry(composer))
  }
  node.end = endOfFlow(composer)
  return node
}

function composeFlowEntry(composer: Composer): MappingEntry {
  const mark = take(composer, 'key')
  if (mark === undefined) {
    const key = composeNode(composer, false, false)
    return { key, value: emptyScalar(composer, key.end - composer.scanner.base) }
  }
  const key = composeFlowPart(composer, mark, 'flow-mapping-end', true)
  const colon = take(composer, 'value')
  const value =
    colon === undefined
      ? emptyScalar(composer, key.end - composer.scanner.base)
      : composeFlowPart(composer, colon, 'flow-mapping-end', false)
  return { key, value }
}

/** The key or the value of an entry in brackets, behind its `?` or `:`. */
function composeFlowPart(composer: Composer, mark: Token, closing: TokenType, isKey: boolean): YamlNode {
  const next = peekToken(composer.scanner).type
  const isEmpty = next === 'flow-entry' || next === closing || (isKey && next === 'value')
  return isEmpty ? emptyScalar(composer, mark.end) : composeNode(composer, false, false)
}

/** A bracket that is left open mostly swallows the lines below: then its own line is the place to look at. */
function takeComma(composer: Composer, opening: Token, closing: string): void {
  if (take(composer, 'flow-entry') !== undefined) return
  const { scanner } = composer
  const next = peekToken(scanner)
  if (/[\r\n]/.test(scanner.text.slice(opening.start, next.start))) {
    throw fault(
      scanner,
      `The closing "${closing}" for this "${scanner.text.charAt(opening.start)}" is missing, or a "," inside of it.`,
      opening.start,
    )
  }
  throw fault(scanner, `A "," or the closing "${closing}" is missing before this.`, next.start)
}

/** Takes the closing bracket. */
function endOfFlow({ scanner }: Composer): number {
  const { end } = peekToken(scanner)
  skipToken(scanner)
  return scanner.base + end
}
