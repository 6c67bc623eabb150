/**
 * A document's text as a tree, before anything is made of it: what a scalar means is decided in resolve-scalar.ts, what
 * a mapping holds in decode.ts. All offsets count from the start of the file.
 */
export type YamlNode = ScalarNode | MappingNode | SequenceNode | AliasNode

interface NodeBase {
  readonly start: number
  readonly end: number
}

export interface ScalarNode extends NodeBase {
  readonly kind: 'scalar'
  /** The text that it holds: quotes, escapes and folds are resolved. */
  readonly text: string
  /** Written without quotes and without a tag, so that its look decides what it is. */
  readonly plain: boolean
  /** The whole tag (`tag:yaml.org,2002:int`, `!mine`), empty where there is none. */
  readonly tag: string
}

export interface MappingNode extends NodeBase {
  readonly kind: 'mapping'
  readonly flow: boolean
  readonly entries: readonly MappingEntry[]
}

export interface MappingEntry {
  readonly key: YamlNode
  readonly value: YamlNode
}

export interface SequenceNode extends NodeBase {
  readonly kind: 'sequence'
  readonly flow: boolean
  readonly items: readonly YamlNode[]
}

export interface AliasNode extends NodeBase {
  readonly kind: 'alias'
  readonly name: string
  readonly target: YamlNode
}

/** The node that an alias stands for; any other node itself. */
export function dereferenced(node: YamlNode): Exclude<YamlNode, AliasNode> {
  let here = node
  while (here.kind === 'alias') here = here.target
  return here
}

/**
 * What a document's text is, and where it ends: Kubernetes' reader looks at nothing behind the first complete value.
 */
export interface Composed {
  /** Undefined where there is nothing but comments. */
  readonly root: YamlNode | undefined
  readonly end: number
  /** Where the first `{{` stands outside of all scalars, as far as it was looked for. */
  readonly braces?: number
}

/**
 * Why a text is refused: the words for people, and the place. Thrown inside this room only; what leaves it is a
 * FileFault or a YamlError.
 */
export class YamlFault extends Error {
  constructor(
    message: string,
    readonly offset: number,
    /** Where a `{{` stands outside of all scalars, if one does: what Kubernetes refuses may be a template. */
    readonly braces?: number,
  ) {
    super(message)
  }
}
