/**
 * Our answers against those that we asked the real API server for: testdata/verdicts-own/README.md says how they are
 * written.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { asObject, isObject, type JsonObject, type JsonValue } from '../kubernetes/json.js'
import { resolveTarget, type Target } from '../kubernetes/target.js'
import { parseVersion } from '../kubernetes/versions.js'
import { answerCreate, answerUpdate } from './index.js'

/** A value to put at a path, or to take away where there is none. */
type Change = readonly [path: readonly (string | number)[], value?: JsonValue]
interface Case {
  readonly of?: 'StatefulSet' | 'DaemonSet'
  readonly set?: readonly Change[]
  readonly update?: readonly Change[]
}
interface Recorded {
  readonly code?: number
  readonly message?: string
  readonly causes?: readonly string[]
  readonly warnings?: readonly string[]
}

const bases: Readonly<Record<string, JsonObject>> = {
  StatefulSet: {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'web' },
    spec: {
      serviceName: 'web',
      replicas: 3,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: {
          containers: [{ name: 'nginx', image: 'nginx:1.16', volumeMounts: [{ name: 'www', mountPath: '/www' }] }],
        },
      },
      volumeClaimTemplates: [
        {
          metadata: { name: 'www' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
        },
      ],
    },
  },
  DaemonSet: {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'agent' },
    spec: {
      selector: { matchLabels: { app: 'agent' } },
      template: {
        metadata: { labels: { app: 'agent' } },
        spec: { containers: [{ name: 'nginx', image: 'nginx:1.16' }] },
      },
    },
  },
}

/** `{x*64}` stands for 64 times the letter. */
function lengthen<Value>(value: Value): Value {
  return JSON.parse(
    JSON.stringify(value).replace(/\{(.)\*(\d+)\}/g, (_, letter: string, times: string) =>
      letter.repeat(Number(times)),
    ),
  ) as Value
}

function changed(object: JsonObject, changes: readonly Change[] = []): JsonObject {
  const copy = structuredClone(object)
  for (const [path, ...value] of changes) put(copy, path, value)
  return copy
}

function put(
  at: JsonObject,
  [key = '', ...rest]: readonly (string | number)[],
  [value]: readonly (JsonValue | undefined)[],
): void {
  const here = at as Record<string | number, JsonValue | undefined>
  if (rest.length > 0) put((here[key] ??= {}) as JsonObject, rest, [value])
  else if (value === undefined) Reflect.deleteProperty(here, key)
  else here[key] = value
}

function ask({ of, set, update }: Case, target: Target): Recorded {
  const object = changed(bases[of ?? ''] ?? {}, set)
  const answer =
    update === undefined ? answerCreate(object, target) : answerUpdate(object, changed(object, update), target)
  const warnings = answer.warnings.length === 0 ? {} : { warnings: answer.warnings.map(({ message }) => message) }
  if (answer.accepted) return warnings
  if (answer.causes.length === 0) return { code: answer.code, message: answer.message, ...warnings }
  return {
    code: answer.code,
    causes: answer.causes.map(({ reason, field, message }) => `${reason} ${field}: ${message}`),
    ...warnings,
  }
}

/** Cases of one subject (`sts-replicas-0`, `sts-replicas-1`) together. */
function groups(names: readonly string[]): [subject: string, names: string[]][] {
  const found = new Map<string, string[]>()
  for (const name of names) {
    const subject = name.replace(/-?[0-9]*_*$/, '')
    found.set(subject, [...(found.get(subject) ?? []), name])
  }
  return [...found]
}

for (const kinds of ['apps', 'other-kinds']) {
  const folder = new URL(`../../testdata/verdicts-own/${kinds}/`, import.meta.url)
  const read = <Type>(name: string): Type => lengthen(JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Type)
  const cases = read<Record<string, Case>>('cases.json')
  let answers: Readonly<Record<string, Recorded>> = {}
  // newest first: each file holds what differs from the version before it in this order
  for (const file of readdirSync(folder)
    .filter((name) => name !== 'cases.json')
    .sort()
    .reverse()) {
    const version = file.replace('.json', '')
    answers = { ...answers, ...read<Record<string, Recorded>>(file) }
    const expected = answers
    const target = resolveTarget(parseVersion(version))
    describe(`${kinds} as kube-apiserver ${version} judges them`, () => {
      it.each(groups(Object.keys(cases)))('%s', (_, names) => {
        const ours = names.map((name) => [name, ask(cases[name] ?? {}, target)])
        expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(names.map((name) => [name, expected[name]])))
      })
    })
  }
}

it('reads changes as they are meant', () => {
  expect(changed({ a: { b: 1 }, c: [{}] }, [[['a', 'b']], [['c', 0, 'd'], null]])).toEqual({ a: {}, c: [{ d: null }] })
  expect(isObject(asObject(bases.StatefulSet).spec)).toBe(true)
})
