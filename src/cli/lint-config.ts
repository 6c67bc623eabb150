/**
 * The configuration of `rollcast lint`: rollcast.config.js, .json or .yaml (config-file.ts), in the working folder or above. Where
 * there is none, the project's ESLint configuration is asked (lint-eslint-config.ts); where there is neither, the
 * preset `recommended` holds.
 */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import picomatch from 'picomatch'
import { rules as allRules } from '../../rules/index.js'
import { presetNames, presetRules, type PresetName, type RuleSetting } from '../eslint/presets.js'
import type { RollcastSettings } from '../rule-kit/settings.js'
import { isObject, type JsonObject } from '../kubernetes/json.js'
import { readManifestFile } from '../manifest/index.js'
import type { RenderEntry } from '../sources/render/index.js'
import { CannotRun } from './cannot-run.js'
import { configFileAbove, packageProperty } from './config-file.js'
import { checkConfig, type ConfigFault } from './lint-config-check.js'
import type { LintSetup } from './manifest-linter.js'

/** What a rollcast.config file holds. */
export interface RollcastConfig {
  /** The presets to start from; `recommended` where it is left out. */
  readonly extends?: PresetName | readonly PresetName[]
  readonly kubernetesVersion?: string
  readonly featureGates?: Readonly<Record<string, boolean>>
  /** By name, with or without `rollcast/` before it. */
  readonly rules?: Readonly<Record<string, RuleSetting>>
  /** Files to leave out of folders and globs; relative to the configuration's folder. */
  readonly ignore?: readonly string[]
  /** Folders whose objects belong together, relative to the configuration's folder. */
  readonly folders?: string | readonly string[]
  readonly overrides?: readonly ConfigOverride[]
  /** Commands that render manifests, run with `--base` and `--render`. */
  readonly render?: readonly RenderEntry[]
}

/** Other settings for some of the files; a later one wins over an earlier one. */
export interface ConfigOverride {
  /** Globs, relative to the configuration's folder. */
  readonly files: string | readonly string[]
  readonly kubernetesVersion?: string
  readonly featureGates?: Readonly<Record<string, boolean>>
  readonly rules?: Readonly<Record<string, RuleSetting>>
}

/** A configuration that was found, and the folder from which its globs count. */
export interface FoundConfig {
  readonly folder: string
  readonly config: RollcastConfig
}

/** The nearest configuration file, from a folder upward. */
export async function findConfig(cwd: string): Promise<FoundConfig | undefined> {
  const file = configFileAbove(cwd)
  return file === undefined ? undefined : readConfig(file, cwd)
}

/** Reads a configuration file that a user named. */
export async function readConfig(file: string, cwd: string): Promise<FoundConfig> {
  const absolute = path.resolve(cwd, file)
  const name = path.relative(cwd, absolute) || absolute
  if (!existsSync(absolute))
    throw new CannotRun(`There is no configuration file ${name}. A preset is one of ${presetNames.join(', ')}.`)
  const config = /\.[cm]?js$/.test(absolute)
    ? await loadModule(absolute, name)
    : configOf(readFileSync(absolute, 'utf8'), absolute, name)
  const folder = path.dirname(absolute)
  // `.config/rollcast.yaml` speaks of the folder in which `.config` lies.
  return { folder: path.basename(folder) === '.config' ? path.dirname(folder) : folder, config }
}

async function loadModule(file: string, name: string): Promise<RollcastConfig> {
  let value: unknown
  try {
    value = ((await import(pathToFileURL(file).href)) as { default?: unknown }).default
  } catch (error) {
    throw new CannotRun(`${name} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`)
  }
  const [fault] = checkConfig(value)
  if (fault !== undefined) throw new CannotRun(`${name}: ${fault.message}`)
  return value as RollcastConfig
}

/**
 * Reads the text of a configuration in YAML or JSON.
 * @param name as the user knows the file.
 * @throws {CannotRun} where something is wrong in it, with the place.
 */
export function configOf(text: string, file: string, name: string): RollcastConfig {
  const read = readManifestFile(text, { fileName: file })
  const [unreadable] = read.faults
  const document = read.documents.find(({ value }) => value !== null)
  const complain = (offset: number, message: string): never => {
    const { line, column } = read.positionAt(offset)
    throw new CannotRun(`${name}:${line}:${column}: ${message}`)
  }
  if (unreadable !== undefined) return complain(unreadable.range.start, unreadable.message)
  if (document === undefined) return {}
  const isPackage = path.basename(file) === 'package.json'
  const base = isPackage ? [packageProperty] : []
  const value = isPackage && isObject(document.value) ? document.value[packageProperty] : document.value
  const [fault]: ConfigFault[] = checkConfig(value)
  if (fault !== undefined) return complain(document.rangeOf([...base, ...fault.path], 'key').start, fault.message)
  return value as RollcastConfig & JsonObject
}

/** The setup for one file: presets, then the configuration's own rules, then each override whose globs fit. */
export function setupFor(file: string, { folder, config }: FoundConfig): LintSetup {
  const rules: Record<string, RuleSetting> = {}
  for (const preset of [config.extends ?? 'recommended'].flat()) Object.assign(rules, presetRules(allRules, preset))
  Object.assign(rules, fullNames(config.rules))
  let settings: RollcastSettings = {
    kubernetesVersion: config.kubernetesVersion,
    featureGates: config.featureGates,
    folders:
      config.folders === undefined ? undefined : [config.folders].flat().map((name) => path.resolve(folder, name)),
  }
  const relative = relativeTo(folder, file)
  for (const override of config.overrides ?? []) {
    if (!picomatch([override.files].flat(), { dot: true })(relative)) continue
    Object.assign(rules, fullNames(override.rules))
    settings = {
      ...settings,
      kubernetesVersion: override.kubernetesVersion ?? settings.kubernetesVersion,
      featureGates: { ...settings.featureGates, ...override.featureGates },
    }
  }
  return { rules, settings: withoutUndefined(settings) }
}

/** Whether the configuration leaves a file out of folders and globs. */
export function isIgnored(file: string, { folder, config }: FoundConfig): boolean {
  return picomatch(
    (config.ignore ?? []).flatMap((glob) => [glob, `${glob}/**`]),
    { dot: true },
  )(relativeTo(folder, file))
}

function relativeTo(folder: string, file: string): string {
  return path.relative(folder, file).split(path.sep).join('/')
}

/** Settings of rules by their full names: `rollcast/partition`. */
export function fullNames(rules: Readonly<Record<string, RuleSetting>> = {}): Record<string, RuleSetting> {
  return Object.fromEntries(
    Object.entries(rules).map(([name, setting]) => [
      name.startsWith('rollcast/') ? name : `rollcast/${name}`,
      severityOf(setting),
    ]),
  )
}

/** In YAML `off` without quotes is the boolean false. */
function severityOf(setting: RuleSetting | false): RuleSetting {
  return setting === false ? 'off' : setting
}

function withoutUndefined(settings: RollcastSettings): RollcastSettings {
  return Object.fromEntries(
    Object.entries(settings).filter(
      ([, value]) => value !== undefined && (!isObject(value) || Object.keys(value).length > 0),
    ),
  )
}
