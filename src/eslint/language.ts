/** Rollcast's language, for flat configs under ESLint 9.7 and later: `language: 'rollcast/manifest'`. */
import type { RulesConfig } from '@eslint/core'
import { ConfigCommentParser, Directive, TextSourceCodeBase, VisitNodeStep } from '@eslint/plugin-kit'
import { readManifestFile, type ManifestFile } from '../manifest/index.js'
import { programOf, visitorKeys, type CommentNode, type ManifestNode, type ProgramNode } from './parser.js'

interface LanguageTypes {
  LangOptions: Record<string, unknown>
  RootNode: ProgramNode
  SyntaxElementWithLoc: ProgramNode | ManifestNode | CommentNode
  ConfigNode: CommentNode
}

export interface TextFile {
  readonly body: string | Uint8Array
  readonly path: string
}

export interface ParsedManifests {
  readonly ok: true
  readonly ast: ProgramNode
  readonly manifestFile: ManifestFile
}

const commentParser = new ConfigCommentParser()

type DirectiveKind = 'disable' | 'enable' | 'disable-line' | 'disable-next-line'
const directiveKinds: readonly string[] = [
  'disable',
  'enable',
  'disable-line',
  'disable-next-line',
] satisfies DirectiveKind[]

/** A file of manifests as ESLint walks it. */
export class ManifestSourceCode extends TextSourceCodeBase<LanguageTypes> {
  readonly manifestFile: ManifestFile

  constructor(text: string, { ast, manifestFile }: ParsedManifests) {
    super({ text, ast, lineEndingPattern: /\r?\n/u })
    this.manifestFile = manifestFile
  }

  override getLoc(node: LanguageTypes['SyntaxElementWithLoc']): CommentNode['loc'] {
    return node.loc
  }

  override getRange(node: LanguageTypes['SyntaxElementWithLoc']): [number, number] {
    return node.range
  }

  /** The comments that are meant for ESLint. */
  getInlineConfigNodes(): CommentNode[] {
    return this.ast.comments.filter(({ value }) => /^\s*eslint(?:\s|-enable|-disable)/.test(value))
  }

  getDisableDirectives(): { directives: Directive[]; problems: never[] } {
    const directives: Directive[] = []
    for (const node of this.getInlineConfigNodes()) {
      const { label, value, justification } = commentParser.parseDirective(node.value) ?? {
        label: '',
        value: '',
        justification: '',
      }
      const kind = label.replace(/^eslint-/, '')
      if (directiveKinds.includes(kind))
        directives.push(new Directive({ type: kind as DirectiveKind, node, value, justification }))
    }
    return { directives, problems: [] }
  }

  /** `# eslint rollcast/partition: off`: a rule's severity for this file. */
  applyInlineConfig(): {
    configs: { config: { rules: RulesConfig }; loc: CommentNode['loc'] }[]
    problems: { ruleId: null; message: string; loc: CommentNode['loc'] }[]
  } {
    const configs: { config: { rules: RulesConfig }; loc: CommentNode['loc'] }[] = []
    const problems: { ruleId: null; message: string; loc: CommentNode['loc'] }[] = []
    for (const node of this.getInlineConfigNodes()) {
      const directive = commentParser.parseDirective(node.value)
      if (directive?.label !== 'eslint') continue
      const parsed = commentParser.parseJSONLikeConfig(directive.value)
      if (parsed.ok) configs.push({ config: { rules: parsed.config }, loc: node.loc })
      else problems.push({ ruleId: null, message: parsed.error.message, loc: node.loc })
    }
    return { configs, problems }
  }

  override *traverse(): Iterable<VisitNodeStep> {
    const { ast } = this
    yield new VisitNodeStep({ target: ast, phase: 1, args: [ast] })
    for (const node of ast.body) {
      yield new VisitNodeStep({ target: node, phase: 1, args: [node, ast] })
      yield new VisitNodeStep({ target: node, phase: 2, args: [node, ast] })
    }
    yield new VisitNodeStep({ target: ast, phase: 2, args: [ast] })
  }
}

/** The language object: ESLint reads it as data. */
export const manifestLanguage = {
  fileType: 'text' as const,
  lineStart: 1 as const,
  columnStart: 0 as const,
  nodeTypeKey: 'type' as const,
  visitorKeys,
  defaultLanguageOptions: {},

  /**
   * There are none. Those of others are let through: a configuration may set globals for all files, and ESLint 9.7 to
   * 9.12 gives every language those of JavaScript. Only what was clearly meant for Rollcast is refused.
   */
  validateLanguageOptions(options: Readonly<Record<string, unknown>>): void {
    const name = ['kubernetesVersion', 'featureGates'].find((each) => Object.hasOwn(options, each))
    if (name !== undefined)
      throw new TypeError(`rollcast/manifest has no language options: write ${name} into settings.rollcast.`)
  },

  parse(file: TextFile): ParsedManifests {
    const text = textOf(file)
    const manifestFile = readManifestFile(text, { fileName: file.path })
    return { ok: true, ast: programOf(text, manifestFile), manifestFile }
  },

  createSourceCode(file: TextFile, parsed: ParsedManifests): ManifestSourceCode {
    return new ManifestSourceCode(textOf(file), parsed)
  },
}

function textOf({ body }: TextFile): string {
  return typeof body === 'string' ? body : new TextDecoder().decode(body)
}
