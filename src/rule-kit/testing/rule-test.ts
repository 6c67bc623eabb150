/** Runs a rule's cases in the RuleTester of ESLint 8, 9 and 10, and over the manifests in its folder. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { RuleTester } from 'eslint'
import { describe, expect, it } from 'vitest'
import { eslintHost, hostRule, type Host } from '../../eslint/host-rule.js'
import * as parser from '../../eslint/parser.js'
import type { JsonObject } from '../../kubernetes/json.js'
import { readManifestFile, manifestsOf } from '../../manifest/index.js'
import type { Rule } from '../rule.js'
import { runRules } from '../run-rules.js'
import { nothingBefore, objectsBefore } from '../run.js'
import { targetOf, type RollcastSettings } from '../settings.js'

export interface RuleCase {
  readonly name: string
  readonly code: string
  readonly options?: readonly object[]
  readonly settings?: RollcastSettings
  /** What is in the cluster already: the objects of the code are judged as updates of it. */
  readonly before?: readonly JsonObject[]
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

/** To be called once in a rule's test file. */
export async function ruleTest(name: string, rule: Rule, cases: RuleCases): Promise<void> {
  for (const [host, Tester] of await testers()) {
    Tester.describe = describe
    Tester.it = it
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
    for (const file of manifestsIn(name, 'valid'))
      it(`says nothing of ${file.name}`, () => expect(messagesOf(rule, file.text)).toEqual([]))
    for (const file of manifestsIn(name, 'invalid')) {
      const expected = [...file.text.matchAll(/^# expect (.*)$/gm)].map((match) => match[1])
      it(`says what ${file.name} expects`, () => {
        expect(expected.length).toBeGreaterThan(0)
        expect(messagesOf(rule, file.text)).toEqual(expected)
      })
    }
  })
}

/** RuleTester hands a rule its settings and options alone: what else a run holds is the host's, one for each case. */
function byHost({ valid, invalid }: RuleCases): (RuleCases & { host: Host })[] {
  const plain = (one: RuleCase) => one.before === undefined
  const inRun = (one: RuleCase): Host => ({
    ...eslintHost,
    runOf: (context) => ({ ...eslintHost.runOf(context), before: objectsBefore(one.before ?? []) }),
  })
  return [
    { host: eslintHost, valid: valid.filter(plain), invalid: invalid.filter(plain) },
    ...valid.filter((one) => !plain(one)).map((one) => ({ host: inRun(one), valid: [one], invalid: [] })),
    ...invalid.filter((one) => !plain(one)).map((one) => ({ host: inRun(one), valid: [], invalid: [one] })),
  ]
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

function manifestsIn(rule: string, folder: 'valid' | 'invalid'): { name: string; text: string }[] {
  const path = fileURLToPath(new URL(`../../../rules/${rule}/${folder}/`, import.meta.url))
  return readdirSync(path)
    .sort()
    .map((name) => ({ name, text: readFileSync(join(path, name), 'utf8') }))
}

/** `4:7 messageId`, one for each finding, from top to bottom. */
function messagesOf(rule: Rule, text: string): string[] {
  const kubernetesVersion = /^# kubernetesVersion (.*)$/m.exec(text)?.[1]
  const file = readManifestFile(text)
  const run = { target: targetOf({ kubernetesVersion }), before: nothingBefore }
  return runRules({ file, manifests: manifestsOf(file) }, run, [{ rule }])
    .sort((a, b) => a.range.start - b.range.start)
    .map(({ range, messageId }) => {
      const { line, column } = file.positionAt(range.start)
      return `${line}:${column} ${messageId}`
    })
}
