/** What `rollcast lint` does: find the files, read them, let ESLint's Linter look at each, and print what it found. */
import path from 'node:path'
import { rules as allRules } from '../../rules/index.js'
import { pageOf } from '../eslint/pages.js'
import { presetNames, presetRules, type PresetName } from '../eslint/presets.js'
import { objectsBefore } from '../rule-kit/run.js'
import { targetOf, type RollcastSettings } from '../rule-kit/settings.js'
import type { JsonObject } from '../kubernetes/json.js'
import { gateWarnings, parseFeatureGates } from '../kubernetes/target.js'
import { UnknownTargetError } from '../kubernetes/versions.js'
import { readObjects, YamlError, type ReadingLimits } from '../manifest/index.js'
import { errorsOnly, type LintResult } from '../report/lint-result.js'
import { lintSummary } from '../report/lint-summary.js'
import type { ReportedRule } from '../report/report-options.js'
import { lintReporters } from '../report/reporters.js'
import { runPath } from '../sources/object-files.js'
import { findFiles, readSource, SourceError, standardInput, type Unseen } from '../sources/files.js'
import { CannotRun } from './cannot-run.js'
import { runIndex, unnamedInput } from './run-index.js'
import type { LintOptions } from './options.js'
import { findConfig, isIgnored, readConfig, setupFor, type FoundConfig } from './lint-config.js'
import { findEslintConfig, loadEslintConfig } from './lint-eslint-config.js'
import { lintedChange, withSources } from './lint-change.js'
import { fileLinter, unreadResult } from './lint-file.js'
import { createManifestLinter, type LintSetup } from './manifest-linter.js'
import { emit } from './output.js'
import { progressOf } from './progress.js'
import { rulesAsked } from './rules-asked.js'
import { warnOf } from './target-asked.js'
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
  const setupOf = await setups(options, world)
  if (options.printConfig !== undefined) {
    const setup = await setupOf.of(path.resolve(cwd, options.printConfig))
    await emit(`${JSON.stringify(setup, null, 2)}\n`, options.outputFile, world)
    return 0
  }
  const unseen: Unseen[] = []
  const files =
    change !== undefined && options.changedOnly === true
      ? change.files.filter((file) => /\.(?:ya?ml|json)$/i.test(file))
      : await findFiles(named.length === 0 ? ['.'] : named, {
          cwd,
          ignore: options.ignore,
          hidden: true,
          gitIgnore: options.gitignore !== false,
          onUnseen: (each) => unseen.push(each),
        })
  if (options.fix === true && files.includes(standardInput) && options.format !== 'json') {
    throw new CannotRun(
      '--fix writes into files, and standard input is none. Take --format json: it gives the fixed text as "output".',
    )
  }
  const isLookedAt = (file: string) => named.includes(file) || !setupOf.leavesOut(file)
  if (options.listFiles === true) {
    await emit(
      files
        .filter(isLookedAt)
        .map((file) => `${file}\n`)
        .join(''),
      options.outputFile,
      world,
    )
    return 0
  }
  const input = await readInput(files, options, world)
  const given = objectsBefore(await readBefore(options.from ?? [], options, cwd))
  const run = {
    before: change?.before ?? (() => given),
    index: runIndex({
      cwd,
      named: named.length === 0 ? ['.'] : named,
      files,
      texts: input.texts,
      isChanging: options.fix === true,
    }),
  }
  const lintText = await createManifestLinter(run, options)
  const lintFile = fileLinter({
    lintText,
    setupOf: (file) => setupOf.of(file),
    read: input.read,
    options,
    cwd,
  })
  const results = unseenResults(unseen, (file) => setupOf.leavesOut(file), world)
  const progress = progressOf(world)
  for (const [index, file] of files.entries()) {
    if (!isLookedAt(file)) continue
    progress.say(`${index + 1} of ${files.length} files`)
    const result = await lintFile(file, named.includes(file))
    if (result === undefined) continue
    const { text, ...found } = result
    const path = runPath(file, cwd)
    results.push(options.changedOnly === true && change !== undefined ? change.ofChanged(found, text, path) : found)
  }
  progress.end()
  for (const { name, text } of change?.rendered ?? []) {
    const { result, hasManifests } = lintText({ text, fileName: name, path: name }, await setupOf.of(cwd), false)
    const found = options.changedOnly === true && change !== undefined ? change.ofChanged(result, text, name) : result
    if (hasManifests || found.messages.length > 0) results.push(withSources(found, text))
  }
  if (results.length === 0 && change === undefined)
    world.complain(
      `No Kubernetes manifest in ${named.length === 0 ? 'this folder' : named.join(', ')}: nothing was looked at.\n`,
    )
  return report(results, options, world)
}

async function report(all: readonly LintResult[], options: LintOptions, world: CommandWorld): Promise<0 | 1 | 2> {
  const { cwd, columns, complain } = world
  const results = options.quiet === true ? errorsOnly(all) : all
  const write = await lintReporters[options.format]()
  const text =
    options.summary === true
      ? lintSummary(results)
      : write(results, {
          full: true,
          colours: options.outputFile === undefined ? world.colours : options.color === true,
          width: columns ?? 100,
          nameOf: (file) => relativeName(file, cwd),
          rules: reportedRules,
        })
  await emit(text, options.outputFile, world)
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
async function setups(options: LintOptions, { cwd, complain }: CommandWorld): Promise<Setups> {
  const warn = warnOf({ complain })
  const preset = presetNames.find((name) => name === options.config)
  const found =
    options.config !== undefined && preset === undefined ? await readConfig(options.config, cwd) : await findConfig(cwd)
  const asked: RollcastSettings = {
    ...(options.kubernetesVersion === undefined ? {} : { kubernetesVersion: options.kubernetesVersion }),
    ...(options.featureGates === undefined ? {} : { featureGates: parseFeatureGates(options.featureGates) }),
  }
  targetOf(asked)
  const rules = rulesAsked(options.rule)
  const eslintConfig = found === undefined && preset === undefined ? findEslintConfig(cwd) : undefined
  const askEslint = eslintConfig === undefined ? undefined : await loadEslintConfig(eslintConfig, cwd)
  return {
    leavesOut: (file) => found !== undefined && isIgnored(path.resolve(cwd, file), found),
    async of(file) {
      const base = (await askEslint?.(file)) ?? configuredSetup(file, found, preset)
      const settings = merged(base.settings, asked)
      for (const warning of gateWarnings(settings.featureGates ?? {})) warn(warning)
      return { rules: { ...base.rules, ...rules }, settings }
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

/** What is found and not read is a result of its own; what is left out on purpose is told. */
function unseenResults(
  unseen: readonly Unseen[],
  leavesOut: (file: string) => boolean,
  { cwd, complain }: CommandWorld,
): LintResult[] {
  const missed = unseen.filter(({ file }) => !leavesOut(file))
  for (const { file, reason } of missed.filter(({ isOnPurpose }) => isOnPurpose)) complain(`${file} ${reason}.\n`)
  return missed
    .filter(({ isOnPurpose }) => !isOnPurpose)
    .map(({ file, reason }) => unreadResult(path.resolve(cwd, file), `${file} ${reason}.`))
}

async function readBefore(files: readonly string[], limits: ReadingLimits, cwd: string): Promise<JsonObject[]> {
  if (files.length === 0) return []
  const objects: JsonObject[] = []
  for (const file of await findFiles(files, { cwd, hidden: true })) {
    const text = await readSource(file, { ...limits, cwd })
    try {
      objects.push(...readObjects(text, limits))
    } catch (error) {
      if (!(error instanceof YamlError)) throw error
      throw new CannotRun(`${file}:${error.line}:${error.column}: ${error.message}`)
    }
  }
  return objects
}

/** Standard input can be read once, and the other files may ask what is in it before its turn comes. */
async function readInput(
  files: readonly string[],
  options: LintOptions,
  { cwd, stdin }: CommandWorld,
): Promise<{ texts: ReadonlyMap<string, string>; read(file: string): Promise<string> }> {
  const read = (file: string) => readSource(file, { ...options, cwd, stdin })
  if (!files.includes(standardInput)) return { texts: new Map(), read }
  const input = read(standardInput)
  const text = await input.catch(() => undefined)
  const { stdinFilename } = options
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
