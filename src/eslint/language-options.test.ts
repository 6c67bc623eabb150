/** What a configuration says of `languageOptions` for all files does not break Rollcast's language. */
import { Linter } from 'eslint'
import { describe, expect, it } from 'vitest'
import plugin from './index.js'

const { Linter: Linter10 } = (await import('eslint10' as string)) as { Linter: typeof Linter }
const text = `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: web}
spec:
  replicas: 3
  updateStrategy: {rollingUpdate: {partition: 5}}
`
const lint = (linter: Linter, languageOptions: object) =>
  linter.verify(
    text,
    [
      { languageOptions } as Linter.Config,
      {
        files: ['**/*.yaml'],
        plugins: { rollcast: plugin },
        language: 'rollcast/manifest',
        rules: { 'rollcast/partition': 'error' },
      },
    ],
    'web.yaml',
  )

describe.each([
  ['ESLint 9', () => new Linter({ configType: 'flat' })],
  ['ESLint 10', () => new Linter10({ configType: 'flat' })],
])('%s, with the language rollcast/manifest', (_, makeLinter) => {
  it.each<object>([
    {},
    { globals: { process: 'readonly' } },
    // What ESLint 9.7 to 9.12 gives to every language.
    { ecmaVersion: 'latest', sourceType: 'module', parserOptions: {} },
  ])('takes languageOptions %j', (languageOptions) => {
    expect(lint(makeLinter(), languageOptions).map(({ ruleId, line }) => [ruleId, line])).toEqual([
      ['rollcast/partition', 6],
    ])
  })

  it('says where what is meant for Rollcast belongs', () => {
    expect(() => lint(makeLinter(), { kubernetesVersion: '1.34' })).toThrow(
      'rollcast/manifest has no language options: write kubernetesVersion into settings.rollcast.',
    )
  })
})
