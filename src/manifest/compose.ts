import { Composer, isAlias, isMap, isScalar, isSeq, Parser, type Document, type Node } from 'yaml'
import { YamlFault, type YamlNode } from './node.js'

export function compose(text: string, start: number, end: number): YamlNode | undefined {
  const chunk = text.slice(start, end)
  const composer = new Composer({ schema: 'failsafe', uniqueKeys: false, merge: false, version: '1.1', prettyErrors: false, logLevel: 'silent' })
  for (const document of composer.compose(new Parser().parse(chunk))) {
    const fault = document.errors[0]
    if (fault !== undefined) throw new YamlFault(fault.message, start + fault.pos[0])
    return document.contents === null ? undefined : convert(document.contents, document, start, new Map())
  }
  return undefined
}

function convert(node: Node, document: Document.Parsed | Document, base: number, known: Map<Node, YamlNode>): YamlNode {
  const [from, to] = node.range ?? [0, 0]
  const start = base + from
  const end = base + to
  if (isScalar(node)) {
    const made: YamlNode = { kind: 'scalar', start, end, text: String(node.value ?? ''), plain: node.type === 'PLAIN' && node.tag === undefined, tag: node.tag ?? '' }
    known.set(node, made)
    return made
  }
  if (isMap(node)) {
    const entries: { key: YamlNode; value: YamlNode }[] = []
    const made: YamlNode = { kind: 'mapping', start, end, flow: node.flow === true, entries }
    known.set(node, made)
    for (const pair of node.items) {
      const key = convert(pair.key as Node, document, base, known)
      const value = pair.value === null ? { kind: 'scalar' as const, start: key.end, end: key.end, text: '', plain: true, tag: '' } : convert(pair.value as Node, document, base, known)
      entries.push({ key, value })
    }
    return made
  }
  if (isSeq(node)) {
    const items: YamlNode[] = []
    const made: YamlNode = { kind: 'sequence', start, end, flow: node.flow === true, items }
    known.set(node, made)
    for (const item of node.items) items.push(convert(item as Node, document, base, known))
    return made
  }
  if (isAlias(node)) {
    const source = node.resolve(document as Document)
    const target = source === undefined ? undefined : known.get(source)
    if (target === undefined) throw new YamlFault(`There is no anchor &${node.source} before this alias.`, start)
    return { kind: 'alias', start, end, name: node.source, target }
  }
  throw new YamlFault('This cannot be read as YAML.', start)
}
