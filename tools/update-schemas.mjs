/**
 * Makes schemas/: JSON Schemas of our kinds and all that they reach, pruned from the OpenAPI v3 documents in the Go
 * module k8s.io/kubernetes. Each distinct definition stands once in definitions.json; versions/MINOR.json says which of
 * them a minor version has. For developers (needs Go); the result is committed.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { moduleFolder, releases } from './kubernetes-modules.mjs'
import { loadTypescript } from './load-typescript.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const { answeredTypes } = await loadTypescript("export * from './src/kubernetes/kinds.ts'")
/** `apps/v1 StatefulSet`: the struct that it is decoded into. */
const kinds = Object.fromEntries(answeredTypes.map(({ apiVersion, kind, type }) => [`${apiVersion} ${kind}`, type]))
const documents = [...new Set(answeredTypes.map(({ apiVersion }) => apiVersion))].map((apiVersion) =>
  apiVersion.includes('/') ? `apis__${apiVersion.replace('/', '__')}` : `api__${apiVersion}`,
)

/** io.k8s.api.core.v1.Container → core/v1.Container, the name that src/kubernetes/go-types has for it. */
function shortName(name) {
  const parts = name.replace(/^io\.k8s\.(api\.|apimachinery\.pkg\.(apis\.|api\.|util\.)?)/, '').split('.')
  return `${parts.slice(0, -1).join('/')}.${parts.at(-1)}`
}

/** One schema of OpenAPI as JSON Schema: without texts, defaults and extensions; optional fields also take null. */
function pruned(schema, isOptional) {
  const reference = schema.$ref ?? schema.allOf?.[0]?.$ref
  if (reference !== undefined)
    return { $ref: `#/definitions/${shortName(reference.split('/').at(-1)).replace('/', '~1')}` }
  const types = schema.oneOf?.map((alternative) => alternative.type) ?? (schema.type === undefined ? [] : [schema.type])
  const result =
    types.length === 0 ? {} : { type: isOptional ? [...types, 'null'] : types.length === 1 ? types[0] : types }
  if (schema.format !== undefined) result.format = schema.format
  if (schema.items !== undefined) result.items = pruned(schema.items, true)
  if (schema.properties !== undefined) {
    const required = schema.required ?? []
    result.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, property]) => [name, pruned(property, !required.includes(name))]),
    )
    if (required.length > 0) result.required = required
    result.additionalProperties = false
  } else if (schema.additionalProperties !== undefined) {
    result.additionalProperties = pruned(schema.additionalProperties, true)
  }
  return result
}

/** The definitions that a set of roots reaches. */
function reach(roots, definitions) {
  const reached = new Map()
  const visit = (name) => {
    if (reached.has(name)) return
    reached.set(name, definitions.get(name))
    for (const [, next] of JSON.stringify(definitions.get(name)).matchAll(/"#\/definitions\/([^"]+)"/g))
      visit(next.replace('~1', '/'))
  }
  roots.forEach(visit)
  return reached
}

function readVersion(folder) {
  const definitions = new Map()
  for (const document of documents) {
    const { components } = JSON.parse(
      readFileSync(join(folder, 'api', 'openapi-spec', 'v3', `${document}_openapi.json`), 'utf8'),
    )
    for (const [name, schema] of Object.entries(components.schemas))
      definitions.set(shortName(name), pruned(schema, true))
  }
  return reach(Object.values(kinds), definitions)
}

const distinct = new Map()
const versions = {}
for (const [minor, release] of Object.entries(releases)) {
  const used = {}
  for (const [name, schema] of [...readVersion(moduleFolder(`k8s.io/kubernetes@v1.${release}`))].sort(([a], [b]) =>
    a < b ? -1 : 1,
  )) {
    const variants = distinct.get(name) ?? []
    distinct.set(name, variants)
    const text = JSON.stringify(schema)
    if (!variants.includes(text)) variants.push(text)
    used[name] = variants.indexOf(text)
  }
  versions[minor] = used
}

mkdirSync(join(root, 'schemas', 'versions'), { recursive: true })
const names = [...distinct.keys()].sort()
const lines = names.map(
  (name) =>
    `${JSON.stringify(name)}: [\n${distinct
      .get(name)
      .map((text) => `  ${text}`)
      .join(',\n')}\n]`,
)
writeFileSync(join(root, 'schemas', 'definitions.json'), `{\n${lines.join(',\n')}\n}\n`)
for (const [minor, definitions] of Object.entries(versions)) {
  writeFileSync(
    join(root, 'schemas', 'versions', `${minor}.json`),
    `${JSON.stringify({ version: `1.${releases[minor]}`, kinds, definitions }, null, 1)}\n`,
  )
}
writeFileSync(
  join(root, 'schemas', 'SOURCE.md'),
  `# Where these schemas come from

Pruned by \`node tools/update-schemas.mjs\` from the OpenAPI v3 documents (\`api/openapi-spec/v3\`) of the Go module k8s.io/kubernetes, at the tags
${Object.values(releases)
  .map((release) => `v1.${release}`)
  .join(', ')}. Kubernetes is licensed under the Apache License 2.0, Copyright The Kubernetes Authors.

- \`definitions.json\`: each distinct definition once, by the name of its Go type (\`core/v1.Container\`), as a list of its variants.
- \`versions/MINOR.json\`: which variant of each definition a minor version has, and the definition of each kind.

Left out: descriptions, defaults, extensions. Quantity and IntOrString are type lists; optional fields also take null; unknown fields are refused.
`,
)
console.log(`${names.length} definitions, ${[...distinct.values()].flat().length} distinct`)
