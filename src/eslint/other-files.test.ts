/** Rules that look at several files, in ESLint: it knows one file at a time, and its rules look for the others. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ESLint, Linter } from 'eslint'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import plugin from './index.js'

const root = mkdtempSync(path.join(tmpdir(), 'rollcast-others-'))
const { Linter: Linter8 } = (await import('eslint8' as string)) as { Linter: typeof Linter }
const { Linter: Linter10 } = (await import('eslint10' as string)) as { Linter: typeof Linter }

const set = `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: web}
spec:
  replicas: 3
  serviceName: web
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: a, image: 'b:1'}]}
`
const service = (name: string, spec: string) =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\nspec: ${spec}\n`

let cwd = ''
let count = 0
beforeEach(() => {
  cwd = path.join(root, String(count++))
  mkdirSync(cwd)
})
afterAll(() => rmSync(root, { recursive: true }))

function put(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(cwd, file)), { recursive: true })
  writeFileSync(path.join(cwd, file), text)
}

describe.each([
  ['ESLint 8', Linter8],
  ['ESLint 9', Linter],
  ['ESLint 10', Linter10],
])('%s', (_, Host) => {
  const messages = (file: string, rollcast: object = {}) => {
    const config = [
      plugin.configs['flat/recommended'],
      { files: ['**/*.yaml'], settings: { rollcast }, rules: { 'rollcast/governing-service': 'error' } },
    ]
    const linter = new Host({ configType: 'flat', cwd })
    return linter
      .verify(set, config as never, path.join(cwd, file))
      .filter(({ ruleId }) => ruleId === 'rollcast/governing-service')
      .map(({ messageId, message }) => `${messageId} ${/\(\S+\.yaml\)/.exec(message)?.[0] ?? ''}`)
  }

  it('finds what lies beside the file, and misses nothing that is not there', () => {
    expect(messages('web.yaml')).toEqual([])
    put('peers.yaml', service('peers', '{clusterIP: None, selector: {app: web}}'))
    expect(messages('web.yaml')).toEqual([])
    put('a/service.yaml', service('web', '{selector: {app: web}}'))
    expect(messages('a/web.yaml')).toEqual(['notHeadless (service.yaml)'])
    expect(messages('web.yaml')).toEqual([])
  })

  it('looks into the folders of the settings', () => {
    put('services/deep/er/service.yaml', service('other', '{clusterIP: None, selector: {app: web}}'))
    put('apps/web/prod/web.yaml', set)
    expect(messages('apps/web/prod/web.yaml', { folders: ['.'] })).toEqual(['missing '])
    expect(messages('apps/web/prod/web.yaml', { folders: ['services'] })).toEqual([])
    expect(messages('apps/web/prod/web.yaml')).toEqual([])
  })
})

it('the command eslint, over files on disk', async () => {
  put('web.yaml', set)
  put('service.yaml', service('web', '{clusterIP: None, selector: {app: other}}'))
  const eslint = new ESLint({
    cwd,
    overrideConfigFile: true,
    overrideConfig: [plugin.configs['flat/recommended']] as never,
  })
  const found = await eslint.lintFiles(['*.yaml'])
  expect(found.flatMap(({ messages }) => messages.map(({ ruleId, line }) => `${ruleId} ${line}`))).toEqual([
    'rollcast/governing-service 6',
  ])
})
