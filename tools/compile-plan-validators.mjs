/** Compiles the schemas of our own formats into src/sources/generated, for `rollcast show`: no start pays for Ajv. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'

const root = fileURLToPath(new URL('..', import.meta.url))
const target = join(root, 'src', 'sources', 'generated')
const require = createRequire(import.meta.url)

/** Writes the validators where they are not there yet or the schemas are others. */
export async function compilePlanValidators() {
  const texts = ['plan', 'change'].map((name) => readFileSync(join(root, 'schemas', `${name}.schema.json`), 'utf8'))
  const hash = createHash('sha256').update(readFileSync(fileURLToPath(import.meta.url)))
  for (const text of texts) hash.update(text)
  const stamp = `// ${hash.update(require('ajv/package.json').version).digest('hex')}`
  const file = join(target, 'plan-validators.js')
  if (existsSync(file) && readFileSync(file, 'utf8').startsWith(stamp)) return
  const [{ default: Ajv }, { default: standaloneCode }, { build }] = await Promise.all([
    import('ajv'),
    import('ajv/dist/standalone/index.js'),
    import('esbuild'),
  ])
  const ajv = new (Ajv.default ?? Ajv)({ code: { source: true, esm: true }, strict: false })
  for (const text of texts) ajv.addSchema(JSON.parse(text))
  const code = (standaloneCode.default ?? standaloneCode)(ajv, {
    isPlan: 'rollcast/plan/v1',
    isChangePlan: 'rollcast/change/v1',
  })
  // What Ajv's code asks of its own package (how long a text is) comes along.
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: root },
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    target: 'node20',
    platform: 'neutral',
    mainFields: ['main'],
  })
  mkdirSync(target, { recursive: true })
  writeFileSync(file, `${stamp}\n${outputFiles[0].text}`)
  writeFileSync(
    join(target, 'plan-validators.d.ts'),
    `/** What is wrong, and where: \`/steps/0/outcome\`. */
export interface SchemaFault { readonly instancePath: string; readonly message?: string }
interface Validator { (value: unknown): boolean; readonly errors?: readonly SchemaFault[] | null }
export declare const isPlan: Validator
export declare const isChangePlan: Validator
`,
  )
}
