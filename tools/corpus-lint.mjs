/**
 * The linter itself on the corpus: `rollcast lint --config api` has to find an error in what the API server refuses,
 * and none in what it takes.
 */
import { execFile } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url))

/** The messages of a run by file; undefined where it did not answer in JSON. */
function lint(version, args) {
  const all = [
    cli,
    'lint',
    '--config',
    'api',
    '--kubernetes-version',
    version.split('.').slice(0, 2).join('.'),
    '--format',
    'json',
    ...args,
  ]
  return new Promise((done) => {
    execFile(process.execPath, all, { maxBuffer: 1 << 28 }, (_, stdout) => {
      try {
        done(JSON.parse(stdout))
      } catch {
        done(undefined)
      }
    })
  })
}

/** Runs tasks, a few at a time. */
async function each(items, task) {
  const queue = [...items]
  await Promise.all(
    Array.from({ length: Math.max(1, availableParallelism()) }, async () => {
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) await task(item)
    }),
  )
}

const errorsOf = (files) => files?.flatMap(({ messages }) => messages).filter(({ severity }) => severity === 2)

/**
 * Compares one version; answers with the number of verdicts and with what differs. What was refused before an update is
 * left out.
 */
export async function lintCorpus(version, verdicts, corpus) {
  const wanted = verdicts.filter((verdict) => !verdict.case.endsWith(' before'))
  const files = await lint(version, [join(corpus, 'manifests')])
  const ofFile = new Map(
    (files ?? []).map((file) => [relative(corpus, resolve(file.filePath)).replaceAll('\\', '/'), errorsOf([file])]),
  )
  const pairs = new Map(
    wanted
      .map((verdict) => verdict.case.split(' ')[0])
      .filter((file) => file.startsWith('pairs/'))
      .map((file) => [file, undefined]),
  )
  await each(pairs.keys(), async (pair) => {
    pairs.set(
      pair,
      errorsOf(await lint(version, ['--from', join(corpus, pair, 'before.yaml'), join(corpus, pair, 'after.yaml')])),
    )
  })
  const differences = wanted.flatMap((verdict) => {
    const [file, key = ''] = verdict.case.split(' ')
    const [kind, , name] = key.split('/')
    const errors = (pairs.has(file) ? pairs.get(file) : ofFile.get(file))?.filter(
      ({ object }) => object === undefined || object === `${kind}/${name}`,
    )
    if (errors !== undefined && verdict.accepted === (errors.length === 0)) return []
    return [
      `${verdict.case}\n  server ${verdict.accepted ? 'accepts' : `refuses: ${verdict.message}`}; lint ${errors === undefined ? 'gives no answer' : `says ${JSON.stringify(errors.map(({ message }) => message))}`}`,
    ]
  })
  return { count: wanted.length, differences }
}

/** Files that nobody has a verdict on have to be answered all the same. */
export async function lintAnswers(version, folders) {
  return (await lint(version, folders)) !== undefined
}
