/** Runs a rule's cases in the RuleTester of ESLint 8, 9 and 10, and over the manifests in its folder. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { Linter, RuleTester } from 'eslint'
import { describe, expect, it } from 'vitest'
import type { HostRule } from '../host.js'
import * as parser from '../parser.js'
import type { RollcastSettings } from '../settings.js'

export interface RuleCase {
  readonly name: string
  readonly code: string
  readonly options?: readonly object[]
  readonly settings?: RollcastSettings
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
export async function ruleTest(name: string, rule: HostRule, cases: RuleCases): Promise<void> {
  for (const [host, Tester] of await testers()) {
    Tester.describe = describe
    Tester.it = it
    const tester = new Tester({ languageOptions: { parser } })
    describe(`${name} under ${host}`, () => {
      tester.run(
        name,
        rule as never,
        {
          valid: cases.valid.map((one) => caseOf(one)),
          invalid: cases.invalid.map((one) => ({ ...caseOf(one), errors: one.errors, output: one.output ?? null })),
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

/** `4:7 messageId`, one for each message. */
function messagesOf(rule: HostRule, text: string): string[] {
  const kubernetesVersion = /^# kubernetesVersion (.*)$/m.exec(text)?.[1]
  const config = {
    files: ['**/*.yaml', '**/*.json'],
    plugins: { rollcast: { rules: { rule } } },
    languageOptions: { parser },
    settings: kubernetesVersion === undefined ? {} : { rollcast: { kubernetesVersion } },
    rules: { 'rollcast/rule': 'error' },
  }
  const messages = new Linter().verify(text, config as never, { filename: 'manifest.yaml' })
  return messages.map(({ line, column, messageId, message }) => `${line}:${column} ${messageId ?? message}`)
}
