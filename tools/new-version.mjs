/**
 * `npm run new-version -- 1.38.0`: what is still to do before Rollcast answers for a version of Kubernetes
 * (docs/new-kubernetes-version.md has the order). With a patch number the Go modules of that version are fetched and
 * compared with those of the version before: which statements have to be read again, and which gates differ.
 * Ends with status 1 while something is missing.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { releases } from './kubernetes-modules.mjs'
import { loadTypescript } from './load-typescript.mjs'
import { functionText, listedGates, sourceFile, stateIn } from './kubernetes-source.mjs'
import { pages, readStatements } from './semantics.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const command = new Command('new-version')
  .description('lists what Rollcast lacks for a version of Kubernetes')
  .argument('<version>', '1.38, or 1.38.0 to compare its source too')
  .option('--since <version>', 'compare the source with that of this version (default: the newest known before it)')
  .parse()

const [, minorText, patch] = /^1\.(\d+)(\.\d+)?$/.exec(command.args[0]) ?? []
if (minorText === undefined) command.error('the version reads 1.38 or 1.38.0', { exitCode: 2 })
const minor = Number(minorText)
const version = patch === undefined ? undefined : command.args[0]
const since = command.opts().since ?? `1.${releases[minor - 1] ?? Object.values(releases).at(-1)}`

let missing = 0
function section(title, lines) {
  console.log(`\n${title}`)
  for (const [ok, text] of lines) {
    if (!ok) missing += 1
    console.log(`  ${ok ? 'ok     ' : 'MISSING'}  ${text}`)
  }
}

const { featureGateNames, gateState, newestMinor, supportedRange } = await loadTypescript(
  `export { featureGateNames, gateState } from './src/kubernetes/feature-gates.js'
  export { newestMinor, supportedRange } from './src/kubernetes/versions.js'`,
)
const read = (path) => readFileSync(join(root, path), 'utf8')
const has = (path) => existsSync(join(root, path))
/** Whether a folder holds a file or folder of the version: `1.38.0.json`, `own-1.38.1`. */
const holds = (folder) =>
  readdirSync(join(root, folder)).some((name) => new RegExp(`^(?:own-)?1\\.${minor}\\.\\d+(?:\\.json)?$`).test(name))

section('Tables', [
  [
    releases[minor] !== undefined,
    `tools/kubernetes-modules.mjs: the patch release of 1.${minor} that the data is made from`,
  ],
  [
    read('src/kubernetes/go-types/generated/types.ts').includes(` v0.${releases[minor] ?? `${minor}.`}`),
    `Go types of 1.${minor}: node tools/update-go-types.mjs`,
  ],
  [has(`schemas/versions/${minor}.json`), `schemas of 1.${minor}: node tools/update-schemas.mjs`],
  [newestMinor >= minor, `src/kubernetes/versions.ts: newestMinor is ${newestMinor}`],
])

section('Recordings', [
  [holds('testdata/verdicts'), `testdata/verdicts/1.${minor}.x.json`],
  ...['apps', 'other-kinds', 'pod-templates'].map((kind) => [
    holds(`testdata/verdicts-own/${kind}`),
    `testdata/verdicts-own/${kind}/1.${minor}.x.json`,
  ]),
  [holds('testdata/stored'), `testdata/stored/1.${minor}.x.json (tools/store-oracle)`],
  [holds('testdata/traces'), `testdata/traces/1.${minor}.x: npm run conformance -- --version 1.${minor}.x …`],
])

section('Documents', [
  [
    read('README.md').includes(`1.29 to 1.${Math.max(minor, newestMinor)}`),
    `README.md: the supported versions, ${supportedRange} in the code`,
  ],
  ...Object.values(pages).map((page) => [
    new RegExp(`^Valid for Kubernetes 1\\.29 to 1\\.${Math.max(minor, newestMinor)} `, 'm').test(
      read(`docs/semantics/${page}`),
    ),
    `docs/semantics/${page}: read again for 1.${minor}, and its second line says so`,
  ]),
  [
    new RegExp(`^\\| gate \\|.*\\| 1\\.${minor} \\|$`, 'm').test(read('docs/semantics/validation.md')),
    `docs/semantics/validation.md: a column for 1.${minor} in the table of gates`,
  ],
])

if (version === undefined) {
  console.log(`\nWith a patch number (1.${minor}.0) the source of that version is compared too: statements and gates.`)
} else {
  compareGates()
  compareStatements()
}
console.log(
  missing === 0
    ? `\nNothing is missing for 1.${minor}.`
    : `\n${missing} missing for 1.${minor}. The order of work: docs/new-kubernetes-version.md`,
)
process.exitCode = missing === 0 ? 0 : 1

/** What our table of gates says of the version, beside what Kubernetes' own list says. */
function compareGates() {
  const listed = listedGates(sourceFile('pkg/features/kube_features.go', version) ?? '')
  const asked = { minor, patch: Number(patch.slice(1)) }
  const words = ({ stage, enabled }) => `${stage}, ${enabled ? 'on' : 'off'}`
  const differing = featureGateNames.flatMap((name) => {
    const ours = gateState(name, asked)
    const theirs = stateIn(listed.get(name), minor) ?? { stage: 'absent', enabled: false }
    // a gate that is gone keeps its last state in our table; only one that never got so far is a surprise
    if (theirs.stage === 'absent' && !['alpha', 'beta'].includes(ours.stage)) return []
    return ours.enabled === theirs.enabled && ours.stage === theirs.stage
      ? []
      : [[false, `${name}: ${words(ours)} in our table, ${words(theirs)} in ${version}`]]
  })
  section(
    'Feature gates',
    differing.length > 0
      ? differing
      : [[true, `all ${featureGateNames.length} gates of our table are as in ${version}`]],
  )
  const changed = [...listed].filter(
    ([name, states]) => !featureGateNames.includes(name) && states.some((state) => state.minor === minor),
  )
  if (changed.length > 0) {
    console.log(`\n  New or changed in 1.${minor}, and in no table of ours. Does one change an answer?`)
    for (const [name, states] of changed) console.log(`    ${name}: ${words(stateIn(states, minor))}`)
  }
}

/** Statements whose source differs: they have to be read again, and their recordings made again. */
function compareStatements() {
  const texts = new Map()
  const textOf = (file, at) => {
    const key = `${at} ${file}`
    if (!texts.has(key)) texts.set(key, sourceFile(file, at))
    return texts.get(key)
  }
  const differing = new Map()
  for (const { number, readIn } of readStatements())
    for (const { file, name } of readIn) {
      if (file.endsWith('kube_features.go')) continue // the gates are compared one by one
      const [before, after] = [since, version].map((at) => functionText(textOf(file, at), name))
      if (before === after) continue
      const what = `${file}${name === undefined ? '' : `: ${name}`}${after === undefined ? ' (gone)' : before === undefined ? ' (new)' : ''}`
      differing.set(what, [...(differing.get(what) ?? []), number])
    }
  console.log(`\nSource that differs between ${since} and ${version}: read it, and then these statements, again`)
  for (const [what, numbers] of differing) console.log(`  ${numbers.join(', ').padEnd(28)}  ${what}`)
  if (differing.size === 0) console.log('  none')
}
