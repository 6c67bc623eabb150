/**
 * Holds our answers against those of the real API server on real manifests: every StatefulSet and DaemonSet of the
 * corpus, and every update of one. The corpus belongs to its authors, so it is read where it lies and nothing of it is
 * copied: docs/corpus.md gets numbers only. It is found in $ROLLCAST_CORPUS, or in ../shared/corpus beside this
 * repository; without it there is nothing to do.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { lintAnswers, lintCorpus } from './corpus-lint.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const corpus = resolve(process.env.ROLLCAST_CORPUS ?? join(root, '..', 'shared', 'corpus'))
const verdicts = resolve(process.env.ROLLCAST_CORPUS_VERDICTS ?? join(corpus, '..', 'corpus-verdicts'))
if (!existsSync(join(corpus, 'manifests')) || !existsSync(verdicts)) {
  console.log(
    `No corpus in ${corpus}, or no verdicts on it in ${verdicts}: nothing to compare. Set ROLLCAST_CORPUS to where it lies.`,
  )
  process.exit(0)
}

const bundle = await build({
  stdin: {
    contents: `export { answerCreate, answerUpdate } from './src/validation/index.js'
      export { manifestsOf, readManifestFile } from './src/manifest/index.js'
      export { resolveTarget } from './src/kubernetes/target.js'
      export { parseVersion, supportedVersions } from './src/kubernetes/versions.js'`,
    resolveDir: root,
  },
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'browser',
  target: 'node20.19',
  logLevel: 'warning',
})
const { answerCreate, answerUpdate, manifestsOf, parseVersion, readManifestFile, resolveTarget, supportedVersions } =
  await import(`data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].text).toString('base64')}`)

const filesBelow = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
        .sort()
    : []

/**
 * The sets of a file by `kind/namespace/name`, cut up as the recorder does it: at each line of dashes, together with
 * the line behind it, and the last set of a name counts.
 */
function setsOf(path) {
  const sets = new Map()
  if (!existsSync(path)) return sets
  for (const text of readFileSync(path, 'utf8').split(/^---(?:\s.*)?$/m)) {
    const [manifest] = manifestsOf(readManifestFile(text))
    const isSet = manifest?.apiVersion === 'apps/v1' && ['StatefulSet', 'DaemonSet'].includes(manifest.kind)
    if (isSet && manifest.base.length === 0 && manifest.name !== '')
      sets.set(`${manifest.kind}/${manifest.namespace}/${manifest.name}`, manifest)
  }
  return sets
}

function ask(verdict, target) {
  const [file, key] = verdict.case.split(' ')
  if (!file.startsWith('pairs/')) {
    const set = setsOf(join(corpus, file)).get(key)
    return set && answerCreate(set.object, target, { duplicateKeys: set.document.duplicateKeys })
  }
  const before = setsOf(join(corpus, file, 'before.yaml')).get(key)
  // the recorder creates what was there before without strict decoding
  if (verdict.case.endsWith(' before'))
    return (
      before &&
      answerCreate(before.object, target, {
        fieldValidation: 'Warn',
        dryRun: false,
        duplicateKeys: before.document.duplicateKeys,
      })
    )
  const after = setsOf(join(corpus, file, 'after.yaml')).get(key)
  return (
    before &&
    after &&
    answerUpdate(before.object, after.object, target, { duplicateKeys: after.document.duplicateKeys })
  )
}

/** The recorder keeps the header's own quotation marks, but for the last one. */
const plainWarning = (text) => text.replaceAll('\\"', '"').replace(/[\\"]+$/, '')
const sorted = (list) => [...list].sort()
const facts = (causes) => sorted((causes ?? []).map(({ field, reason, message }) => `${field} ${reason} ${message}`))

function difference(verdict, answer) {
  if (answer === undefined) return 'no answer'
  if (verdict.accepted !== answer.accepted)
    return `server ${verdict.accepted ? 'accepts' : `refuses: ${verdict.message}`}; we ${answer.accepted ? 'accept' : `refuse: ${answer.message}`}`
  if (verdict.code !== answer.code) return `code ${verdict.code}, ours ${answer.code}`
  const [theirs, ours] = [facts(verdict.causes), facts(answer.causes)]
  if (theirs.join('\n') !== ours.join('\n'))
    return `causes\n    ${theirs.join('\n    ')}\n  ours\n    ${ours.join('\n    ')}`
  if (answer.causes.length === 0 && (verdict.message ?? '') !== answer.message)
    return `message ${verdict.message}\n  ours ${answer.message}`
  const [warned, warnings] = [
    sorted((verdict.warnings ?? []).map(plainWarning)),
    sorted(answer.warnings.map(({ message }) => plainWarning(message))),
  ]
  return warned.join('\n') === warnings.join('\n')
    ? undefined
    : `warnings ${JSON.stringify(warned)}\n  ours ${JSON.stringify(warnings)}`
}

const rows = []
let disagreements = 0
for (const name of readdirSync(verdicts)
  .filter((file) => file.endsWith('.json'))
  .sort()) {
  const version = name.replace('.json', '')
  const target = resolveTarget(parseVersion(version))
  const row = {
    version,
    objects: 0,
    updates: 0,
    accepted: 0,
    refused: 0,
    causes: 0,
    warnings: 0,
    disagreements: 0,
    lint: '',
  }
  const recorded = JSON.parse(readFileSync(join(verdicts, name), 'utf8'))
  for (const verdict of recorded) {
    const isUpdate = verdict.case.startsWith('pairs/') && !verdict.case.endsWith(' before')
    row[isUpdate ? 'updates' : 'objects']++
    row[verdict.accepted ? 'accepted' : 'refused']++
    row.causes += verdict.causes?.length ?? 0
    row.warnings += verdict.warnings?.length ?? 0
    const differs = difference(verdict, ask(verdict, target))
    if (differs === undefined) continue
    row.disagreements++
    console.log(`${version} ${verdict.case}\n  ${differs}`)
  }
  const linted = await lintCorpus(version, recorded, corpus)
  for (const differs of linted.differences) console.log(`${version} ${differs}`)
  row.lint = `${linted.count - linted.differences.length} of ${linted.count}`
  rows.push(row)
  disagreements += row.disagreements + linted.differences.length
}

/** Everything else in the corpus has to be read without a crash, under every version. */
const reading = { files: 0, templates: 0, objects: 0, broken: 0 }
const targets = supportedVersions.map((version) => resolveTarget(parseVersion(version)))
const judged = new Set(filesBelow(join(corpus, 'manifests')))
for (const folder of ['manifests', 'pairs', 'odd', 'templates']) {
  for (const path of filesBelow(join(corpus, folder))) {
    const file = readManifestFile(readFileSync(path, 'utf8'), { fileName: path })
    reading.files++
    if (file.kind === 'template') reading.templates++
    if (judged.has(path) && file.faults.some(({ id }) => id === 'broken-yaml')) {
      reading.broken++
      console.log(`${relative(corpus, path)} is called broken: ${file.faults[0].message}`)
    }
    for (const manifest of manifestsOf(file)) {
      reading.objects++
      for (const target of targets) answerCreate(manifest.object, target)
    }
  }
}

if (
  !(await lintAnswers(
    supportedVersions.at(-1),
    ['odd', 'templates'].map((folder) => join(corpus, folder)).filter(existsSync),
  ))
) {
  disagreements++
  console.log('lint gives no answer to the odd files and templates')
}

const table = rows.map((row) => `| ${Object.values(row).join(' | ')} |`).join('\n')
writeFileSync(
  join(root, 'docs', 'corpus.md'),
  `# Real manifests

Written by \`npm run corpus\`, which holds our answers against the recorded ones of the real API server: accepted or refused, the status
code, each cause with its field, reason and message, and the warnings; then the linter itself: an error for what is refused, none for
what is accepted. The corpus holds the StatefulSets and DaemonSets of 60 projects
and their history; it is read where it lies and not part of this repository.

| version | sets created | sets updated | accepted | refused | causes | warnings | disagreements | lint --config api alike |
|---|---|---|---|---|---|---|---|---|
${table}

Read without a crash, and answered for each version from ${supportedVersions[0]} to ${supportedVersions.at(-1)}: ${reading.objects} objects in ${reading.files} files (${reading.templates} of them
unrendered templates). Files that Kubernetes reads and we call broken: ${reading.broken}.
`,
)
console.log(
  `${rows.map((row) => `${row.version}: ${row.objects + row.updates - row.disagreements} of ${row.objects + row.updates} as the server judges them, lint ${row.lint}`).join('; ')}. ${reading.objects} objects in ${reading.files} files read.`,
)
process.exitCode = disagreements + reading.broken > 0 ? 1 : 0
