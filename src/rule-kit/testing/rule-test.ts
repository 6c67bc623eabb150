/** Runs a rule's cases in the RuleTester of ESLint 8, 9 and 10, and over the manifests in its folder. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { basename, join } from 'node:path'
import { RuleTester } from 'eslint'
import { describe, expect, it } from 'vitest'
import { eslintHost, hostRule, type Host } from '../../eslint/host-rule.js'
import * as parser from '../../eslint/parser.js'
import type { JsonObject } from '../../kubernetes/json.js'
import { emptyIndex, indexObjects, type ObjectIndex } from '../../objects/object-index.js'
import { readFileObjects } from '../../objects/run-object.js'
import { readManifests } from '../file-in-run.js'
import type { Rule } from '../rule.js'
import { runRules } from '../run-rules.js'
import { objectsBefore, runOfOneFile } from '../run.js'
import { targetOf, type RollcastSettings } from '../settings.js'

export interface RuleCase {
  readonly name: string
  readonly code: string
  readonly options?: readonly object[]
  readonly settings?: RollcastSettings
  /** What is in the cluster already: the objects of the code are judged as updates of it. */
  readonly before?: readonly JsonObject[]
  /** The other files of the run, by path; the code itself is `manifest.yaml`. With it, all files of the run are given. */
  readonly files?: Readonly<Record<string, string>>
}

export interface ExpectedError {
  readonly messageId: string
  readonly line: number
  readonly column: number
  readonly endLine?: number
  readonly endColumn?: number
  readonly data?: Readonly<Record<string, string>>
  readonly suggestions?: readonly { readonly messageId: string; readonly data?: object; readonly output: string }[]
}

export interface InvalidCase extends RuleCase {
  readonly errors: readonly ExpectedError[]
  /** The text after the fix; left out: there is none. */
  readonly output?: string
}

export interface RuleCases {
  readonly valid: readonly RuleCase[]
  readonly invalid: readonly InvalidCase[]
}

type Tester = Pick<RuleTester, 'run'>
interface TesterClass {
  new (config: object): Tester
  describe: unknown
  it: unknown
}

/** The hosts, each with the class that tests a rule under flat configuration. */
async function testers(): Promise<[string, TesterClass][]> {
  const eight = (await import('eslint8/use-at-your-own-risk' as string)) as { default: { FlatRuleTester: TesterClass } }
  const ten = (await import('eslint10' as string)) as { RuleTester: TesterClass }
  return [
    ['ESLint 8', eight.default.FlatRuleTester],
    ['ESLint 9', RuleTester as unknown as TesterClass],
    ['ESLint 10', ten.RuleTester],
  ]
}

/** RuleTester asserts by itself, which vitest does not see; a case that does not hold throws. */
function held(name: string, run: () => unknown): void {
  it(name, () => {
    expect(run()).toBeUndefined()
  })
}

/** To be called once in a rule's test file. */
export async function ruleTest(name: string, rule: Rule, cases: RuleCases): Promise<void> {
  for (const [host, Tester] of await testers()) {
    Tester.describe = describe
    Tester.it = held
    const tester = new Tester({ languageOptions: { parser } })
    describe(`${name} under ${host}`, () => {
      for (const { host, valid, invalid } of byHost(cases))
        tester.run(
          name,
          hostRule(rule, host) as never,
          {
            valid: valid.map((one) => caseOf(one)),
            invalid: invalid.map((one) => ({ ...caseOf(one), errors: one.errors, output: one.output ?? null })),
          } as never,
        )
    })
  }
  describe(`${name} over the manifests in its folder`, () => {
    it.each(manifestsIn(name, 'valid'))('says nothing of $name', ({ files }) => {
      for (const file of Object.keys(files)) expect(messagesOf(rule, file, files), file).toEqual([])
    })
    it.each(manifestsIn(name, 'invalid'))('says what $name expects', ({ files }) => {
      const expected = Object.entries(files).map(([file, text]) => [
        file,
        [...text.matchAll(/^# expect (.*)$/gm)].map((match) => match[1]),
      ])
      expect(expected.flatMap(([, messages]) => messages).length).toBeGreaterThan(0)
      expect(Object.keys(files).map((file) => [file, messagesOf(rule, file, files)])).toEqual(expected)
    })
  })
}

/** RuleTester hands a rule its settings and options alone: what else a run holds is the host's, one for each case. */
function byHost({ valid, invalid }: RuleCases): (RuleCases & { host: Host })[] {
  const isPlain = (one: RuleCase) => one.before === undefined && one.files === undefined
  const plain = { host: hostOf({}), valid: valid.filter(isPlain), invalid: invalid.filter(isPlain) }
  return [
    plain,
    ...valid.filter((one) => !isPlain(one)).map((one) => ({ host: hostOf(one), valid: [one], invalid: [] })),
    ...invalid.filter((one) => !isPlain(one)).map((one) => ({ host: hostOf(one), valid: [], invalid: [one] })),
  ]
}

function hostOf({ before = [], files }: Pick<RuleCase, 'before' | 'files'>): Host {
  const index = files === undefined ? emptyIndex : indexOf(files)
  return {
    ...eslintHost,
    pathOf: () => 'manifest.yaml',
    runOf: (context) => ({ ...eslintHost.runOf(context), before: objectsBefore(before), index: () => index }),
  }
}

/** The objects of files of which none is left out. */
export function indexOf(files: Readonly<Record<string, string>>): ObjectIndex {
  const read = Object.entries(files).map(([file, text]) => readFileObjects(file, text))
  return indexObjects(read, { wholeFolders: [{ folder: '', isDeep: true }] })
}

function caseOf({ name, code, options, settings }: RuleCase): object {
  return {
    name,
    code,
    filename: 'manifest.yaml',
    ...(options === undefined ? {} : { options }),
    ...(settings === undefined ? {} : { settings: { rollcast: settings } }),
  }
}

/** Each file, and each folder: its files are one run. */
function manifestsIn(rule: string, part: 'valid' | 'invalid'): { name: string; files: Record<string, string> }[] {
  const folder = fileURLToPath(new URL(`../../../rules/${rule}/${part}/`, import.meta.url))
  return readdirSync(folder, { withFileTypes: true })
    .map((entry) => {
      const inside = entry.isDirectory() ? readdirSync(join(folder, entry.name)).sort() : undefined
      const names = inside?.map((name) => join(entry.name, name)) ?? [entry.name]
      return {
        name: entry.name,
        files: Object.fromEntries(names.map((name) => [basename(name), readFileSync(join(folder, name), 'utf8')])),
      }
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** `4:7 messageId`, one for each finding, from top to bottom. */
function messagesOf(rule: Rule, path: string, files: Readonly<Record<string, string>>): string[] {
  const text = files[path] ?? ''
  const kubernetesVersion = /^# kubernetesVersion (.*)$/m.exec(text)?.[1]
  const run = { ...runOfOneFile(targetOf({ kubernetesVersion })), index: () => indexOf(files) }
  const read = readManifests(path, text)
  return runRules(read, run, [{ rule }])
    .sort((a, b) => a.range.start - b.range.start)
    .map(({ range, messageId }) => {
      const { line, column } = read.file.positionAt(range.start)
      return `${line}:${column} ${messageId}`
    })
}
