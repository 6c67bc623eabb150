import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newestVersion, supportedRange } from '../kubernetes/versions.js'
import type { LintResult } from '../report/lint-result.js'
import type { LintOptions } from './options.js'
import { runLint } from './lint-run.js'

const agent = (strategy: string) => `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: agent
spec:
  updateStrategy:
    rollingUpdate: ${strategy}
  selector: {matchLabels: {app: agent}}
  template:
    metadata: {labels: {app: agent}}
    spec: {containers: [{name: agent, image: 'fluentd:1.16'}]}
`
const web = (partition: number, more = '') => `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web
  replicas: 3
  selector: {matchLabels: {app: web}}
  updateStrategy:
    rollingUpdate:
      partition: ${partition}
${more}  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: nginx, image: 'nginx:1.16'}]}
`
const claims = `  volumeClaimTemplates:
  - metadata: {name: cache}
    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
`

let cwd = ''
let root = ''
let count = 0

beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'rollcast-lint-'))
})
afterAll(() => {
  rmSync(root, { recursive: true })
})
beforeEach(() => {
  cwd = path.join(root, String(count++))
  mkdirSync(cwd)
})

function put(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(cwd, file)), { recursive: true })
  writeFileSync(path.join(cwd, file), text)
}

interface Ran {
  readonly status: number
  readonly out: string
  readonly complaint: string
}

async function run(paths: string[], options: Partial<LintOptions> = {}, stdin = ''): Promise<Ran> {
  let [out, complaint] = ['', '']
  const status = await runLint(
    paths,
    { format: 'text', ...options },
    {
      cwd,
      stdin: Readable.from([stdin]),
      print: (text) => void (out += text),
      complain: (text) => void (complaint += text),
      colours: false,
    },
  )
  return { status, out, complaint }
}

async function results(paths: string[], options: Partial<LintOptions> = {}, stdin = ''): Promise<LintResult[]> {
  return JSON.parse((await run(paths, { ...options, format: 'json' }, stdin)).out) as LintResult[]
}

/** `web.yaml 11:18 rollcast/partition`, one for each message. */
async function found(paths: string[], options: Partial<LintOptions> = {}, stdin = ''): Promise<string[]> {
  const all = await results(paths, options, stdin)
  return all.flatMap(({ filePath, messages }) =>
    messages.map(
      ({ line, column, ruleId, severity }) =>
        `${path.relative(cwd, filePath)} ${line}:${column} ${ruleId}${severity === 1 ? ' (warning)' : ''}`,
    ),
  )
}

describe('what it prints', () => {
  it('is what people know from ESLint', async () => {
    put('deploy/agent.yaml', agent('{maxSurge: 1, maxUnavailable: 0}'))
    put('deploy/web.yaml', web(5) + claims)
    put('deploy/good.yaml', web(2))
    const { status, out, complaint } = await run(['deploy'])
    expect(out).toBe(`deploy/agent.yaml
  7:31  error    DaemonSet/agent: maxSurge is 1: in an update a node runs the new pod beside the old one until the new one is available. Leave maxSurge out and set maxUnavailable to 1.   rollcast/no-max-surge

deploy/web.yaml
  11:18  error    StatefulSet/web: partition 5 lies beyond the 3 replicas: an update would change no pod at all. Lower it to 2 or less, or leave it out.   rollcast/partition
  16:22  warning  StatefulSet/web: nothing mounts the claim template "cache": each pod gets a volume that it never uses. Mount it in a container, or remove the template.   rollcast/volume-claim-templates

✖ 3 problems (2 errors, 1 warning), 1 fixable with --fix
`)
    expect([status, complaint]).toEqual([1, ''])
  })

  it('is nothing where all is good', async () => {
    put('web.yaml', web(2))
    expect(await run(['web.yaml'])).toEqual({ status: 0, out: '', complaint: '' })
  })

  it('says so where there is no manifest to look at', async () => {
    put('values.yaml', 'replicas: 3\n')
    expect(await run([])).toEqual({
      status: 0,
      out: '',
      complaint: 'No Kubernetes manifest in this folder: nothing was looked at.\n',
    })
  })
})

describe('--format json', () => {
  it("is ESLint's, with the field and the object of each message", async () => {
    put('web.yaml', web(5))
    put('good.yaml', web(0))
    const [good, bad] = await results(['good.yaml', 'web.yaml'])
    expect(good).toEqual({
      filePath: path.join(cwd, 'good.yaml'),
      messages: [],
      suppressedMessages: [],
      errorCount: 0,
      fatalErrorCount: 0,
      warningCount: 0,
      fixableErrorCount: 0,
      fixableWarningCount: 0,
      usedDeprecatedRules: [],
    })
    expect(bad).toMatchObject({
      errorCount: 1,
      warningCount: 0,
      fatalErrorCount: 0,
      fixableErrorCount: 0,
      source: web(5),
    })
    expect(bad?.messages[0]).toMatchObject({
      ruleId: 'rollcast/partition',
      severity: 2,
      messageId: 'beyond',
      line: 11,
      column: 18,
      endLine: 11,
      endColumn: 19,
      object: 'StatefulSet/web',
      path: 'spec.updateStrategy.rollingUpdate.partition',
    })
    expect(bad?.messages[0]?.suggestions?.map(({ desc, fix }) => [desc, fix.text])).toEqual([
      ['Lower the partition to 2: an update then changes the last pod, web-2.', '2'],
      ['Set the partition to 0: an update then changes every pod.', '0'],
    ])
  })

  it("carries the API server's own name of field and fault", async () => {
    put('agent.yaml', agent('{maxSurge: 1, maxUnavailable: 1}'))
    const [result] = await results(['agent.yaml'], { config: 'api' })
    expect(result?.messages.map(({ ruleId, cause, path: field }) => ({ ruleId, cause, field }))).toEqual([
      {
        ruleId: 'rollcast/api-server',
        cause: { field: 'spec.updateStrategy.rollingUpdate.maxSurge', reason: 'FieldValueInvalid' },
        field: 'spec.updateStrategy.rollingUpdate.maxSurge',
      },
    ])
  })

  it('lists what a comment suppresses apart', async () => {
    put('web.yaml', web(5).replace('partition: 5', 'partition: 5 # eslint-disable-line rollcast/partition'))
    const [result] = await results(['web.yaml'])
    expect([result?.messages, result?.suppressedMessages.length]).toEqual([[], 1])
  })
})

describe('what it reads', () => {
  it('files, folders, globs and hidden folders, each file once', async () => {
    for (const file of ['a.yaml', 'sub/b.yml', 'sub/.github/c.yaml']) put(file, web(5))
    put(
      'sub/d.json',
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'List',
        items: [
          {
            apiVersion: 'apps/v1',
            kind: 'StatefulSet',
            metadata: { name: 'x' },
            spec: { updateStrategy: { rollingUpdate: { partition: 1 } } },
          },
        ],
      }),
    )
    put('sub/values.yaml', 'partition: 5\n')
    const rules = (lines: string[]) =>
      lines.filter((line) => line.includes('rollcast/partition')).map((line) => line.split(' ')[0])
    expect(rules(await found(['a.yaml', 'sub', 'sub/*.yml', '**/*.json']))).toEqual([
      'a.yaml',
      'sub/.github/c.yaml',
      'sub/b.yml',
      'sub/d.json',
    ])
    expect(rules(await found(['.'], { ignore: ['sub/**'] }))).toEqual(['a.yaml'])
  })

  it('standard input, by either name', async () => {
    expect(await found(['-'], { stdinFilename: 'rendered.yaml' }, web(5))).toEqual([
      'rendered.yaml 11:18 rollcast/partition',
    ])
    const [result] = await results([], { stdin: true }, web(5))
    expect([result?.filePath, result?.errorCount]).toEqual(['<stdin>', 1])
  })

  it('the other documents of a file of which one is broken: status 2', async () => {
    put('web.yaml', `${web(5)}---\nkind: [a\n---\n${web(4)}`)
    const { status, out } = await run(['web.yaml'])
    expect(status).toBe(2)
    expect(out.split('\n').map((line) => line.trim().split(' ')[0])).toEqual([
      'web.yaml',
      '11:18',
      '16:7',
      '28:18',
      '',
      '✖',
      '',
    ])
  })

  it('an unrendered template is named as one: status 0', async () => {
    put('chart/templates/web.yaml', 'apiVersion: apps/v1\nkind: StatefulSet\nspec: {{ toYaml .Values.spec }}\n')
    put('web.yaml', web(2))
    const { status, out } = await run(['.'])
    expect(status).toBe(0)
    expect(out).toContain(
      '3:7  warning  This is an unrendered template, not a manifest. Render it first: helm template … | rollcast lint -',
    )
  })

  it.each([
    [
      'a file that is not there',
      ['nowhere.yaml'],
      {},
      'rollcast lint: There is no file or folder nowhere.yaml. Check the path.\n',
    ],
    [
      'an unknown version',
      ['web.yaml'],
      { kubernetesVersion: '1.12' },
      `rollcast lint: Kubernetes version "1.12" is not one that Rollcast knows: it knows ${supportedRange}, also with a patch number (1.35.2).\n`,
    ],
    [
      'an unknown preset',
      ['web.yaml'],
      { config: 'loose' },
      'rollcast lint: There is no configuration file loose. A preset is one of recommended, api, strict.\n',
    ],
    ['a file to compare with that is broken', ['web.yaml'], { from: ['broken.yaml'] }, 'rollcast lint: broken.yaml:2:'],
    [
      'something to compare with, and nothing to compare',
      [],
      { from: ['web.yaml'] },
      'rollcast lint: --from names what is there now; name what comes after it too:',
    ],
    [
      'fixes for standard input',
      ['-'],
      { fix: true },
      'rollcast lint: --fix writes into files, and standard input is none.',
    ],
  ])('%s: status 2', async (_, paths, options, complaint) => {
    put('web.yaml', web(2))
    put('broken.yaml', 'kind: DaemonSet\nmetadata: [a\n')
    const ran = await run(paths, options)
    expect([ran.status, ran.out]).toEqual([2, ''])
    expect(ran.complaint.startsWith(complaint)).toBe(true)
  })

  it('one file of a folder that is no text is an error of that file', async () => {
    put('a.yaml', web(5))
    writeFileSync(path.join(cwd, 'b.yaml'), Buffer.from([0x61, 0xff, 0x0a]))
    const all = await results(['.'])
    expect(
      all.map(({ filePath, fatalErrorCount, errorCount }) => [path.basename(filePath), fatalErrorCount, errorCount]),
    ).toEqual([
      ['a.yaml', 0, 1],
      ['b.yaml', 1, 1],
    ])
  })
})

describe('options', () => {
  it('--quiet leaves the warnings out', async () => {
    put('web.yaml', web(2) + claims)
    expect(await run(['web.yaml'], { quiet: true })).toEqual({ status: 0, out: '', complaint: '' })
  })

  it('--max-warnings', async () => {
    put('web.yaml', web(2) + claims)
    expect((await run(['web.yaml'])).status).toBe(0)
    expect((await run(['web.yaml'], { maxWarnings: 1 })).status).toBe(0)
    const { status, complaint } = await run(['web.yaml'], { maxWarnings: 0, quiet: true })
    expect([status, complaint]).toEqual([1, 'rollcast lint: 1 warning, and --max-warnings allows 0.\n'])
  })

  it('--config strict asks for more, --config api for what the server refuses alone', async () => {
    put('web.yaml', web(2) + claims)
    put('agent.yaml', agent('{maxSurge: 1, maxUnavailable: 0}'))
    expect(await found(['.'], { config: 'api' })).toEqual([])
    expect(await found(['.'], { config: 'strict' })).toEqual([
      'agent.yaml 7:31 rollcast/no-max-surge',
      'web.yaml 11:18 rollcast/partition',
      'web.yaml 15:3 rollcast/volume-claim-templates',
      'web.yaml 16:22 rollcast/volume-claim-templates',
    ])
  })

  it('--fix writes the file, and reports what is left', async () => {
    put('agent.yaml', `${agent('{maxSurge: 1, maxUnavailable: 0}')}---\n${web(5)}`)
    expect(await found(['agent.yaml'], { fix: true })).toEqual(['agent.yaml 23:18 rollcast/partition'])
    expect(readFileSync(path.join(cwd, 'agent.yaml'), 'utf8')).toBe(`${agent('{maxUnavailable: 1}')}---\n${web(5)}`)
  })

  it('--from judges the objects that are in both as updates', async () => {
    put('before.yaml', `${web(0)}---\n${agent('{maxUnavailable: 1}')}`)
    put('after.yaml', `${web(0).replace('serviceName: web', 'serviceName: other')}---\n${agent('{maxUnavailable: 2}')}`)
    const [result] = await results(['after.yaml'], { from: ['before.yaml'], config: 'api' })
    expect(result?.messages.map(({ line, column, message, cause }) => ({ line, column, message, cause }))).toEqual([
      {
        line: 6,
        column: 16,
        message:
          'StatefulSet/web: spec.serviceName: Invalid value: "other": field is immutable. Leave it as it was, or delete the set and create it again: kubectl delete sts web --cascade=orphan keeps its pods.',
        cause: { field: 'spec.serviceName', reason: 'FieldValueInvalid' },
      },
    ])
    expect(await found(['after.yaml'], { config: 'api' })).toEqual([])
  })

  it('--from names the fields that changed where the server does not', async () => {
    put('before.yaml', web(0))
    put('after.yaml', web(0).replace('serviceName: web', 'serviceName: other'))
    const [result] = await results(['after.yaml'], { from: ['before.yaml'], config: 'api', kubernetesVersion: '1.34' })
    expect(
      result?.messages.map(({ line, message }) => [
        line,
        message.includes('are forbidden. Changed here: serviceName. '),
      ]),
    ).toEqual([[6, true]])
  })
})

describe('rules that look at several files', () => {
  const set = (name: string) => web(0).replace('serviceName: web', `serviceName: ${name}`)
  const service = (name: string, spec = '{clusterIP: None, selector: {app: web}}') =>
    `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\nspec: ${spec}\n`

  it('see the other files of the run', async () => {
    put('deploy/web.yaml', set('nginx'))
    put('deploy/services/web.yaml', service('web'))
    expect(await found(['deploy'])).toEqual(['deploy/web.yaml 6:16 rollcast/governing-service (warning)'])
    expect(await found(['deploy/web.yaml', 'deploy/services/web.yaml'])).toEqual([
      'deploy/web.yaml 6:16 rollcast/governing-service (warning)',
    ])
  })

  it('do not miss what may be in a file that was not given', async () => {
    put('deploy/web.yaml', set('nginx'))
    put('deploy/service.yaml', service('web'))
    put('deploy/nginx.yaml', service('nginx'))
    expect(await found(['deploy/web.yaml', 'deploy/service.yaml'])).toEqual([])
    expect(await found(['deploy/*.yaml'])).toEqual([])
  })

  it('see standard input whole', async () => {
    const [result] = await results(['-'], {}, `${set('nginx')}---\n${service('web')}`)
    expect(result?.messages.map(({ line, ruleId }) => [line, ruleId])).toEqual([[6, 'rollcast/governing-service']])
  })

  it('look into the folders that the configuration names, from its own folder', async () => {
    put('rollcast.config.yaml', 'folders: [apps, shared]\n')
    put('apps/web/prod/web.yaml', set('web'))
    put('apps/common/network/service.yaml', service('web', '{selector: {app: web}}'))
    const home = cwd
    cwd = path.join(home, 'apps/web')
    expect(await found(['prod/web.yaml'])).toEqual(['prod/web.yaml 6:16 rollcast/governing-service (warning)'])
    const [result] = await results(['prod/web.yaml'])
    expect(result?.messages[0]?.message).toContain('(../../common/network/service.yaml)')
  })

  it('read nothing where no such rule is on', async () => {
    put('web.yaml', set('nginx'))
    put('service.yaml', service('web'))
    expect(await found(['.'], { config: 'api' })).toEqual([])
  })
})

describe('configuration', () => {
  it('rollcast.config.yaml: presets, rules, version and overrides by glob', async () => {
    put(
      'rollcast.config.yaml',
      `kubernetesVersion: '1.34'
rules:
  partition: warn
overrides:
- files: dev/**
  rules: {rollcast/partition: off}
- files: ['**/new/*.yaml']
  kubernetesVersion: '1.37'
`,
    )
    const both = web(5).replace('      partition: 5', '      maxUnavailable: 2\n      partition: 5')
    put('prod/web.yaml', both)
    put('dev/web.yaml', both)
    put('dev/new/web.yaml', both)
    expect(await found(['.'])).toEqual([
      'dev/web.yaml 11:23 rollcast/no-effect (warning)',
      'prod/web.yaml 11:23 rollcast/no-effect (warning)',
      'prod/web.yaml 12:18 rollcast/partition (warning)',
    ])
    expect(await found(['prod'], { kubernetesVersion: '1.37' })).toEqual([
      'prod/web.yaml 12:18 rollcast/partition (warning)',
    ])
  })

  it('counts its globs from its own folder', async () => {
    put(
      'rollcast.config.json',
      JSON.stringify({
        ignore: ['sub/generated/**'],
        overrides: [{ files: ['sub/*.yaml'], rules: { partition: 'off' } }],
      }),
    )
    put('sub/web.yaml', web(5))
    put('sub/generated/web.yaml', web(5))
    put('sub/deeper/web.yaml', web(5))
    const home = cwd
    cwd = path.join(home, 'sub')
    expect(await found(['.'])).toEqual(['deeper/web.yaml 11:18 rollcast/partition'])
  })

  it('rollcast.config.js', async () => {
    put('package.json', '{"type": "module"}')
    put(
      'rollcast.config.js',
      "export default { extends: 'strict', rules: { partition: ['error', { staged: true }] } }\n",
    )
    put('web.yaml', web(2))
    expect(await found(['.'])).toEqual([])
    put('other.yaml', web(3))
    expect(await found(['.'])).toEqual(['other.yaml 11:18 rollcast/partition'])
  })

  it('a file of any name by --config', async () => {
    put('ci/lint.yaml', 'extends: api\n')
    put('web.yaml', web(5))
    expect(await found(['web.yaml'], { config: 'ci/lint.yaml' })).toEqual([])
  })

  it.each([
    [
      'rules:\n  partitoin: warn\n',
      'rollcast.config.yaml:2:3: There is no rule "partitoin". Did you mean "partition"?',
    ],
    [
      'rules:\n  partition: fatal\n',
      'rollcast.config.yaml:2:3: The severity of partition is off, warn or error; it is "fatal".',
    ],
    [
      'rules:\n  partition: [warn, {stagd: true}]\n',
      'rollcast.config.yaml:2:3: partition has no option "stagd". Did you mean "staged"?',
    ],
    ['extends: recomended\n', 'rollcast.config.yaml:1:1: There is no preset "recomended". Did you mean "recommended"?'],
    [
      'kubernetesVersion: 1.34\n',
      `rollcast.config.yaml:1:1: kubernetesVersion is a string: write it in quotes, such as '${newestVersion}'. It is 1.34.`,
    ],
    [
      'kubernetesVersion: "1.99"\n',
      `rollcast.config.yaml:1:1: Kubernetes version "1.99" is not one that Rollcast knows: it knows ${supportedRange}, also with a patch number (1.35.2).`,
    ],
    [
      'kubernetesversion: "1.34"\n',
      'rollcast.config.yaml:1:1: There is no setting "kubernetesversion". Did you mean "kubernetesVersion"?',
    ],
    ['folders: 3\n', "rollcast.config.yaml:1:1: folders is a folder or a list of folders, such as 'deploy'."],
    ['overrides:\n- rules: {}\n', 'rollcast.config.yaml:2:3: An override names the files that it is for: files.'],
    ['rules: [a\n', 'rollcast.config.yaml:1:'],
  ])('that is wrong says where: %j', async (text, complaint) => {
    put('rollcast.config.yaml', text)
    put('web.yaml', web(2))
    const ran = await run(['web.yaml'])
    expect([ran.status, ran.out]).toEqual([2, ''])
    expect(ran.complaint.slice('rollcast lint: '.length, 'rollcast lint: '.length + complaint.length)).toBe(complaint)
  })
})

describe('the ESLint configuration', () => {
  const link = () =>
    symlinkSync(fileURLToPath(new URL('../../node_modules', import.meta.url)), path.join(cwd, 'node_modules'))

  it('of a project that has no other is asked for our rules and settings', async () => {
    link()
    put('package.json', '{"type": "module"}')
    put(
      'eslint.config.js',
      `// what eslint-plugin-rollcast would be here
const rule = { create: () => ({}), meta: { schema: false } }
export default [
  { files: ['**/*.yaml'], plugins: { rollcast: { rules: { partition: rule, 'no-effect': rule } } }, rules: { 'rollcast/partition': 'warn' }, settings: { rollcast: { kubernetesVersion: '1.34' } } },
  { files: ['dev/*.yaml'], rules: { 'rollcast/partition': 'off', 'rollcast/no-effect': 2 } },
]
`,
    )
    const both = web(5).replace('      partition: 5', '      maxUnavailable: 2\n      partition: 5')
    put('web.yaml', both)
    put('dev/web.yaml', both)
    expect(await found(['.'])).toEqual([
      'dev/web.yaml 11:23 rollcast/no-effect',
      'web.yaml 12:18 rollcast/partition (warning)',
    ])
  })

  it('in eslintrc form, where ESLint reads that', async () => {
    put(
      '.eslintrc.json',
      JSON.stringify({
        root: true,
        rules: { 'rollcast/partition': ['warn', { staged: false }] },
        overrides: [{ files: ['dev/*'], rules: { 'rollcast/partition': 'off' } }],
      }),
    )
    put('web.yaml', web(2))
    put('dev/web.yaml', web(2))
    expect(await found(['.'])).toEqual(['web.yaml 11:18 rollcast/partition (warning)'])
  })

  it('is not asked of files that lie elsewhere, and not where a preset is named', async () => {
    put('web.yaml', web(5))
    put('sub/.eslintrc.json', JSON.stringify({ root: true, rules: { 'rollcast/partition': 'off' } }))
    put('sub/web.yaml', web(5))
    cwd = path.join(cwd, 'sub')
    expect(await found(['.', '../web.yaml'])).toEqual(['../web.yaml 11:18 rollcast/partition'])
    expect(await found(['.'], { config: 'recommended' })).toEqual(['web.yaml 11:18 rollcast/partition'])
  })

  it('that cannot be loaded is no reason for a stack trace', async () => {
    put('eslint.config.js', "throw new Error('rollcast is broken')\n")
    put('web.yaml', web(2))
    const { status, complaint } = await run(['web.yaml'])
    expect([status, complaint]).toEqual([2, 'rollcast lint: eslint.config.js cannot be used: rollcast is broken\n'])
  })
})
