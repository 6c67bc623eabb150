/** The same rules under every ESLint, configuration, parser and language that Rollcast supports. */
import { Linter as Linter9 } from 'eslint'
import js from '@eslint/js'
import json from '@eslint/json'
import yml from 'eslint-plugin-yml'
import { describe, expect, it } from 'vitest'
import { supportedRange } from '../kubernetes/versions.js'
import plugin from './index.js'

interface Message {
  readonly ruleId: string | null
  readonly message: string
  readonly line: number
  readonly column: number
  readonly endLine?: number
  readonly endColumn?: number
  readonly severity: number
}

interface HostLinter {
  verify(text: string, config: readonly object[], file: string): Message[]
  verifyAndFix(text: string, config: readonly object[], file: string): { output: string; messages: Message[] }
}

type LinterClass = new (options: { configType: 'flat' }) => HostLinter

const { Linter: Linter8 } = (await import('eslint8' as string)) as { Linter: LinterClass }
const { Linter: Linter10 } = (await import('eslint10' as string)) as { Linter: LinterClass }

const files = ['**/*.yaml']
const { rules } = plugin.configs['flat/recommended']
const preset = [plugin.configs['flat/recommended']]
const ownLanguage = [{ files, plugins: { rollcast: plugin }, language: 'rollcast/manifest', rules }]
const besideYml = [
  {
    files,
    plugins: { rollcast: plugin, yml },
    language: 'yml/yaml',
    rules: { ...rules, 'yml/no-empty-mapping-value': 'error' },
  },
]

const hosts: [string, HostLinter, readonly object[]][] = [
  ['ESLint 8, flat preset', new Linter8({ configType: 'flat' }), preset],
  ['ESLint 9, flat preset', new Linter9({ configType: 'flat' }) as unknown as HostLinter, preset],
  ['ESLint 10, flat preset', new Linter10({ configType: 'flat' }), preset],
  ['ESLint 9, own language', new Linter9({ configType: 'flat' }) as unknown as HostLinter, ownLanguage],
  ['ESLint 10, own language', new Linter10({ configType: 'flat' }), ownLanguage],
  ['ESLint 9, beside eslint-plugin-yml', new Linter9({ configType: 'flat' }) as unknown as HostLinter, besideYml],
  ['ESLint 10, beside eslint-plugin-yml', new Linter10({ configType: 'flat' }), besideYml],
]

const web = (partition: string) => `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web
  replicas: 3
  selector: {matchLabels: {app: web}}
  updateStrategy:
    rollingUpdate:
${partition}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - {name: nginx, image: 'nginx:1.16'}
`
const agent = (strategy: string) => `apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent}
spec:
  selector: {matchLabels: {app: agent}}
  updateStrategy: {rollingUpdate: ${strategy}}
  template:
    metadata: {labels: {app: agent}}
    spec: {containers: [{name: agent, image: 'fluentd:1.16'}]}
`
const places = (messages: readonly Message[]) =>
  messages.map(({ ruleId, line, column, endLine, endColumn }) => `${line}:${column}-${endLine}:${endColumn} ${ruleId}`)

describe.each(hosts)('%s', (_, linter, config) => {
  it('reports at the value of the field', () => {
    expect(places(linter.verify(web('      partition: 5'), config, 'web.yaml'))).toEqual([
      '11:18-11:19 rollcast/partition',
    ])
  })

  it('says nothing of a good manifest', () => {
    expect(linter.verify(web('      partition: 2'), config, 'web.yaml')).toEqual([])
  })

  it('looks at every document', () => {
    const text = `${web('      partition: 5')}---\n# the next\n---\n${web('      partition: 4')}`
    expect(places(linter.verify(text, config, 'web.yaml'))).toEqual([
      '11:18-11:19 rollcast/partition',
      '30:18-30:19 rollcast/partition',
    ])
  })

  it('fixes', () => {
    const { output, messages } = linter.verifyAndFix(agent('{maxSurge: 1, maxUnavailable: 0}'), config, 'agent.yaml')
    expect([output, messages]).toEqual([agent('{maxUnavailable: 1}'), []])
  })

  it.each([
    ['the next line', '      # eslint-disable-next-line rollcast/partition\n      partition: 5'],
    ['its own line', '      partition: 5 # eslint-disable-line rollcast/partition'],
    [
      'a stretch',
      '      # eslint-disable rollcast/partition -- on purpose\n      partition: 5\n      # eslint-enable rollcast/partition',
    ],
    ['all rules of a line', '      partition: 5 # eslint-disable-line'],
  ])('heeds a comment that switches a rule off for %s', (__, lines) => {
    expect(linter.verify(web(lines), config, 'web.yaml')).toEqual([])
  })

  it('reports below a comment that switches another rule off', () => {
    const text = web('      # eslint-disable-next-line rollcast/no-max-surge\n      partition: 5')
    const found = linter.verify(text, config, 'web.yaml').filter(({ ruleId }) => ruleId !== null)
    expect(places(found)).toEqual(['12:18-12:19 rollcast/partition'])
  })

  it('heeds a comment that sets a severity', () => {
    const text = `# eslint rollcast/partition: "warn"\n${web('      partition: 5')}`
    expect(linter.verify(text, config, 'web.yaml').map(({ ruleId, severity }) => [ruleId, severity])).toEqual([
      ['rollcast/partition', 1],
    ])
  })

  it('counts columns and lines as an editor does, with Windows line ends and beyond the BMP', () => {
    const text = web('      partition: 5').replace('name: web', 'name: web # \u{1F600}').replaceAll('\n', '\r\n')
    expect(places(linter.verify(text, config, 'web.yaml'))).toEqual(['11:18-11:19 rollcast/partition'])
  })
})

describe.each(hosts.slice(0, 5))('%s, whose text Rollcast reads itself', (_, linter, config) => {
  it('reports a broken document and looks at the others', () => {
    const text = `kind: [a\n---\n${web('      partition: 5')}`
    expect(places(linter.verify(text, config, 'web.yaml')).map((place) => place.split(' ')[1])).toEqual([
      'rollcast/syntax',
      'rollcast/partition',
    ])
  })

  it('says of a template that it is one', () => {
    const [message, ...others] = linter.verify('kind: DaemonSet\nspec: {{ .Values.spec }}\n', config, 'web.yaml')
    expect([message?.ruleId, message?.severity, others]).toEqual(['rollcast/unrendered-template', 1, []])
  })
})

describe('other files', () => {
  const bad = JSON.stringify(
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'web' },
      spec: { replicas: 1, updateStrategy: { rollingUpdate: { partition: 3 } } },
    },
    null,
    2,
  )
  const config = [
    {
      files: ['**/*.json'],
      plugins: { rollcast: plugin, json },
      language: 'json/json',
      rules: { 'rollcast/partition': 'error', 'json/no-duplicate-keys': 'error' },
    },
  ]

  it.each([
    ['ESLint 9', new Linter9({ configType: 'flat' }) as unknown as HostLinter],
    ['ESLint 10', new Linter10({ configType: 'flat' })],
  ])('%s beside @eslint/json: JSON manifests', (_, linter) => {
    expect(places(linter.verify(bad, config, 'web.json'))).toEqual(['11:22-11:23 rollcast/partition'])
  })
})

describe('settings', () => {
  const linter = new Linter9({ configType: 'flat' }) as unknown as HostLinter

  it('name the Kubernetes version and its gates', () => {
    const of = (rollcast: object) =>
      linter
        .verify(web('      maxUnavailable: 2'), [...preset, { files, settings: { rollcast } }], 'web.yaml')
        .map(({ ruleId }) => ruleId)
    expect(of({ kubernetesVersion: '1.37' })).toEqual([])
    expect(of({ kubernetesVersion: '1.34' })).toEqual(['rollcast/no-effect'])
    expect(of({ kubernetesVersion: '1.34', featureGates: { MaxUnavailableStatefulSet: true } })).toEqual([])
  })

  it('that are wrong say which versions there are', () => {
    const lint = () =>
      linter.verify(
        web('      partition: 1'),
        [...preset, { files, settings: { rollcast: { kubernetesVersion: '1.99' } } }],
        'web.yaml',
      )
    expect(lint).toThrow(`Kubernetes version "1.99" is not one that Rollcast knows: it knows ${supportedRange}`)
  })
})

describe('a flat preset', () => {
  const linter = new Linter9({ configType: 'flat' }) as unknown as HostLinter
  const ids = (config: readonly object[], file = 'web.yaml') =>
    linter.verify(web('      partition: 5'), config, file).map(({ ruleId }) => ruleId)

  it('is a configuration, and a list of one', () => {
    expect(ids([plugin.configs['flat/recommended']])).toEqual(['rollcast/partition'])
    expect(ids([...plugin.configs['flat/recommended']])).toEqual(['rollcast/partition'])
  })

  it('can be given other files', () => {
    const config = [{ ...plugin.configs['flat/recommended'], files: ['deploy/**/*.yaml'] }]
    expect(ids(config, 'deploy/web.yaml')).toEqual(['rollcast/partition'])
    expect(ids(config)).not.toContain('rollcast/partition')
  })

  it('stands beside rules for JavaScript that name no files', () => {
    expect(ids([js.configs.all, plugin.configs['flat/recommended']])).toEqual(['rollcast/partition'])
  })
})

describe('one wrong field, one message', () => {
  const linter = new Linter9({ configType: 'flat' }) as unknown as HostLinter
  const ids = (text: string, config: readonly object[]) =>
    linter.verify(text, config, 'agent.yaml').map(({ ruleId }) => ruleId)

  it('the server speaks first', () => {
    expect(ids(agent('{maxUnavailable: 0}'), preset)).toEqual(['rollcast/api-server'])
    expect(ids(agent('{maxSurge: 1}'), preset)).toEqual(['rollcast/api-server'])
  })

  it('where it is switched off, the house does', () => {
    const without = [...preset, { files, rules: { 'rollcast/api-server': 'off' } }]
    expect(ids(agent('{maxUnavailable: 0}'), without)).toEqual(['rollcast/max-unavailable'])
    expect(ids(agent('{maxSurge: 1}'), without)).toEqual(['rollcast/no-max-surge'])
  })
})

describe('a warning of what a worse message tells', () => {
  it('is not given besides', () => {
    const text = web('      partition: 1').replace(
      '- {name: nginx,',
      '- {name: nginx, ports: [{name: a, containerPort: 1}, {name: a, containerPort: 2}],',
    )
    const of = (kubernetesVersion: string, rules: object) => {
      const linter = new Linter9({ configType: 'flat' }) as unknown as HostLinter
      return linter
        .verify(text, [...preset, { files, settings: { rollcast: { kubernetesVersion } }, rules }], 'web.yaml')
        .map(({ ruleId }) => ruleId)
    }
    expect(of('1.33', {})).toEqual(['rollcast/pod-start'])
    expect(of('1.33', { 'rollcast/pod-start': 'off' })).toEqual(['rollcast/api-server-warnings'])
    expect(of('1.34', {})).toEqual(['rollcast/api-server'])
  })
})
