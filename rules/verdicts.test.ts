/**
 * The preset `api` against the recorded answers of real API servers: what they accept has no error, and of what they
 * refuse each cause is there, with the server's field, reason and words, on a line of its own document.
 */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { rules } from './index.js'
import { readObjects } from '../src/manifest/index.js'
import { readManifests } from '../src/rule-kit/file-in-run.js'
import { runRules } from '../src/rule-kit/run-rules.js'
import { nothingBefore, objectsBefore, runOfOneFile } from '../src/rule-kit/run.js'
import { targetOf } from '../src/rule-kit/settings.js'

interface Verdict {
  readonly case: string
  readonly accepted: boolean
  readonly code: number
  readonly message?: string
  readonly causes?: readonly { readonly field: string; readonly reason: string; readonly message: string }[]
  readonly warnings?: readonly string[]
}

interface Spoken {
  readonly text: string
  readonly field?: string
  readonly reason?: string
}

const folder = fileURLToPath(new URL('../testdata/verdicts/', import.meta.url))
const inPreset = Object.values(rules)
  .filter(({ meta }) => meta.docs.presets.api !== undefined)
  .map((rule) => ({ rule }))

function filesOf(name: string): { text: string; before: string | undefined } {
  const read = (path: string) => readFileSync(join(folder, path), 'utf8')
  if (existsSync(join(folder, 'pairs', name)))
    return { text: read(`pairs/${name}/after.yaml`), before: read(`pairs/${name}/before.yaml`) }
  return { text: read(`manifests/${name}`), before: undefined }
}

function lint(name: string, kubernetesVersion: string): { errors: Spoken[]; warnings: string[] } {
  const { text, before } = filesOf(name)
  const run = {
    ...runOfOneFile(targetOf({ kubernetesVersion })),
    before: before === undefined ? nothingBefore : objectsBefore(readObjects(before)),
  }
  const findings = runRules(readManifests('manifest.yaml', text), run, inPreset)
  const ofSeverity = (severity: string) =>
    findings.filter(({ rule }) => rules[rule]?.meta.docs.presets.api === severity)
  return {
    errors: ofSeverity('error').map(({ message, cause }) => ({ text: message, ...cause })),
    warnings: ofSeverity('warn').map(({ message }) => message),
  }
}

describe.each(['1.33.13', '1.34.4', '1.35.4', '1.36.3', '1.37.2'])('the API server of %s', (version) => {
  const verdicts = JSON.parse(readFileSync(join(folder, `${version}.json`), 'utf8')) as Verdict[]

  it.each(verdicts.map((verdict) => [verdict.case, verdict] as const))(
    '%s',
    (name, { accepted, causes = [], warnings = [], message = '' }) => {
      const { errors, warnings: warned } = lint(name, version)
      expect(errors.length > 0, `${message} — ${errors.map(({ text }) => text).join(' ')}`).toBe(!accepted)
      for (const cause of causes) {
        const found = errors.filter(({ field, reason }) => field === cause.field && reason === cause.reason)
        expect(found.map(({ text }) => text).join('\n')).toContain(lastPart(cause.message))
      }
      const known = new Set(causes.map(({ field, reason }) => `${field} ${reason}`))
      if (causes.length > 0)
        expect(new Set(errors.map(({ field, reason }) => `${field ?? ''} ${reason ?? ''}`))).toEqual(known)
      if (accepted)
        expect(warned.map((text) => text.replace(/^\S+: the API server warns: /, '').replace(/\.$/, ''))).toEqual(
          warnings.map(unquoted),
        )
    },
  )
})

/** A warning is recorded as its header has it, with quotes escaped. */
function unquoted(text: string): string {
  return text.replaceAll('\\"', '"').replace(/\.$/, '')
}

/** The words behind a value: where two faults are told of one value, the value is written once. */
function lastPart(message: string): string {
  return /^(?:Invalid|Unsupported) value: (?:"(?:[^"\\]|\\.)*"|[^{"[:]+|null): (.*)$/s.exec(message)?.[1] ?? message
}
