/**
 * Rollcast's parser, for ESLint 8.57 and later and for both kinds of configuration: one Program with a Manifest node
 * for each document. It never throws: a parser that throws would hide every document of the file; broken ones are
 * reported by a rule.
 */
import { commentsOf, type TextComment } from '../manifest/comments.js'
import { readManifestFile, type ManifestFile, type ReadingLimits } from '../manifest/index.js'
import type { HostPosition } from './host.js'
import { packageName, packageVersion } from './package.js'

interface Located {
  readonly range: [number, number]
  readonly loc: { readonly start: HostPosition; readonly end: HostPosition }
}

/** A document of the file. */
export interface ManifestNode extends Located {
  readonly type: 'Manifest'
  /** From 0, broken and empty documents counted too. */
  readonly index: number
}

/** A `#` comment. ESLint looks for its own directives in block comments. */
export interface CommentNode extends Located {
  readonly type: 'Block'
  readonly value: string
}

export interface ProgramNode extends Located {
  readonly type: 'Program'
  readonly sourceType: 'module'
  readonly body: ManifestNode[]
  readonly comments: CommentNode[]
  readonly tokens: never[]
}

export interface ParseResult {
  readonly ast: ProgramNode
  readonly services: { readonly manifestFile: ManifestFile }
  readonly visitorKeys: Readonly<Record<string, string[]>>
}

export const visitorKeys: Readonly<Record<string, string[]>> = { Program: ['body'], Manifest: [] }

export const meta = { name: `${packageName}/parser`, version: packageVersion }

/** What ESLint hands in, and what a configuration may set (`parserOptions`): how much of a file is read. */
export interface ParserOptions extends ReadingLimits {
  readonly filePath?: string
}

/** Reads a file's text for ESLint. */
export function parseForESLint(text: string, options: ParserOptions = {}): ParseResult {
  const manifestFile = readManifestFile(text, { ...options, fileName: options.filePath })
  return { ast: programOf(text, manifestFile), services: { manifestFile }, visitorKeys }
}

function mayDirectEslint(text: string): boolean {
  if (!text.includes('eslint')) return false
  return text.split('\n').some((line) => line.includes('#') && line.includes('eslint', line.indexOf('#')))
}

/** The syntax tree of a file that has been read. */
export function programOf(text: string, file: ManifestFile): ProgramNode {
  const positionAt = (offset: number): HostPosition => {
    const { line, column } = file.positionAt(offset)
    return { line, column: column - 1 }
  }
  const located = (start: number, end: number): Located => ({
    range: [start, end],
    loc: { start: positionAt(start), end: positionAt(end) },
  })
  // Finding comments takes a walk over all tokens: only where one may be meant for ESLint.
  const comments: readonly TextComment[] = file.kind === 'yaml' && mayDirectEslint(text) ? commentsOf(text) : []
  return {
    type: 'Program',
    sourceType: 'module',
    body: file.documents.map(({ index, range }) => ({ type: 'Manifest', index, ...located(range.start, range.end) })),
    comments: comments.map(({ range, value }) => ({ type: 'Block', value, ...located(range.start, range.end) })),
    tokens: [],
    ...located(0, text.length),
  }
}
