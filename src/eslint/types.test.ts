/** A typed eslint.config.ts takes the presets and the plugin as they are. */
import type { ESLint, Linter } from 'eslint'
import { defineConfig } from 'eslint/config'
import { expect, it } from 'vitest'
import plugin from './index.js'

it("fits ESLint's own types", () => {
  const preset: Linter.Config = plugin.configs['flat/strict']
  const legacy: Linter.LegacyConfig = plugin.configs.strict
  const own: ESLint.Plugin = { meta: plugin.meta }
  const config = defineConfig([
    plugin.configs['flat/recommended'],
    { files: ['**/*.json'], plugins: { rollcast: plugin }, rules: { 'rollcast/partition': 'error' } },
  ])
  expect([preset.name, legacy.plugins, own.meta?.namespace, config.length]).toEqual([
    'rollcast/strict',
    ['rollcast'],
    'rollcast',
    2,
  ])
})
