import { usualMaxBytes, type ReadingLimits } from './limits.js'
import type { FieldPath } from '../kubernetes/field-path.js'
import { setEntry, type JsonObject, type JsonValue } from '../kubernetes/json.js'
import {
  YamlFault,
  type AliasNode,
  type MappingEntry,
  type MappingNode,
  type ScalarNode,
  type YamlNode,
} from './node.js'
import { isSurprising, jsonScalar, keyText, resolveScalar } from './resolve-scalar.js'
import { positionsIn } from './text-positions.js'
import type { DuplicateKey, SurprisingScalar, TextRange } from './types.js'

/** What a document holds, and what is worth saying about how it is written. */
export interface Decoded {
  readonly value: JsonValue
  readonly duplicateKeys: readonly DuplicateKey[]
  readonly surprisingScalars: readonly SurprisingScalar[]
}

/** Makes the value of a document from its tree, as sigs.k8s.io/yaml does; throws a YamlFault where that refuses it. */
export function decode(
  root: YamlNode,
  text: string,
  documentStart: number,
  { maxBytes = usualMaxBytes }: ReadingLimits = {},
): Decoded {
  const state: DecodeState = {
    text,
    path: [],
    duplicateKeys: [],
    surprisingScalars: [],
    lineAt: linesIn(text, documentStart, root.end),
    openAliases: new Set(),
    nodes: 0,
    nodesOfAliases: 0,
    maxBytes,
    charactersOfAliases: 0,
  }
  const value = decodeNode(root, state)
  return { value, duplicateKeys: state.duplicateKeys, surprisingScalars: state.surprisingScalars }
}

interface DecodeState {
  readonly text: string
  /** The line that the API server names for an offset: counted from the document's start, whose `---` is line 1. */
  readonly lineAt: (offset: number) => number
  readonly path: (string | number)[]
  readonly duplicateKeys: DuplicateKey[]
  readonly surprisingScalars: SurprisingScalar[]
  readonly openAliases: Set<AliasNode>
  nodes: number
  nodesOfAliases: number
  readonly maxBytes: number
  charactersOfAliases: number
}

function decodeNode(node: YamlNode, state: DecodeState): JsonValue {
  countNode(node, state)
  switch (node.kind) {
    case 'scalar':
      return decodeScalar(node, state)
    case 'alias':
      return throughAlias(node, state, () => decodeNode(node.target, state))
    case 'sequence':
      return node.items.map((item, index) => decodeAt(index, item, state))
    case 'mapping': {
      const object: JsonObject = {}
      fillObject(object, node, state)
      return object
    }
  }
}

function decodeScalar(node: ScalarNode, state: DecodeState): JsonValue {
  const resolved = resolveScalar(node)
  const value = jsonScalar(node, resolved)
  if (node.plain && resolved.type !== 'string' && isSurprising(node.text, resolved))
    noteSurprise(node, value, state.path, false, state)
  return value
}

/** Puts a mapping's entries into an object in the order of the text: a later entry wins, a merge key's entries too. */
function fillObject(object: JsonObject, mapping: MappingNode, state: DecodeState): void {
  const seen = new Map<string, MappingEntry>()
  for (const entry of mapping.entries) {
    if (isMergeKey(entry.key)) {
      merge(object, entry.value, state)
      continue
    }
    const key = decodeKey(entry.key, state)
    setEntry(object, key, decodeAt(key, entry.value, state))
    const before = seen.get(key)
    if (before !== undefined && state.openAliases.size === 0) noteDuplicate(key, before, entry, state)
    seen.set(key, entry)
  }
}

function decodeKey(node: YamlNode, state: DecodeState): string {
  countNode(node, state)
  const target = node.kind === 'alias' ? node.target : node
  if (target.kind !== 'scalar')
    throw new YamlFault('A mapping or a list is used as a key. A key has to be a plain text.', node.start)
  const key = keyText(target)
  if (target.plain && key !== target.text) {
    const resolved = resolveScalar(target)
    if (isSurprising(target.text, resolved))
      noteSurprise(target, jsonScalar(target, resolved), [...state.path, key], true, state)
  }
  return key
}

/** Whether a key is YAML 1.1's merge key `<<`. */
export function isMergeKey(node: YamlNode): boolean {
  return (
    node.kind === 'scalar' &&
    node.text === '<<' &&
    (node.plain || node.tag === '!' || node.tag === 'tag:yaml.org,2002:merge')
  )
}

/** The mappings that a merge key brings in, in the order in which they are put in: of a list, the first one wins. */
export function mergedMappings(node: YamlNode): YamlNode[] {
  const sources = node.kind === 'sequence' ? [...node.items].reverse() : [node]
  for (const source of sources) {
    const target = source.kind === 'alias' ? source.target : source
    if (target.kind !== 'mapping') {
      throw new YamlFault(
        'The merge key "<<" takes a mapping or a list of mappings, usually an alias such as *name.',
        source.start,
      )
    }
  }
  return sources
}

function merge(object: JsonObject, node: YamlNode, state: DecodeState): void {
  for (const source of mergedMappings(node)) {
    countNode(source, state)
    if (source.kind === 'mapping') fillObject(object, source, state)
    else if (source.kind === 'alias') {
      throughAlias(source, state, () => {
        countNode(source.target, state)
        fillObject(object, source.target as MappingNode, state)
      })
    }
  }
}

function decodeAt(key: string | number, node: YamlNode, state: DecodeState): JsonValue {
  state.path.push(key)
  const value = decodeNode(node, state)
  state.path.pop()
  return value
}

function throughAlias<Result>(node: AliasNode, state: DecodeState, decodeTarget: () => Result): Result {
  if (state.openAliases.has(node))
    throw new YamlFault(`The anchor "${node.name}" contains itself. Remove the alias *${node.name} in it.`, node.start)
  state.openAliases.add(node)
  const result = decodeTarget()
  state.openAliases.delete(node)
  return result
}

/** go-yaml's guard against documents that grow without bound by aliases of aliases (decode.go, allowedAliasRatio). */
function countNode(node: YamlNode, state: DecodeState): void {
  state.nodes += 1
  if (state.openAliases.size > 0) {
    state.nodesOfAliases += 1
    if (node.kind === 'scalar') state.charactersOfAliases += node.text.length
    if (state.charactersOfAliases > state.maxBytes) throw tooLarge(node, state.maxBytes)
  }
  if (state.nodesOfAliases <= 100 || state.nodes <= 1000) return
  const share = Math.min(Math.max((state.nodes - 400_000) / 3_600_000, 0), 1)
  if (state.nodesOfAliases / state.nodes > 0.99 - 0.89 * share) {
    throw new YamlFault(
      'Aliases of aliases make this document too large: Kubernetes refuses it. Write the values out.',
      node.start,
    )
  }
}

/** A document of one long text and a thousand aliases of it: Kubernetes would write it out a thousand times. */
function tooLarge({ start }: YamlNode, maxBytes: number): YamlFault {
  return new YamlFault(
    `Aliases make more than ${maxBytes} characters of this document. Write the values out, or set another limit (--max-bytes).`,
    start,
  )
}

function noteDuplicate(key: string, first: MappingEntry, second: MappingEntry, state: DecodeState): void {
  const range = ({ key: { start, end } }: MappingEntry): TextRange => ({ start, end })
  const line = state.lineAt(second.value.start)
  state.duplicateKeys.push({ path: [...state.path, key], first: range(first), second: range(second), line })
}

function linesIn(text: string, start: number, end: number): (offset: number) => number {
  let positionAt: ReturnType<typeof positionsIn> | undefined
  return (offset) => {
    positionAt ??= positionsIn(text.slice(start, end))
    return positionAt(offset - start).line + (start === 0 ? 0 : 1)
  }
}

function noteSurprise(node: ScalarNode, value: JsonValue, path: FieldPath, isKey: boolean, state: DecodeState): void {
  const range = { start: node.start, end: node.end }
  state.surprisingScalars.push({
    path: [...path],
    source: state.text.slice(range.start, range.end),
    value,
    range,
    isKey,
  })
}
