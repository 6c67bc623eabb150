import {
  Composer,
  isAlias,
  isMap,
  isScalar,
  Parser,
  Schema,
  type Document,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import type { Composed, MappingEntry, ScalarNode, YamlNode } from './node.js'
import { needsSecondOpinion, needsSecondOpinionAt } from './second-opinion/when.js'

/** All scalars stay texts: what they mean to Kubernetes is decided in resolve-scalar.ts. */
const schema = new Schema({ schema: 'failsafe', resolveKnownTags: false })

/**
 * Makes the tree of the document between two offsets of a text with the `yaml` package. Undefined where `yaml` reports
 * something, or may read it otherwise than Kubernetes does: then the second opinion counts.
 */
export function compose(text: string, start: number, end: number): Composed | undefined {
  const source = text.slice(start, end)
  if (needsSecondOpinion(source)) return undefined
  const documents = composeByYaml(source)
  if (documents === undefined || documents.length > 1) return undefined
  const contents = documents[0]?.contents ?? undefined
  if (contents === undefined) return { root: undefined, end }
  // A text, or nothing, is no manifest: nothing is lost by asking again.
  if (isScalar(contents)) return undefined
  const state: ConvertState = { source, base: start, anchors: new Map(), isDoubtful: false }
  const root = convert(contents, false, state)
  return state.isDoubtful ? undefined : { root, end }
}

/** The documents of a text without their values, unless there is something to report. */
function composeByYaml(source: string): Document.Parsed[] | undefined {
  const documents: Document.Parsed[] = []
  try {
    const composer = new Composer({ schema, version: '1.1', uniqueKeys: false })
    for (const document of composer.compose(new Parser().parse(source))) {
      if (document.errors.length > 0 || document.warnings.length > 0) return undefined
      documents.push(document as Document.Parsed)
    }
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
  return documents
}

interface ConvertState {
  readonly source: string
  readonly base: number
  readonly anchors: Map<string, YamlNode>
  isDoubtful: boolean
}

function convert(node: ParsedNode, isInFlow: boolean, state: ConvertState): YamlNode {
  if (needsSecondOpinionAt(node, state.source, isInFlow)) state.isDoubtful = true
  if (isAlias(node)) return convertAlias(node, state)
  if (isScalar(node)) return named(node, convertScalar(node, state), state)
  return isMap(node) ? convertMapping(node, state) : convertSequence(node, state)
}

/** Lets aliases find a node; a collection is made known before its content, which may name it. */
function named<Made extends YamlNode>({ anchor }: ParsedNode, made: Made, state: ConvertState): Made {
  if (anchor !== undefined) state.anchors.set(anchor, made)
  return made
}

function convertAlias({ source, range }: ParsedNode & { source: string }, state: ConvertState): YamlNode {
  const start = state.base + range[0]
  const target = state.anchors.get(source)
  if (target !== undefined) return { kind: 'alias', name: source, target, start, end: state.base + range[1] }
  state.isDoubtful = true
  return emptyScalar(start)
}

function convertScalar(node: Scalar.Parsed, { source, base }: ConvertState): ScalarNode {
  const text = node.source
  const tag = node.tag ?? ''
  const plain = node.type === 'PLAIN' && tag === ''
  let [start, end] = node.range
  if (node.type === 'PLAIN' && text === '') start = end = endOfContent(source, start, ' \t')
  else if (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED') end = endOfBlock(node, source)
  return { kind: 'scalar', text, plain, tag, start: base + start, end: base + end }
}

/** The end of a block text's last line, or of its header where it has no line. */
function endOfBlock({ range, source: text }: Scalar.Parsed, source: string): number {
  if (text.trim() !== '') return endOfContent(source, range[1], ' \r\n')
  return range[0] + (/^[|>][-+\d]*/.exec(source.slice(range[0], range[1]))?.[0].length ?? 0)
}

/** The offset behind the last character before this one that is none of these. */
function endOfContent(source: string, offset: number, blanks: string): number {
  let here = offset
  while (here > 0 && blanks.includes(source.charAt(here - 1))) here -= 1
  return here
}

/** A value that is left out. */
function emptyScalar(offset: number): ScalarNode {
  return { kind: 'scalar', text: '', plain: true, tag: '', start: offset, end: offset }
}

type Growing<Made> = { -readonly [Key in keyof Made]: Made[Key] }

function convertMapping(node: YAMLMap.Parsed, state: ConvertState): YamlNode {
  const { base } = state
  const flow = node.flow === true
  const entries: MappingEntry[] = []
  const made: Growing<YamlNode> = named(
    node,
    { kind: 'mapping', flow, entries, start: base + node.range[0], end: base + node.range[1] },
    state,
  )
  for (const pair of node.items) {
    const key = convert(pair.key, flow, state)
    const value = pair.value === null ? emptyScalar(key.end) : convert(pair.value, flow, state)
    entries.push({ key, value })
    if (!flow) made.end = value.end
  }
  return made
}

function convertSequence(node: YAMLSeq.Parsed, state: ConvertState): YamlNode {
  const { base } = state
  const flow = node.flow === true
  const items: YamlNode[] = []
  const made: Growing<YamlNode> = named(
    node,
    { kind: 'sequence', flow, items, start: base + node.range[0], end: base + node.range[1] },
    state,
  )
  for (const item of node.items) {
    const converted = convert(item, flow, state)
    items.push(converted)
    if (!flow) made.end = converted.end
  }
  return made
}
