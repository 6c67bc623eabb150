import { compose } from './compose.js'
import { composeJson, looksLikeJson, skipBlanks } from './compose-json.js'
import { decode, type Decoded } from './decode.js'
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

export interface ReadText {
  readonly kind: 'yaml' | 'json'
  readonly documents: readonly ReadDocument[]
}

/**
 * Reads all documents of a text as kubectl does (apimachinery's YAMLOrJSONDecoder): what starts with `{` is a row of
 * JSON objects; where the first or the second of them is none, the rest is read as YAML.
 */
export function readDocuments(text: string, isJsonFile = false): ReadText {
  if (!looksLikeJson(text)) return { kind: 'yaml', documents: readYaml(text, 0) }
  const documents: ReadDocument[] = []
  let here = skipBlanks(text, 0)
  while (here < text.length) {
    const document = readOne(text, here, text.length, () => composeJson(text, here))
    if ('fault' in document) {
      if (documents.length > 1) return { kind: 'json', documents: [...documents, document] }
      return readRestAsYaml(text, documents, document, isJsonFile)
    }
    const end = document.root?.end ?? text.length
    documents.push({ ...document, end })
    here = skipBlanks(text, end)
  }
  return { kind: 'json', documents }
}

function readRestAsYaml(text: string, before: ReadDocument[], asJson: BrokenDocument, isJsonFile: boolean): ReadText {
  const rest = readYaml(text, before.length === 0 ? 0 : startOfRest(text, before[0]?.end ?? 0))
  const first = rest[0]
  if (isJsonFile && first !== undefined && 'fault' in first && first.fault.braces === undefined) {
    return { kind: 'json', documents: [...before, asJson, ...rest.slice(1)] }
  }
  return { kind: 'yaml', documents: [...before, ...rest] }
}

/** What is left of the line behind a JSON object belongs to it, if it is blank. */
function startOfRest(text: string, offset: number): number {
  return offset + (/^\s*?(?:\n|(?=\S)|$)/.exec(text.slice(offset))?.[0].length ?? 0)
}

function readYaml(text: string, from: number): ReadDocument[] {
  return splitDocuments(text, from).map(({ start, end, fault }) => {
    if (fault !== undefined) return { start, end, fault }
    const document = readYamlDocument(text, start, end)
    return 'fault' in document ? document : { ...document, end }
  })
}

/** What is refused at the first reading is looked at again too: the second opinion says where, and in which words. */
function readYamlDocument(text: string, start: number, end: number): ReadDocument {
  const composed = compose(text, start, end)
  const document = composed === undefined ? undefined : readOne(text, start, end, () => composed)
  if (document !== undefined && !('fault' in document)) return document
  return readOne(text, start, end, () => composeStrictly(text, start, end))
}

function readOne(text: string, start: number, end: number, composeDocument: () => Composed): ReadDocument {
  let braces: number | undefined
  try {
    const composed = composeDocument()
    braces = composed.braces
    const { root } = composed
    const decoded =
      root === undefined ? { value: null, duplicateKeys: [], surprisingScalars: [] } : decode(root, text, start)
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
