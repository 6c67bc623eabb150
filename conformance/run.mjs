/**
 * `npm run conformance`: plays scenarios on the real control plane of a version, writes what it did as recordings
 * (testdata/traces/README.md), and says where a plan differs from them. README.md tells how to use it.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { parseAllDocuments } from 'yaml'
import { differenceFromRecording } from './compare.mjs'
import { builtFolder, MissingProgram, preparePrograms } from './programs.mjs'

function fullVersion(text) {
  if (!/^1\.\d+\.\d+$/.test(text))
    throw new InvalidArgumentError('a version with its patch number is wanted, such as 1.37.2.')
  return text
}

const command = new Command('conformance')
  .description(
    'Plays scenarios on the real control plane and says where the plan differs. A .json file is taken as a recording ' +
      'and compared without playing anything.',
  )
  .argument(
    '<files...>',
    'scenario files (YAML), recordings (JSON); with --verdicts manifests and folders of update pairs',
  )
  .option('--version <version>', 'the Kubernetes version to play on, such as 1.37.2', fullVersion)
  .option(
    '--programs <folder>',
    'built programs (etcd, VERSION/kube-apiserver, …) to use instead of building them',
    process.env.ROLLCAST_PROGRAMS,
  )
  .option('--out <path>', 'the folder for recordings, the file for verdicts (default: conformance/built/…)')
  .option('--verdicts', 'ask the API server about manifests and update pairs, instead of playing scenarios')
  .action(run)

try {
  await command.parseAsync()
} catch (error) {
  if (!(error instanceof MissingProgram)) throw error
  console.error(error.message)
  process.exitCode = 2
}

function run(files, options) {
  const missing = files.filter((file) => !existsSync(file))
  if (missing.length > 0) return command.error(`no such file: ${missing.join(', ')}`, { exitCode: 2 })
  const recordings = options.verdicts ? [] : files.filter((file) => file.endsWith('.json'))
  const toPlay = files.filter((file) => !recordings.includes(file))
  if (toPlay.length > 0 && options.version === undefined)
    return command.error('--version says which Kubernetes to play on, such as --version 1.37.2', { exitCode: 2 })
  const played = toPlay.length === 0 ? [] : options.verdicts ? ask(toPlay, options) : play(toPlay, options)
  compare([...recordings, ...played])
}

/** Plays the scenarios and answers with the recordings that were written. */
function play(files, { version, programs, out = join(builtFolder, 'traces', version) }) {
  const scenarios = files.flatMap((file) => readFileSync(file, 'utf8').split(/^=====$/m)).map(scenarioOf)
  const named = scenarios.filter((scenario) => typeof scenario?.name === 'string')
  const upgrades = named
    .flatMap(({ steps }) => steps.map(({ upgrade }) => upgrade))
    .filter((upgrade) => upgrade !== undefined)
  const needs = { scheduler: named.some(({ scheduler }) => scheduler === true) }
  const tools = preparePrograms(folderOf(programs), [...new Set([version, ...upgrades])], needs)
  mkdirSync(out, { recursive: true })
  lab(tools, ['trace', '--version', version, '--out', out, ...files])
  return named.map(({ name }) => join(out, `${name}.json`)).filter((file) => existsSync(file))
}

function scenarioOf(text) {
  return parseAllDocuments(text)[0]?.toJS()
}

/** Asks the API server; the answers are held by the tests once they are in testdata. */
function ask(files, { version, programs, out = join(builtFolder, `verdicts-${version}.json`) }) {
  const tools = preparePrograms(folderOf(programs), [version], { scheduler: false })
  lab(tools, ['verdict', '--version', version, '--out', out, ...files])
  console.log(`Written: ${relative(process.cwd(), out)}`)
  return []
}

function folderOf(programs) {
  return programs === undefined ? undefined : resolve(programs)
}

function lab({ programs, lab: program }, [what, ...args]) {
  const { status } = spawnSync(program, [what, '--programs', programs, ...args], { stdio: 'inherit' })
  if (status !== 0) throw new MissingProgram('The recorder ended early; what it printed stands above.')
}

function compare(files) {
  let differing = 0
  for (const file of files) {
    const difference = differenceFromRecording(JSON.parse(readFileSync(file, 'utf8')))
    if (difference !== undefined) differing += 1
    console.log(
      difference === undefined
        ? `  alike    ${basename(file, '.json')}`
        : `✗ differs  ${file}\n${indented(difference)}`,
    )
  }
  if (files.length === 0) return
  console.log(`\n${files.length - differing} of ${files.length} plans are what was recorded.`)
  if (differing > 0) process.exitCode = 1
}

function indented(text) {
  return text.replace(/^/gm, '           ')
}
