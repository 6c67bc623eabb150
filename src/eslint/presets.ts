/** The presets, read off the rules: each rule says itself in which preset it is, and how severe. */
import type { Rule, RulePresets } from '../rule-kit/rule.js'

export type PresetName = keyof RulePresets
export const presetNames: readonly PresetName[] = ['recommended', 'api', 'strict']

/** A rule's setting as ESLint takes it: a severity, or one with the rule's options. */
export type RuleSetting = 'off' | 'warn' | 'error' | ['warn' | 'error', object]

/** The rules of a preset, each by its full name: `rollcast/partition`. */
export function presetRules(rules: Readonly<Record<string, Rule>>, preset: PresetName): Record<string, RuleSetting> {
  const settings: Record<string, RuleSetting> = {}
  for (const [name, rule] of Object.entries(rules)) {
    const setting = rule.meta.docs.presets[preset]
    if (setting !== undefined) settings[`rollcast/${name}`] = setting
  }
  return settings
}
