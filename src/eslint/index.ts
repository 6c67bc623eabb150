/**
 * The ESLint plugin. Its parts are exported by name beside the default: an ECMAScript module that an .eslintrc.cjs
 * loads is seen by its names, and the module itself is the parser that the eslintrc presets name.
 */
import type { RuleDefinition } from '@eslint/core'
import { rules as allRules } from '../../rules/index.js'
import { hostRule } from './host-rule.js'
import { manifestLanguage } from './language.js'
import { packageName, packageVersion } from './package.js'
import * as parserModule from './parser.js'
import { presetNames, presetRules, type PresetName, type RuleSetting } from './presets.js'

/** Which files hold manifests; a JSON file is better named by the user, since most are something else. */
const manifestFiles = ['**/*.yaml', '**/*.yml']

export interface LegacyConfig {
  readonly plugins: string[]
  readonly overrides: {
    readonly files: string[]
    readonly parser: string
    readonly rules: Record<string, RuleSetting>
  }[]
}

/** One configuration object; spread into a list of configurations it gives itself, so both habits work. */
export interface FlatConfig extends Iterable<FlatConfig> {
  readonly name: string
  readonly files: string[]
  readonly plugins: Record<string, object>
  readonly languageOptions: { readonly parser: typeof parserModule }
  readonly rules: Record<string, RuleSetting>
}

export const meta = { name: packageName, version: packageVersion, namespace: 'rollcast' }
export const { parseForESLint } = parserModule
export const parser = parserModule
export const languages = { manifest: manifestLanguage }

/** The rules as ESLint's own types have them; inside they see no more of ESLint than all of its versions share. */
export const rules = Object.fromEntries(
  Object.entries(allRules).map(([name, rule]) => [name, hostRule(rule)]),
) as unknown as Readonly<Record<string, RuleDefinition>>

function legacyConfig(preset: PresetName): LegacyConfig {
  return {
    plugins: ['rollcast'],
    overrides: [{ files: ['*.yaml', '*.yml'], parser: packageName, rules: presetRules(allRules, preset) }],
  }
}

function flatConfig(preset: PresetName): FlatConfig {
  const config: Omit<FlatConfig, typeof Symbol.iterator> = {
    name: `rollcast/${preset}`,
    files: manifestFiles,
    plugins: { rollcast: plugin },
    languageOptions: { parser },
    rules: presetRules(allRules, preset),
  }
  const list = { value: () => [config].values() }
  return Object.defineProperty(config, Symbol.iterator, list) as FlatConfig
}

type Configs = Readonly<Record<PresetName, LegacyConfig> & Record<`flat/${PresetName}`, FlatConfig>>

// The flat presets name the plugin, and the plugin names the presets: so these are filled in afterwards.
export const configs = {} as Configs
const plugin = { meta, rules, languages, parser, configs }
Object.assign(
  configs,
  Object.fromEntries(
    presetNames.flatMap((name) => [
      [name, legacyConfig(name)],
      [`flat/${name}`, flatConfig(name)],
    ]),
  ),
)

export default plugin
