/** The linter with ESLint around it says what the rules alone say, of the same places and with the same changes. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { rules } from '../../rules/index.js'
import { presetRules } from '../eslint/presets.js'
import { indexObjects } from '../objects/object-index.js'
import { readFileObjects } from '../objects/run-object.js'
import { readManifests } from '../rule-kit/file-in-run.js'
import { runRules } from '../rule-kit/run-rules.js'
import { nothingBefore } from '../rule-kit/run.js'
import { targetOf } from '../rule-kit/settings.js'
import { createManifestLinter } from './manifest-linter.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const files = ['testdata/lint', ...readdirSync(join(root, 'rules')).map((rule) => `rules/${rule}/invalid`)].flatMap(
  (folder) => {
    try {
      return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.yaml'))
        .map((name) => `${folder}/${name}`)
    } catch {
      return []
    }
  },
)

let found = 0

it.each(files)('%s', async (path) => {
  const text = readFileSync(join(root, path), 'utf8')
  const index = () => indexObjects([readFileObjects(path, text)], { wholeFolders: [{ folder: '', isDeep: true }] })
  const preset = presetRules(rules, 'strict')
  const lint = await createManifestLinter({ before: () => nothingBefore, index })
  const { result } = lint({ text, fileName: path, path }, { rules: preset, settings: {} }, false)
  const inUse = Object.entries(preset).map(([name, setting]) => ({
    rule: rules[name.slice('rollcast/'.length)] ?? expect.fail(name),
    ...(Array.isArray(setting) ? { options: setting[1] } : {}),
  }))
  const read = readManifests(path, text)
  const findings = runRules(read, { target: targetOf({}), before: nothingBefore, index }, inUse)
    .sort((a, b) => a.range.start - b.range.start)
    .map(({ rule, message, range, object, path: field, cause, fix, suggestions }) => ({
      rule,
      message,
      at: read.file.positionAt(range.start),
      object,
      field,
      cause,
      fix: fix === undefined ? undefined : { range: [fix.range.start, fix.range.end], text: fix.text },
      suggestions: suggestions.map(({ edit }) => edit.text),
    }))
  found += findings.length
  expect(
    result.messages.map((message) => ({
      rule: message.ruleId?.slice('rollcast/'.length),
      message: message.message,
      at: { line: message.line, column: message.column },
      object: message.object ?? '',
      field: message.path,
      cause: message.cause,
      fix: message.fix,
      suggestions: (message.suggestions ?? []).map(({ fix }) => fix.text),
    })),
  ).toEqual(findings)
})

it('has found something to compare', () => expect(found).toBeGreaterThan(20))
