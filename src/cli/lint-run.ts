/** What `rollcast lint` does: find the files, read them, let ESLint's Linter look at each, and print what it found. */
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { rules as allRules } from '../../rules/index.js'
import { pageOf } from '../eslint/pages.js'
import { presetNames, presetRules, type PresetName } from '../eslint/presets.js'
import { objectsBefore } from '../rule-kit/run.js'
import { targetOf, type RollcastSettings } from '../rule-kit/settings.js'
import type { JsonObject } from '../kubernetes/json.js'
import { parseFeatureGates } from '../kubernetes/target.js'
import { UnknownTargetError } from '../kubernetes/versions.js'
import { readObjects, YamlError } from '../manifest/index.js'
import { errorsOnly, lintResult, type LintResult } from '../report/lint-result.js'
import type { ReportedRule } from '../report/report-options.js'
import { lintReporters } from '../report/reporters.js'
import { runPath } from '../sources/object-files.js'
import { findFiles, readSource, SourceError, standardInput } from '../sources/files.js'
import { CannotRun } from './cannot-run.js'
import { runIndex, unnamedInput } from './run-index.js'
import type { LintOptions } from './options.js'
import { findConfig, isIgnored, readConfig, setupFor, type FoundConfig } from './lint-config.js'
import { findEslintConfig, loadEslintConfig } from './lint-eslint-config.js'
import { lintedChange, withSources } from './lint-change.js'
import { createManifestLinter, type LintSetup, type LintText } from './manifest-linter.js'
import type { CommandWorld } from './world.js'

/** Runs the command; the exit status: 0 no errors, 1 errors, 2 something could not be read or run. */
export async function runLint(paths: readonly string[], options: LintOptions, world: CommandWorld): Promise<0 | 1 | 2> {
  try {
    return await lint(paths, options, world)
  } catch (error) {
    if (!(error instanceof CannotRun || error instanceof SourceError || error instanceof UnknownTargetError))
      throw error
    world.complain(`rollcast lint: ${error.message}\n`)
    return 2
  }
}

async function lint(paths: readonly string[], options: LintOptions, world: CommandWorld): Promise<0 | 1 | 2> {
  const { cwd } = world
  if (options.from !== undefined && paths.length === 0 && options.stdin !== true) {
    throw new CannotRun(
      '--from names what is there now; name what comes after it too: rollcast lint --from before.yaml after.yaml',
    )
  }
  if (options.base === undefined && (options.changedOnly === true || options.render !== undefined))
    throw new CannotRun(
      `${options.changedOnly === true ? '--changed-only' : '--render'} needs --base, the commit to compare with.`,
    )
  if (options.base !== undefined && options.from !== undefined)
    throw new CannotRun('--base says what is there before, and so does --from. Leave one of them out.')
  // What a branch's own configuration may run is judged before it is read.
  const change = options.base === undefined ? undefined : await lintedChange(paths, options, world)
  for (const note of change?.notes ?? []) world.complain(`note  ${note}\n`)
  const asked = change?.paths ?? paths
  const named = options.stdin === true ? [...asked, standardInput] : asked
  const setupOf = await setups(options, cwd)
  const files =
    change !== undefined && options.changedOnly === true
      ? change.files.filter((file) => /\.(?:ya?ml|json)$/i.test(file))
      : await findFiles(named.length === 0 ? ['.'] : named, { cwd, ignore: options.ignore, hidden: true })
  if (options.fix === true && files.includes(standardInput) && options.format !== 'json') {
    throw new CannotRun(
      '--fix writes into files, and standard input is none. Take --format json: it gives the fixed text as "output".',
    )
  }
  const input = await readInput(files, options, world)
  const given = objectsBefore(await readBefore(options.from ?? [], cwd))
  const lintOne = await createManifestLinter({
    before: change?.before ?? (() => given),
    index: runIndex({
      cwd,
      named: named.length === 0 ? ['.'] : named,
      files,
      texts: input.texts,
      isChanging: options.fix === true,
    }),
  })
  const results: LintResult[] = []
  for (const file of files) {
    if (!named.includes(file) && setupOf.leavesOut(file)) continue
    const result = await lintFile(file, lintOne, setupOf, options, { cwd, read: input.read }, named.includes(file))
    if (result === undefined) continue
    const { text, ...found } = result
    const path = runPath(file, cwd)
    results.push(options.changedOnly === true && change !== undefined ? change.ofChanged(found, text, path) : found)
  }
  for (const { name, text } of change?.rendered ?? []) {
    const { result, hasManifests } = lintOne({ text, fileName: name, path: name }, await setupOf.of(cwd), false)
    const found = options.changedOnly === true && change !== undefined ? change.ofChanged(result, text, name) : result
    if (hasManifests || found.messages.length > 0) results.push(withSources(found, text))
  }
  if (results.length === 0 && change === undefined)
    world.complain(
      `No Kubernetes manifest in ${named.length === 0 ? 'this folder' : named.join(', ')}: nothing was looked at.\n`,
    )
  return report(results, options, world)
}

async function report(
  all: readonly LintResult[],
  options: LintOptions,
  { cwd, colours, columns, print, complain }: CommandWorld,
): Promise<0 | 1 | 2> {
  const results = options.quiet === true ? errorsOnly(all) : all
  const write = await lintReporters[options.format]()
  print(
    write(results, {
      full: true,
      colours,
      width: columns ?? 100,
      nameOf: (file) => relativeName(file, cwd),
      rules: reportedRules,
    }),
  )
  if (all.some(({ fatalErrorCount }) => fatalErrorCount > 0)) return 2
  if (all.some(({ errorCount }) => errorCount > 0)) return 1
  const warnings = all.reduce((sum, { warningCount }) => sum + warningCount, 0)
  if (options.maxWarnings === undefined || warnings <= options.maxWarnings) return 0
  complain(
    `rollcast lint: ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}, and --max-warnings allows ${options.maxWarnings}.\n`,
  )
  return 1
}

/** The rules as a report lists them. */
function reportedRules(): ReportedRule[] {
  return Object.entries(allRules).map(([name, { meta }]) => {
    const url = pageOf(name)
    return { id: `rollcast/${name}`, description: meta.docs.description, ...(url === undefined ? {} : { url }) }
  })
}

interface Setups {
  /** Whether a file that nobody named is to be left alone. */
  leavesOut(file: string): boolean
  of(file: string): Promise<LintSetup>
}

/** Where rules and settings come from: the command line wins over the configuration, and that over the preset. */
async function setups(options: LintOptions, cwd: string): Promise<Setups> {
  const preset = presetNames.find((name) => name === options.config)
  const found =
    options.config !== undefined && preset === undefined ? await readConfig(options.config, cwd) : await findConfig(cwd)
  const asked: RollcastSettings = {
    ...(options.kubernetesVersion === undefined ? {} : { kubernetesVersion: options.kubernetesVersion }),
    ...(options.featureGates === undefined ? {} : { featureGates: parseFeatureGates(options.featureGates) }),
  }
  targetOf(asked)
  const eslintConfig = found === undefined && preset === undefined ? findEslintConfig(cwd) : undefined
  const askEslint = eslintConfig === undefined ? undefined : await loadEslintConfig(eslintConfig, cwd)
  return {
    leavesOut: (file) => found !== undefined && isIgnored(path.resolve(cwd, file), found),
    async of(file) {
      const base = (await askEslint?.(file)) ?? configuredSetup(file, found, preset)
      return { rules: base.rules, settings: merged(base.settings, asked) }
    },
  }
}

/** A preset on the command line takes the place of the configuration's rules; its version and gates stay. */
function configuredSetup(file: string, found: FoundConfig | undefined, preset: PresetName | undefined): LintSetup {
  const setup = setupFor(file, found ?? { folder: path.dirname(file), config: {} })
  return preset === undefined ? setup : { rules: presetRules(allRules, preset), settings: setup.settings }
}

function merged(settings: RollcastSettings, given: RollcastSettings): RollcastSettings {
  const featureGates = { ...settings.featureGates, ...given.featureGates }
  const all = { ...settings, ...given, ...(Object.keys(featureGates).length === 0 ? {} : { featureGates }) }
  targetOf(all)
  return all
}

async function readBefore(files: readonly string[], cwd: string): Promise<JsonObject[]> {
  if (files.length === 0) return []
  const objects: JsonObject[] = []
  for (const file of await findFiles(files, { cwd, hidden: true })) {
    const text = await readSource(file, { cwd })
    try {
      objects.push(...readObjects(text))
    } catch (error) {
      if (!(error instanceof YamlError)) throw error
      throw new CannotRun(`${file}:${error.line}:${error.column}: ${error.message}`)
    }
  }
  return objects
}

async function lintFile(
  file: string,
  lintOne: LintText,
  setup: Setups,
  options: LintOptions,
  { cwd, read }: { readonly cwd: string; read(file: string): Promise<string> },
  isNamed: boolean,
): Promise<(LintResult & { readonly text: string }) | undefined> {
  const name = file === standardInput ? (options.stdinFilename ?? '<stdin>') : file
  const filePath = name === '<stdin>' ? name : path.resolve(cwd, name)
  let text: string
  try {
    text = await read(file)
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    const message = { message: error.message, line: 1, column: 1, path: '', object: null }
    return { ...lintResult(filePath, [{ ruleId: null, severity: 2, fatal: true, ...message }]), text: '' }
  }
  // What names no kind anywhere is no manifest, and need not be parsed to know it.
  if (!isNamed && !/kind["']?\s*:/.test(text)) return undefined
  const { result, hasManifests } = lintOne(
    { text, fileName: filePath, path: name === '<stdin>' ? unnamedInput : runPath(name, cwd) },
    await setup.of(path.resolve(cwd, name)),
    options.fix === true,
  )
  if (result.output !== undefined && file !== standardInput) await writeFile(filePath, result.output)
  return hasManifests || result.messages.length > 0 ? { ...result, text } : undefined
}

/** Standard input can be read once, and the other files may ask what is in it before its turn comes. */
async function readInput(
  files: readonly string[],
  { stdinFilename }: LintOptions,
  { cwd, stdin }: CommandWorld,
): Promise<{ texts: ReadonlyMap<string, string>; read(file: string): Promise<string> }> {
  const read = (file: string) => readSource(file, { cwd, stdin })
  if (!files.includes(standardInput)) return { texts: new Map(), read }
  const input = read(standardInput)
  const text = await input.catch(() => undefined)
  const name = stdinFilename === undefined ? unnamedInput : runPath(stdinFilename, cwd)
  return {
    texts: new Map(text === undefined ? [] : [[name, text]]),
    read: (file) => (file === standardInput ? input : read(file)),
  }
}

function relativeName(file: string, cwd: string): string {
  // Standard input and what is rendered are no files.
  if (file.startsWith('<')) return file
  const relative = path.relative(cwd, file)
  return relative.startsWith('..') ? file : relative.split(path.sep).join('/')
}
