/** Input that nobody writes by hand: each gets a clear answer, and none brings Rollcast down or keeps it busy for long. */
import { afterAll, describe, expect, it, vi } from 'vitest'
import type { LintOptions } from './options.js'
import { createWorkplace, type Ran } from './testing/workplace.js'

vi.setConfig({ testTimeout: 20_000 })

const workplace = createWorkplace()
afterAll(() => {
  workplace.remove()
})

/** What the API server says, whatever the rules of the house say too. */
const lint = (files: string[], options: Partial<LintOptions> = {}): Promise<Ran> =>
  workplace.lint(files, { config: 'api', ...options })

interface SetParts {
  readonly kind?: string
  readonly name?: string
  readonly apiVersion?: string
  readonly label?: string
  readonly spec?: string
  readonly container?: string
}

function set({
  kind = 'StatefulSet',
  name = 'web',
  apiVersion = 'apps/v1',
  label = 'app',
  spec = '',
  container = '',
}: SetParts = {}): string {
  return `apiVersion: ${apiVersion}
kind: ${kind}
metadata: {name: ${name}}
spec:
  serviceName: web
  replicas: 2
${spec}  selector: {matchLabels: {${label}: web}}
  template:
    metadata: {labels: {${label}: web}}
    spec: {containers: [{name: web, image: "nginx:1"${container}}]}
`
}

function repeat(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join('')
}

/** The first line of what was said, shortened. */
const firstOf = (text: string): string => text.split('\n')[0]?.slice(0, 300) ?? ''

describe('names that every JavaScript object knows are names like any other', () => {
  const names = ['constructor', '__proto__', '__defineGetter__', 'toString', 'hasOwnProperty']

  it.each(names)('%s as a kind of another group hides no finding', async (kind) => {
    workplace.put('m/odd.yaml', `${set({ kind })}---\n${set({ kind, apiVersion: 'v1' })}`)
    workplace.put('m/web.yaml', set({ spec: '  nonsense: 1\n' }))
    const { status, out, complaint } = await lint(['m'])
    expect({ status, complaint }).toEqual({ status: 1, complaint: '' })
    expect(out).toContain('unknown field "spec.nonsense"')
    expect(out).not.toContain('odd.yaml')
  })

  it.each(names)('%s as a field is unknown, to lint and to plan', async (name) => {
    workplace.put('field.yaml', set({ spec: `  ${name}: 1\n` }))
    const words = `unknown field "spec.${name}"`
    const linted = await lint(['field.yaml'])
    expect(linted.out).toContain(words)
    const planned = await workplace.plan(['field.yaml'], { width: 500 })
    expect(planned.out).toContain(words)
    expect([linted.status, planned.status]).toEqual([1, 1])
  })

  it.each(names)('%s as a label counts, in a plan of a change too', async (label) => {
    workplace.put('label.yaml', set({ label }))
    workplace.put('old.yaml', set())
    const asRead = await workplace.default(['label.yaml'])
    const created = await workplace.plan(['label.yaml'])
    const changed = await workplace.plan(['label.yaml'], { from: ['old.yaml'], width: 500 })
    if (label.startsWith('_')) {
      expect([asRead.complaint, created.out, changed.out].every((text) => text.includes(`"${label}"`))).toBe(true)
    } else {
      expect(asRead.out).toContain(`${label}: web`)
      expect(created.status).toBe(0)
      expect(changed.out).toContain('field is immutable')
    }
  })

  it.each(names)('%s in a configuration is no setting, no rule, no gate and no preset', async (name) => {
    workplace.put('web.yaml', set())
    const complaints = []
    for (const config of [
      `${name}: 1\n`,
      `rules: {${name}: error}\n`,
      `rules: {partition: [error, {${name}: 1}]}\n`,
      `extends: ${name}\n`,
    ]) {
      workplace.put('config.yaml', config)
      const { status, complaint } = await lint(['web.yaml'], { config: 'config.yaml' })
      expect(status).toBe(2)
      complaints.push(firstOf(complaint))
    }
    expect(complaints).toEqual([
      expect.stringContaining(`There is no setting "${name}".`),
      expect.stringContaining(`There is no rule "${name}".`),
      expect.stringContaining(`has no option "${name}".`),
      expect.stringContaining(`There is no preset "${name}".`),
    ])
    workplace.put('config.yaml', `featureGates: {${name}: true}\n`)
    expect((await lint(['web.yaml'], { config: 'config.yaml' })).complaint).toBe(
      `warning  Feature gate "${name}" changes no answer of Rollcast.\n`,
    )
  })

  it.each(names)('%s is no flag and no resource type of a kubectl line', async (name) => {
    workplace.put('web.yaml', set())
    expect(await workplace.plan(['web.yaml'], { then: [`scale sts web --replicas=3 --${name}=1`] })).toMatchObject({
      status: 2,
      complaint: expect.stringContaining(`does not know the flag --${name}`),
    })
    expect(await workplace.plan(['web.yaml'], { then: [`delete ${name} web`] })).toMatchObject({ status: 1 })
    expect(
      await workplace.plan(['web.yaml'], { then: [`set image sts/web ${name}=nginx:2`], width: 500 }),
    ).toMatchObject({
      status: 1,
      out: expect.stringContaining(`unable to find container named "${name}"`),
    })
    expect(await workplace.plan(['web.yaml'], { then: [`label sts web ${name}=x`] })).toMatchObject({
      status: name.startsWith('_') ? 1 : 0,
    })
  })
})

describe('limits are stated, and lifted by an option', () => {
  it('a file that is too large hides nothing of the others', async () => {
    workplace.put('sizes/large.yaml', `${set()}# ${'x'.repeat(5000)}\n`)
    workplace.put('sizes/web.yaml', set({ spec: '  nonsense: 1\n' }))
    const { status, out } = await lint(['sizes'], { maxBytes: 4000 })
    expect(status).toBe(2)
    expect(out).toContain('is larger than 4000 bytes')
    expect(out).toContain('unknown field "spec.nonsense"')
    expect(await workplace.plan(['sizes/large.yaml'], { maxBytes: 4000 })).toMatchObject({
      status: 2,
      complaint: expect.stringContaining('--max-bytes sets another limit'),
    })
    const defaults = await workplace.default(['sizes/large.yaml', 'sizes/web.yaml'], { maxBytes: 4000 })
    expect(defaults.status).toBe(2)
    expect((await lint(['sizes'], { maxBytes: 6000 })).status).toBe(1)
  })

  it.each([
    ['documents', `${'---\na: 1\n'.repeat(20)}`, '22:1'],
    ['rows of JSON', '{}'.repeat(12), '1:21'],
    ['items of a list', `kind: List\napiVersion: v1\nitems: [${'{},'.repeat(11)}]\n`, '1:1'],
  ])('%s', async (_, text, place) => {
    workplace.put('many.yaml', text)
    const { status, out } = await lint(['many.yaml'], { maxDocuments: 10 })
    expect(status).toBe(2)
    expect(out).toMatch(new RegExp(`${place}  error .*This file holds more than 10 documents, .*--max-documents`))
    expect(await workplace.plan(['many.yaml'], { maxDocuments: 10 })).toMatchObject({
      status: 2,
      complaint: expect.stringContaining('more than 10 documents'),
    })
    expect((await lint(['many.yaml'], { maxDocuments: 20 })).status).toBe(0)
  })

  it('what aliases make of a long text', async () => {
    workplace.put('bomb.yaml', `${set()}a: &a "${'x'.repeat(100_000)}"\nb: [${'*a, '.repeat(2000)}]\n`)
    const words = 'Aliases make more than 10485760 characters of this document.'
    expect(await lint(['bomb.yaml'])).toMatchObject({ status: 2, out: expect.stringContaining(words) })
    expect(await workplace.plan(['bomb.yaml'])).toMatchObject({ status: 2, complaint: expect.stringContaining(words) })
  })
})

describe('what is nested without end is answered', () => {
  const nested = (depth: number): string => `${'{a: '.repeat(depth)}1${'}'.repeat(depth)}`
  const map = (depth: number): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nx: ${nested(depth)}\n`

  it.each([900, 3000, 20_000])('%i levels', async (depth) => {
    workplace.put('deep/deep.yaml', map(depth))
    workplace.put('deep/list.yaml', `${'{apiVersion: v1, kind: List, items: ['.repeat(depth)}${']}'.repeat(depth)}`)
    workplace.put('deep/web.yaml', `${set({ spec: `  nonsense: ${nested(depth)}\n` })}`)
    workplace.put('deep/other.yaml', set({ spec: '  foo: 1\n' }))
    const { status, out, complaint } = await lint(['deep'])
    expect(complaint).toBe('')
    expect(status).toBeGreaterThan(0)
    expect(out).toContain('unknown field "spec.foo"')
    const said = [
      await workplace.default(['deep/deep.yaml']),
      await workplace.default(['deep/web.yaml']),
      await workplace.default(['deep/list.yaml']),
      await workplace.plan(['deep/web.yaml']),
    ].map((ran) => (ran.status === 0 ? ran.out : `${ran.out}${ran.complaint}`))
    for (const text of said)
      expect(text).toMatch(/nested too deeply|unknown field|holds no Kubernetes manifest|^\{?"?apiVersion/)
  })
})

describe('what is many or long is looked at once', () => {
  it('double keys', async () => {
    workplace.put('many.yaml', set() + repeat(10_000, (index) => `x${index}: 1\nx${index}: 1\n`))
    const { status, out } = await lint(['many.yaml'])
    expect(status).toBe(1)
    expect(out).toContain('✖ 20000 problems (20000 errors, 0 warnings)')
    expect(out).toContain('"x9999" is set twice, first in line 20009')
  })

  it('one key many times', async () => {
    workplace.put('one.yaml', set() + 'x: 1\n'.repeat(2500))
    expect((await lint(['one.yaml'])).out).toContain('✖ 2500 problems (2500 errors, 0 warnings)')
    expect(await workplace.plan(['one.yaml'])).toMatchObject({ status: 1 })
  })

  it('unknown fields', async () => {
    workplace.put('unknown.yaml', set() + repeat(20_000, (index) => `x${index}: 1\n`))
    expect((await lint(['unknown.yaml'])).out).toContain('✖ 20000 problems (20000 errors, 0 warnings)')
  })

  it('anchors', async () => {
    workplace.put('anchors.yaml', set() + repeat(20_000, (index) => `x${index}: &a${index} 1\n`))
    expect((await lint(['anchors.yaml'])).out).toContain('✖ 20000 problems (20000 errors, 0 warnings)')
  })

  it.each([
    ['zeros and no number', `${'0'.repeat(100_000)}x`, 1],
    ['zeros before a number', `${'0'.repeat(100_000)}1`, 0],
    ['zeros behind a number', `1${'0'.repeat(100_000)}`, 0],
    ['a large exponent', '1e2147483647', 0],
    ['a large exponent behind many digits', '12345678901234567890.5e2147483646', 1],
    ['a large exponent below zero', '1e-2147483647', 0],
  ])('an amount of %s', async (_, amount, status) => {
    workplace.put('amount.yaml', set({ container: `, resources: {limits: {cpu: "${amount}"}}` }))
    expect(await lint(['amount.yaml'])).toMatchObject({ status, complaint: '' })
    expect(await workplace.default(['amount.yaml'])).toMatchObject({ status })
  })

  it.each([
    ['a comment', `${set()}# ${'# '.repeat(1_000_000)}\n`],
    ['a comment that names eslint', `${set()}# see eslint ${'# '.repeat(1_000_000)}\n`],
    ['a comment with braces', `${set()}# ${'{{'.repeat(1_000_000)}\n`],
    ['blank lines', `${set()}${'\n'.repeat(1_000_000)}`],
  ])('%s', async (_, text) => {
    workplace.put('long.yaml', text)
    expect(await lint(['long.yaml'])).toMatchObject({ status: 0, out: '', complaint: '' })
  })

  it('brackets in a value that is refused', async () => {
    workplace.put('brackets.yaml', set({ container: `, imagePullPolicy: "${'[{'.repeat(100_000)}"` }))
    expect((await workplace.plan(['brackets.yaml'])).out).toMatch(/Unsupported value:\s+"\[\{\[\{/)
    expect((await lint(['brackets.yaml'])).out).toContain('Unsupported value: "[{[{')
  })
})
