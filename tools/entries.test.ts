import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import vm from 'node:vm'
import { build } from 'esbuild'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { anywhereEntries, entries, forAnywhere, imported } from './entries.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What a script has everywhere, beside the language itself. */
const everywhere = { TextDecoder, TextEncoder }

/** Runs a script in a world without Node. */
async function runs(script: string): Promise<unknown> {
  const { outputFiles } = await build({
    ...forAnywhere,
    stdin: { contents: script, resolveDir: root, loader: 'ts' },
    absWorkingDir: root,
    format: 'iife',
    globalName: 'made',
    supported: { 'top-level-await': true },
    write: false,
  })
  const text = vm.runInNewContext(`${outputFiles[0]?.text ?? ''}\nJSON.stringify(made.default)`, { ...everywhere })
  return JSON.parse(text as string)
}

describe('what runs anywhere', () => {
  it('plans a manifest and reports it, from its text', async () => {
    const report = await runs(`
      import { readObjects } from './src/manifest/index.js'
      import { parseVersion, plan, resolveTarget } from './src/planner/index.js'
      import { planText } from './src/report/plan-text.js'
      const text = ${JSON.stringify(readFileSync(new URL('../testdata/chapter/sample-statefulset.yaml', import.meta.url), 'utf8'))}
      const steps = [{ do: 'apply', objects: readObjects(text) }]
      const made = plan({ target: resolveTarget(parseVersion('1.36'), {}), steps })
      export default planText(made, { full: false, colours: false, width: 100 })
    `)
    expect(report).toContain('StatefulSet sample-statefulset')
    expect(report).toContain('Plan: 0 pods to replace, 3 to add, 0 to remove.')
  })

  it('answers as the API server does', async () => {
    const answer = await runs(`
      import { answerCreate, parseVersion, resolveTarget } from './src/validation/index.js'
      const set = { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'web' }, spec: {} }
      export default answerCreate(set, resolveTarget(parseVersion('1.36')))
    `)
    expect(answer).toMatchObject({ accepted: false, code: 422 })
  })

  it.each(Object.keys(anywhereEntries))(
    '%s.js, as it is published, names none of the modules of Node',
    (name: string) => {
      const seen = new Set<string>()
      const look = (file: string): void => {
        if (seen.has(file)) return
        seen.add(file)
        const text = readFileSync(new URL(`../dist/${file}`, import.meta.url), 'utf8')
        expect(text).not.toMatch(/["']node:|createRequire|\bprocess\.(env|argv|cwd)/)
        for (const [, path = ''] of text.matchAll(/(?:from|import|import\()\s*["']\.\/([^"']+)["']/g))
          look(file.startsWith('chunks/') && !path.startsWith('chunks/') ? `chunks/${path}` : path)
      }
      look(`${name}.js`)
      expect(seen.size).toBeGreaterThan(name === 'manifest' ? 0 : 1)
    },
  )
})

describe('what somebody imports', () => {
  const files = imported.map((name) => `${root}/${entries[name as keyof typeof entries]}`)
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(`${root}/tsconfig.json`, (path) => ts.sys.readFile(path)).config,
    ts.sys,
    root,
  )
  const program = ts.createProgram(files, { ...options, noEmit: true })
  const checker = program.getTypeChecker()

  it.each(files.map((file) => [file.slice(root.length + 1), file]))('%s: each export says what it is', (_, file) => {
    const source = program.getSourceFile(file)
    const module = source === undefined ? undefined : checker.getSymbolAtLocation(source)
    const exported = module === undefined ? [] : checker.getExportsOfModule(module)
    expect(exported.length).toBeGreaterThan(0)
    const silent = exported
      .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
      .filter((symbol) => symbol.getDocumentationComment(checker).length === 0)
    expect(silent.map(({ name }) => name)).toEqual([])
  })
})
