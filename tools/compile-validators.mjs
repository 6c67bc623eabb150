/**
 * Compiles schemas/ into src/validation/shape/generated/validators.js with Ajv's standalone code, so that no start pays
 * for it. Each distinct definition becomes one small function that looks at its own fields only: the walk from one
 * object to the next, and what Quantity, Time and the like take, is src/validation/shape's. So the versions share what
 * they have in common.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'

const root = fileURLToPath(new URL('..', import.meta.url))
const target = join(root, 'src', 'validation', 'shape', 'generated')
const require = createRequire(import.meta.url)

const limits = { int32: [-(2 ** 31), 2 ** 31 - 1], int64: [-(2 ** 63), 2 ** 63] }
/** What these take cannot be said in JSON types: Go asks their own UnmarshalJSON. */
const ownWords = new Set([
  'resource.Quantity',
  'meta/v1.Time',
  'meta/v1.MicroTime',
  'meta/v1.FieldsV1',
  'intstr.IntOrString',
])

/**
 * One level of a definition as Go decodes it: null counts as unset everywhere, numbers have a size, nothing is
 * required.
 */
function shallow(schema) {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.replace('#/definitions/', '').replace('~1', '/')
    return ownWords.has(name) ? {} : { type: ['object', 'null'] }
  }
  const type = schema.type === undefined ? undefined : [...new Set([schema.type, 'null'].flat())]
  const result = type === undefined ? {} : { type }
  const [minimum, maximum] = limits[schema.format] ?? []
  if (minimum !== undefined) Object.assign(result, { minimum, maximum })
  if (schema.items !== undefined) result.items = shallow(schema.items)
  if (schema.properties !== undefined)
    result.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, property]) => [name, shallow(property)]),
    )
  if (typeof schema.additionalProperties === 'object')
    result.additionalProperties = shallow(schema.additionalProperties)
  else if (schema.additionalProperties === false) result.additionalProperties = false
  return result
}

/**
 * Of an Ajv error only the place and the keyword are asked: without the rest, and the schemas that it quotes, the code
 * is half as long.
 */
function lean(code) {
  return code
    .replace(/export const (\w+) ?= ?(validate\d+);/g, 'const $1=$2;')
    .replace(/schemaPath:"[^"]*",/g, '')
    .replace(/params:\{(type|comparison):[^{}]*\}/g, 'params:{}')
}

/** Writes the validators where they are not there yet or the schemas are others; tells whether it did. */
export async function compileValidators() {
  const sources = [
    fileURLToPath(import.meta.url),
    join(root, 'schemas', 'definitions.json'),
    ...readdirSync(join(root, 'schemas', 'versions'))
      .sort()
      .map((name) => join(root, 'schemas', 'versions', name)),
  ]
  const hash = createHash('sha256')
  for (const source of sources) hash.update(readFileSync(source))
  const stamp = `// ${hash.update(require('ajv/package.json').version).digest('hex')}`
  const file = join(target, 'validators.js')
  if (existsSync(file) && readFileSync(file, 'utf8').startsWith(stamp)) return false

  const [{ default: Ajv }, { default: standaloneCode }, { transform }] = await Promise.all([
    import('ajv'),
    import('ajv/dist/standalone/index.js'),
    import('esbuild'),
  ])
  const definitions = JSON.parse(readFileSync(sources[1], 'utf8'))
  const ajv = new (Ajv.default ?? Ajv)({
    allErrors: true,
    messages: false,
    strict: true,
    allowUnionTypes: true,
    code: { source: true, esm: true, lines: false, optimize: 3 },
  })
  const functions = new Map() // by the schema's text: many variants differ in what they require only
  const names = {}
  for (const [name, variants] of Object.entries(definitions)) {
    if (ownWords.has(name)) continue
    variants.forEach((schema, variant) => {
      const own = shallow(schema)
      const text = JSON.stringify(own)
      const key = functions.get(text) ?? `${name}_${variant}`.replace(/\W/g, '_')
      if (!functions.has(text)) ajv.addSchema(own, key)
      functions.set(text, key)
      names[`${name} ${variant}`] = key
    })
  }
  const keys = [...functions.values()]
  const code = (standaloneCode.default ?? standaloneCode)(ajv, Object.fromEntries(keys.map((key) => [key, key])))
  const tables = Object.entries(names).map(([name, key]) => `${JSON.stringify(name)}:${key}`)
  const versions = sources.slice(2).map((source) => {
    const { definitions: used } = JSON.parse(readFileSync(source, 'utf8'))
    return `${/(\d+)\.json$/.exec(source)[1]}:${JSON.stringify(Object.fromEntries(Object.entries(used).filter(([name]) => !ownWords.has(name))))}`
  })
  const whole = `${lean(code)}\nexport const validators={${tables.join(',')}};\nexport const variants={${versions.join(',')}};\n`
  const { code: minified } = await transform(whole, {
    minify: true,
    treeShaking: true,
    target: 'node20',
    format: 'esm',
  })
  mkdirSync(target, { recursive: true })
  writeFileSync(file, `${stamp}\n${minified}`)
  writeFileSync(
    join(target, 'validators.d.ts'),
    `import type { ErrorObject } from 'ajv'
/** An Ajv function for each distinct definition (\`core/v1.Container 2\`). */
export declare const validators: Readonly<Record<string, { (data: unknown): boolean; errors?: ErrorObject[] | null }>>
/** For each minor version: which variant of each definition it has. */
export declare const variants: Readonly<Record<number, Readonly<Record<string, number>>>>
`,
  )
  return true
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  console.log((await compileValidators()) ? 'compiled' : 'nothing to do')
