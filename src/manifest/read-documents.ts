import { isObject, type JsonValue } from '../kubernetes/json.js'
import { compose } from './compose.js'
import { composeJson, looksLikeJson, skipBlanks } from './compose-json.js'
import { decode, type Decoded } from './decode.js'
import { usualMaxDocuments, type ReadingLimits } from './limits.js'
import { YamlFault, type Composed, type YamlNode } from './node.js'
import { composeStrictly } from './second-opinion/compose.js'
import { splitDocuments } from './split.js'

/** One document of a text: what it holds, or why it cannot be read. */
export type ReadDocument = GoodDocument | BrokenDocument

export interface GoodDocument extends Decoded {
  readonly start: number
  readonly end: number
  /** Undefined in a document without content. */
  readonly root: YamlNode | undefined
  /** Where text begins of which Kubernetes takes no notice. */
  readonly ignored?: number
}

export interface BrokenDocument {
  readonly start: number
  readonly end: number
  readonly fault: YamlFault
}

export interface ReadOptions extends ReadingLimits {
  readonly isJsonFile?: boolean
}

export interface ReadText {
  readonly kind: 'yaml' | 'json'
  readonly documents: readonly ReadDocument[]
}

/**
 * Reads all documents of a text as kubectl does (apimachinery's YAMLOrJSONDecoder): what starts with `{` is a row of
 * JSON objects; where the first or the second of them is none, the rest is read as YAML.
 */
export function readDocuments(text: string, options: ReadOptions = {}): ReadText {
  const { kind, documents } = readAll(text, options)
  return { kind, documents: upToLimit(documents, options.maxDocuments ?? usualMaxDocuments) }
}

function readAll(text: string, options: ReadOptions): ReadText {
  if (!looksLikeJson(text)) return { kind: 'yaml', documents: readYaml(text, 0, options) }
  const { isJsonFile = false, maxDocuments = usualMaxDocuments } = options
  const documents: ReadDocument[] = []
  let here = skipBlanks(text, 0)
  while (here < text.length && documents.length <= maxDocuments) {
    const document = readOne(text, here, text.length, () => composeJson(text, here), options)
    if ('fault' in document) {
      if (documents.length > 1) return { kind: 'json', documents: [...documents, document] }
      return readRestAsYaml(text, documents, document, { ...options, isJsonFile })
    }
    const end = document.root?.end ?? text.length
    documents.push({ ...document, end })
    here = skipBlanks(text, end)
  }
  return { kind: 'json', documents }
}

/** The documents up to the one with which there are too many; that one stands for all that are not read. */
function upToLimit(documents: readonly ReadDocument[], maxDocuments: number): readonly ReadDocument[] {
  let count = 0
  for (const [index, document] of documents.entries()) {
    count += 'fault' in document ? 1 : Math.max(1, itemsOf(document.value))
    if (count <= maxDocuments) continue
    const message = `This file holds more than ${maxDocuments} documents, and from here on they are not read. Set another limit (--max-documents), or divide the file.`
    const { start, end } = document
    return [...documents.slice(0, index), { start, end, fault: new YamlFault(message, start) }]
  }
  return documents
}

function itemsOf(value: JsonValue): number {
  return isObject(value) && Array.isArray(value['items']) ? value['items'].length : 0
}

function readRestAsYaml(text: string, before: ReadDocument[], asJson: BrokenDocument, options: ReadOptions): ReadText {
  const rest = readYaml(text, before.length === 0 ? 0 : startOfRest(text, before[0]?.end ?? 0), options)
  const first = rest[0]
  if (options.isJsonFile === true && first !== undefined && 'fault' in first && first.fault.braces === undefined) {
    return { kind: 'json', documents: [...before, asJson, ...rest.slice(1)] }
  }
  return { kind: 'yaml', documents: [...before, ...rest] }
}

/** What is left of the line behind a JSON object belongs to it, if it is blank. */
function startOfRest(text: string, offset: number): number {
  return offset + (/^\s*?(?:\n|(?=\S)|$)/.exec(text.slice(offset))?.[0].length ?? 0)
}

function readYaml(text: string, from: number, options: ReadOptions): ReadDocument[] {
  const chunks = splitDocuments(text, from).slice(0, (options.maxDocuments ?? usualMaxDocuments) + 1)
  return chunks.map(({ start, end, fault }) => {
    if (fault !== undefined) return { start, end, fault }
    const document = readYamlDocument(text, start, end, options)
    return 'fault' in document ? document : { ...document, end }
  })
}

/** What is refused at the first reading is looked at again too: the second opinion says where, and in which words. */
function readYamlDocument(text: string, start: number, end: number, limits: ReadingLimits): ReadDocument {
  const composed = compose(text, start, end)
  const document = composed === undefined ? undefined : readOne(text, start, end, () => composed, limits)
  if (document !== undefined && !('fault' in document)) return document
  return readOne(text, start, end, () => composeStrictly(text, start, end), limits)
}

function readOne(
  text: string,
  start: number,
  end: number,
  composeDocument: () => Composed,
  limits: ReadingLimits,
): ReadDocument {
  let braces: number | undefined
  try {
    const composed = composeDocument()
    braces = composed.braces
    const { root } = composed
    const decoded =
      root === undefined ? { value: null, duplicateKeys: [], surprisingScalars: [] } : decode(root, text, start, limits)
    return { ...decoded, start, end, root, ignored: findContent(text, composed.end, end) }
  } catch (error) {
    if (error instanceof YamlFault)
      return {
        start,
        end,
        fault: error.braces === undefined ? new YamlFault(error.message, error.offset, braces) : error,
      }
    if (error instanceof RangeError)
      return { start, end, fault: new YamlFault('This is nested too deeply to be read.', start) }
    throw error
  }
}

const lineWithoutContent = /[ \t]*(?:#[^\r\n]*)?(?:\r\n?|\n|$)/y

/** The first place behind the end of a document that holds more than comments and a line `...`. */
function findContent(text: string, start: number, end: number): number | undefined {
  let here = text.startsWith('...', start) ? start + 3 : start
  while (here < end) {
    lineWithoutContent.lastIndex = here
    const line = lineWithoutContent.exec(text)
    if (line === null) return here + (/^[ \t]*/.exec(text.slice(here, here + 1000))?.[0].length ?? 0)
    here = lineWithoutContent.lastIndex
  }
  return undefined
}
