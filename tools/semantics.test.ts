/** Holds docs/semantics: every number that is used anywhere is a statement, and every statement says what shows it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { pages, readStatements, type Statement } from './semantics.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const statements = readStatements()
const byNumber = new Map(statements.map((statement) => [statement.number, statement]))

/** Files below a folder in which a number can stand; recordings themselves name none. */
function textsBelow(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:ts|mjs|js|cjs|md|go|ya?ml)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/[\\/](?:built|generated|node_modules)[\\/]/.test(path))
}

/** The numbers that a text names; of a part such as S-12a, the statement that says it. */
function numbersIn(text: string): readonly string[] {
  return text.match(/(?<![\w-])[SDV]-\d+[a-z]?(?![\w-])/g) ?? []
}

/** A number is a statement, or a part of one: S-12a is what S-12 says under "(a)". */
function resolves(number: string): boolean {
  if (byNumber.has(number)) return true
  const [, whole = '', part = ''] = /^(.*\d)([a-z])$/.exec(number) ?? []
  return byNumber.get(whole)?.text.includes(`(${part})`) === true
}

const cases = new Map<string, ReadonlySet<string>>()
function isCase(folder: string, name: string): boolean {
  const file = join(root, 'testdata/verdicts-own', folder, 'cases.json')
  if (!cases.has(folder))
    cases.set(folder, new Set(existsSync(file) ? Object.keys(JSON.parse(readFileSync(file, 'utf8')) as object) : []))
  return cases.get(folder)?.has(name) === true
}

/** Whether a recording that a statement names is there. */
function exists(named: string): boolean {
  const [kind = '', folder = '', name] = named.split('/')
  const at = (...parts: string[]) => existsSync(join(root, ...parts))
  if (/^(?:own-)?1\.\d+\.\d+$/.test(kind)) return at('testdata/traces', kind, `${folder}.json`)
  if (kind === 'verdicts')
    return at('testdata/verdicts/manifests', folder) || at('testdata/verdicts/pairs', folder, 'after.yaml')
  if (kind === 'verdicts-own' && name !== undefined) return isCase(folder, name)
  return at('testdata', named) || at(named)
}

describe('every statement of docs/semantics', () => {
  it('has a number of its own, on the page of its letter', () => {
    expect(statements.length).toBeGreaterThan(240)
    expect(new Set(statements.map(({ number }) => number)).size).toBe(statements.length)
    for (const { number, page } of statements) expect([number, page]).toEqual([number, pages[number[0] as 'S']])
  })

  const shown = ({ seenIn, readIn, proposals }: Statement) => seenIn.length + readIn.length + proposals.length > 0
  it('says what shows it', () => {
    expect(statements.filter((statement) => !shown(statement)).map(({ number }) => number)).toEqual([])
  })

  it('names recordings that exist', () => {
    const missing = statements.flatMap(({ number, seenIn }) =>
      seenIn.filter((named) => !exists(named)).map((named) => `${number}: ${named}`),
    )
    expect(missing).toEqual([])
  })

  it('names files of Kubernetes that its page lists', () => {
    const unknown = statements.flatMap(({ number, readIn }) =>
      readIn.filter(({ file }) => !file.includes('/')).map(({ file }) => `${number}: ${file}`),
    )
    expect(unknown).toEqual([])
  })
})

describe('every number', () => {
  const folders = ['src', 'rules', 'docs', 'tools', 'testdata', 'conformance', 'bench'].filter((folder) =>
    existsSync(join(root, folder)),
  )
  it.each([...folders, '.'])('in %s is that of a statement', (folder) => {
    const files = folder === '.' ? ['README.md', 'CONTRIBUTING.md'].map((name) => join(root, name)) : textsBelow(folder)
    const unknown = files.flatMap((file) =>
      numbersIn(readFileSync(file, 'utf8'))
        .filter((number) => !resolves(number))
        .map((number) => `${file.slice(root.length)}: ${number}`),
    )
    expect(files.length).toBeGreaterThan(0)
    expect(unknown).toEqual([])
  })
})
