/**
 * The manifests on a rule's page, made fit to be run through the rule. A block may show the part that matters alone:
 * what is around it is put there. What stands behind `yaml` at a block's start says what it is: nothing for the
 * manifest that is looked at, `before` for what it was, a file's name for another file of the run, `{option: value}`
 * for the options under which it counts.
 */
import { goTypes } from '../../kubernetes/go-types/index.js'
import { isObject, type JsonObject } from '../../kubernetes/json.js'
import { kindNamed } from '../../kubernetes/kinds.js'
import { newestMinor } from '../../kubernetes/versions.js'
import { parseYamlValue, readManifestFile } from '../../manifest/index.js'

/** A manifest of a page, and the run that the page puts it into. */
export interface PageCase {
  readonly text: string
  readonly options?: JsonObject
  readonly before?: string
  readonly files: Readonly<Record<string, string>>
}

/** The text below one of a page's headings; empty where there is none. */
export function sectionOf(page: string, heading: string): string {
  const [, section = ''] = page.split(`\n## ${heading}\n`)
  return section.split('\n## ')[0] ?? ''
}

/** The cases of a section. */
export function casesIn(section: string, kinds: readonly string[]): PageCase[] {
  const blocks = [...section.matchAll(/^```yaml *(.*)\n([^]*?)^```$/gm)].map(([, info = '', text = '']) => ({
    info,
    text,
  }))
  const isFile = (info: string) => /\.ya?ml$/.test(info)
  const files = Object.fromEntries(blocks.filter(({ info }) => isFile(info)).map(({ info, text }) => [info, text]))
  const before = blocks.find(({ info }) => info === 'before')?.text
  return blocks
    .filter(({ info }) => info !== 'before' && !isFile(info))
    .map(({ info, text }) => ({
      text: completed(text, kinds),
      ...(info === '' ? {} : { options: parseYamlValue(info) as JsonObject }),
      ...(before === undefined ? {} : { before: completed(before, kinds) }),
      files,
    }))
}

/** The parts of a set that a block can begin with, and what then stands above it. */
const parts: readonly { struct: string; indent: number; above: readonly string[] }[] = [
  { struct: 'apps/v1.StatefulSetSpec', indent: 2, above: [] },
  { struct: 'apps/v1.DaemonSetSpec', indent: 2, above: [] },
  { struct: 'core/v1.PodSpec', indent: 6, above: ['  template:', '    spec:'] },
  {
    struct: 'core/v1.Container',
    indent: 8,
    above: ['  template:', '    spec:', '      containers:', '      - name: example', '        image: example:1'],
  },
]

/** A whole manifest made of a part of one. What cannot be read, and a block of several documents, stays as it is. */
export function completed(block: string, kinds: readonly string[]): string {
  const { documents, faults } = readManifestFile(block)
  const value = documents[0]?.value
  if (faults.length > 0 || documents.length !== 1 || !isObject(value)) return block
  if (['apiVersion', 'kind', 'metadata', 'spec'].some((key) => key in value)) return withTheRest(block, kinds)
  const known = (struct: string) => goTypes(newestMinor).struct(struct).jsonFields
  const fitting = parts
    .map((part) => ({ ...part, fits: Object.keys(value).filter((key) => known(part.struct).has(key)).length }))
    .sort((a, b) => b.fits - a.fits)[0]
  if (fitting === undefined || fitting.fits === 0) return block
  return withTheRest(['spec:', ...fitting.above, indented(block, fitting.indent)].join('\n'), kinds)
}

/** Puts in what a set cannot be without. */
function withTheRest(text: string, [kindByDefault = 'StatefulSet']: readonly string[]): string {
  const read = (): JsonObject => readManifestFile(text).documents[0]?.value as JsonObject
  const kind = typeof read()['kind'] === 'string' ? String(read()['kind']) : kindByDefault
  const missing = [
    ...(read()['apiVersion'] === undefined ? [`apiVersion: ${kindNamed(kind)?.served[0] ?? 'v1'}`] : []),
    ...(read()['kind'] === undefined ? [`kind: ${kind}`] : []),
    ...(read()['metadata'] === undefined ? ['metadata: {name: example}'] : []),
  ]
  let whole = [...missing, text].join('\n')
  if (kind !== 'StatefulSet' && kind !== 'DaemonSet') return whole
  if (read()['spec'] === undefined) whole = `${whole.trimEnd()}\nspec:\n`
  whole = withLine(whole, 'spec:', 'template', '  template:')
  whole = withLine(whole, 'spec:', 'selector', '  selector: {matchLabels: {app: example}}')
  whole = withLine(whole, '  template:', 'metadata', '    metadata: {labels: {app: example}}')
  whole = withLine(whole, '  template:', 'spec', '    spec:')
  return withLine(whole, '    spec:', 'containers', '      containers: [{name: example, image: "example:1"}]')
}

/** Puts a line below another one, unless the mapping there has the key already. */
function withLine(text: string, above: string, key: string, line: string): string {
  const lines = text.split('\n')
  const at = lines.indexOf(above)
  if (at === -1) return text
  const depth = above.length - above.trimStart().length
  const below = lines.slice(at + 1)
  const end = below.findIndex((each) => each.trim() !== '' && each.length - each.trimStart().length <= depth)
  const own = end === -1 ? below : below.slice(0, end)
  const isThere = own.some((each) => each.startsWith(`${' '.repeat(depth + 2)}${key}:`))
  return isThere ? text : [...lines.slice(0, at + 1), line, ...below].join('\n')
}

function indented(text: string, depth: number): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? line : ' '.repeat(depth) + line))
    .join('\n')
}
