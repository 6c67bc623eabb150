import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { storedObject } from '../../defaults/index.js'
import { asObject, isObject, type JsonObject, type JsonValue } from '../../kubernetes/json.js'
import { parseFeatureGates, resolveTarget, type Target } from '../../kubernetes/target.js'
import { atLeast, parseVersion } from '../../kubernetes/versions.js'
import { child, rootField } from '../field.js'
import { podTemplateWarnings, podValidationOptions, validatePodTemplateSpec } from './index.js'

interface Answer {
  readonly causes?: readonly string[]
  readonly warnings?: readonly string[]
}
interface Answers {
  readonly version: string
  readonly gates: string
  readonly answers: Readonly<Record<string, Answer>>
}

const folder = new URL('../../../testdata/verdicts-own/pod-templates/', import.meta.url)
const read = <Type>(name: string): Type => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Type

/** `{a*64}` stands for 64 times the letter. */
function lengthen(text: string): string {
  return text.replace(/\{(.)\*(\d+)\}/g, (_, letter: string, times: string) => letter.repeat(Number(times)))
}

function lengthenAll(value: JsonValue): JsonValue {
  if (typeof value === 'string') return lengthen(value)
  if (Array.isArray(value)) return value.map(lengthenAll)
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [lengthen(key), lengthenAll(item ?? null)]))
    : value
}

const cases = read<Record<string, JsonObject>>('cases.json')

function manifest(name: string): JsonObject {
  const { meta, pod, c } = lengthenAll(cases[name] ?? {}) as { meta?: JsonObject; pod?: JsonObject; c?: JsonObject }
  const template: JsonObject = {
    metadata: { labels: { app: 'agent' }, ...meta },
    spec: { containers: [{ name: 'agent', image: 'i', ...c }], ...pod },
  }
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'agent' },
    spec: { selector: { matchLabels: { app: 'agent' } }, template },
  }
}

/** What Rollcast says, in the form of the recordings. */
function answer(name: string, target: Target): Answer {
  const at = child(rootField('spec'), 'template')
  const template = asObject(asObject(storedObject(manifest(name), target).spec).template)
  const causes = validatePodTemplateSpec(
    template,
    at,
    target,
    podValidationOptions(template, undefined, target, asObject(asObject(manifest(name).spec).template)),
  )
  if (causes.length > 0) {
    const texts = causes.map(({ reason, field, message }) => `${reason} ${field}: ${message}`)
    // from 1.37 on the server says a thing once
    return { causes: atLeast(target.version, 37) ? [...new Set(texts)] : texts }
  }
  const warnings = [...new Set(podTemplateWarnings(template, at, target).map(({ message }) => message))]
  return warnings.length > 0 ? { warnings } : {}
}

const sorted = ({ causes, warnings }: Answer): Answer => ({
  causes: causes?.map(lengthen).sort(),
  warnings: warnings?.map(lengthen).sort(),
})

for (const file of readdirSync(folder)
  .filter((name) => name !== 'cases.json')
  .sort()) {
  const { version, gates, answers } = read<Answers>(file)
  const target = resolveTarget(parseVersion(version), parseFeatureGates(gates))
  describe(`pod templates as kube-apiserver ${version} judges them${gates === '' ? '' : `, ${gates}`}`, () => {
    it.each(Object.entries(answers))('%s', (name, expected) => {
      expect(sorted(answer(name, target))).toEqual(sorted(expected))
    })
  })
}

it('names the faults of a template in the order of the API server', () => {
  const { answers } = read<Answers>('1.37.2.json')
  expect(answer('many', resolveTarget(parseVersion('1.37.2'))).causes).toEqual(answers.many?.causes)
  expect(answer('os-windows-all', resolveTarget(parseVersion('1.37.2'))).causes).toEqual(
    answers['os-windows-all']?.causes,
  )
  expect(answer('os-windows-all', resolveTarget(parseVersion('1.34.4'))).causes).toEqual(
    read<Answers>('1.34.4.json').answers['os-windows-all']?.causes,
  )
})
