import type { FieldPath } from '../kubernetes/field-path.js'
import { isMergeKey, mergedMappings } from './decode.js'
import { dereferenced, type MappingEntry, type MappingNode, type YamlNode } from './node.js'
import { keyText } from './resolve-scalar.js'
import type { FieldPart, TextRange } from './types.js'

/**
 * Where a field stands. Behind an alias or a merge key that is where the text is: in the anchored mapping. The way down
 * takes one look-up a step; a mapping's keys are sorted into a table when it is first asked.
 */
export function locate(root: YamlNode, path: FieldPath, part?: FieldPart): TextRange {
  let node = root
  let key: YamlNode | undefined
  for (const step of path) {
    const parent = dereferenced(node)
    if (parent.kind === 'mapping') {
      const entry = entriesOf(parent).get(String(step))
      if (entry === undefined) return keyRange(node, key)
      node = entry.value
      key = entry.key
    } else {
      const item = parent.kind === 'sequence' ? parent.items[Number(step)] : undefined
      if (item === undefined) return keyRange(node, key)
      node = item
      key = undefined
    }
  }
  if (part === 'value') return rangeOfNode(node)
  return part === 'key' || !isShownByItself(node) ? keyRange(node, key) : rangeOfNode(node)
}

const rangeOfNode = (node: YamlNode): TextRange => ({ start: node.start, end: node.end })

/** A list's item and a document have no key: their first line stands for them. */
function keyRange(node: YamlNode, key: YamlNode | undefined): TextRange {
  return rangeOfNode(key ?? firstOf(node))
}

function firstOf(node: YamlNode): YamlNode {
  if (node.kind === 'mapping' && !node.flow) return node.entries[0]?.key ?? node
  if (node.kind === 'sequence' && !node.flow) return node.items[0] === undefined ? node : firstOf(node.items[0])
  return node
}

/** A block of lines, and a value that is left out, are better shown by their key. */
function isShownByItself(node: YamlNode): boolean {
  return node.start < node.end && (node.kind === 'scalar' || node.kind === 'alias' || node.flow)
}

const tables = new WeakMap<MappingNode, ReadonlyMap<string, MappingEntry>>()

/** The entry that counts for each key: the last one, be it written here or brought in by a merge key. */
function entriesOf(mapping: MappingNode): ReadonlyMap<string, MappingEntry> {
  const known = tables.get(mapping)
  if (known !== undefined) return known
  const table = new Map<string, MappingEntry>()
  tables.set(mapping, table)
  for (const entry of mapping.entries) {
    if (isMergeKey(entry.key)) addMerged(table, entry.value)
    else {
      const key = dereferenced(entry.key)
      if (key.kind === 'scalar') table.set(keyText(key), entry)
    }
  }
  return table
}

function addMerged(table: Map<string, MappingEntry>, source: YamlNode): void {
  for (const mapping of mergedMappings(source)) {
    const target = dereferenced(mapping)
    if (target.kind !== 'mapping') continue
    for (const [key, entry] of entriesOf(target)) table.set(key, entry)
  }
}
