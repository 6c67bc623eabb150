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

/** A preset for .eslintrc files. */
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

/** The plugin's name and version, as ESLint's caches ask for them. */
export const meta = { name: packageName, version: packageVersion, namespace: 'rollcast' }
/** The parser's one function: the package itself can be named as a parser. */
export const parseForESLint = parserModule.parseForESLint
/** The parser of manifests, for ESLint 8 and 9. */
export const parser = parserModule
/** The language of manifests, for ESLint 9.7 and later: `rollcast/manifest`. */
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
/** The presets: `recommended`, `api` and `strict` for .eslintrc files, with `flat/` before the name for flat configuration. */
export const configs = {} as Configs
/** The plugin. */
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
