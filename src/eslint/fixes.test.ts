/** What a fix may touch: the field that it mends, and nothing else, however the manifest is written. */
import fc from 'fast-check'
import { Linter } from 'eslint'
import { expect, it } from 'vitest'
import { asObject, type JsonObject } from '../kubernetes/json.js'
import { readManifestFile, readObjects } from '../manifest/index.js'
import plugin from './index.js'

const linter = new Linter()
const config = [{ ...plugin.configs['flat/recommended'], files: ['**/*.yaml', '**/*.json'] }]

/** The fields of a rolling update in any order, style and company of comments. */
const blocks = fc
  .record({
    maxSurge: fc.constantFrom('1', '25%', '"25%"', "'10%'", '0', '3'),
    maxUnavailable: fc.constantFrom(undefined, '0', '0%', '1', '50%'),
    surgeFirst: fc.boolean(),
    style: fc.constantFrom('block', 'deep', 'flow', 'flow lines', 'json'),
    comments: fc.boolean(),
    lineEnd: fc.constantFrom('\n', '\r\n'),
  })
  .map(({ maxSurge, maxUnavailable, surgeFirst, style, comments, lineEnd }) => {
    const surge: [string, string][] = [['maxSurge', maxSurge]]
    const other: [string, string][] = maxUnavailable === undefined ? [] : [['maxUnavailable', maxUnavailable]]
    const fields = surgeFirst ? [...surge, ...other] : [...other, ...surge]
    return manifest(fields, style, comments).replaceAll('\n', lineEnd)
  })

function manifest(fields: readonly (readonly [string, string])[], style: string, comments: boolean): string {
  if (style === 'json') return jsonOf(fields)
  const behind = comments ? ' # why' : ''
  const indent = style === 'deep' ? '            ' : '      '
  const written = {
    block: ['', ...fields.map(([key, value]) => `${indent}${key}: ${value}${behind}`)].join('\n'),
    deep: [
      '',
      ...fields.map(([key, value]) => `${indent}${key}:   ${value}${behind}`),
      ...(comments ? [`${indent}# the end`] : []),
    ].join('\n'),
    flow: ` {${fields.map(([key, value]) => `${key}: ${value}`).join(', ')}}${behind}`,
    'flow lines': ` {\n${fields.map(([key, value]) => `      ${key}: ${value}`).join(',\n')}\n    }${behind}`,
  }[style]
  return `apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent, annotations: {note: "maxSurge: 1"}}
spec:
  selector: {matchLabels: {app: agent}}
  updateStrategy:
    rollingUpdate:${written}
    type: RollingUpdate
  template:
    metadata: {labels: {app: agent}}
    spec: {containers: [{name: agent, image: 'fluentd:1.16'}]}
`
}

function jsonOf(fields: readonly (readonly [string, string])[]): string {
  const rollingUpdate = Object.fromEntries(
    fields.map(([key, value]) => [key, /^\d+$/.test(value) ? Number(value) : value.replaceAll(/["']/g, '')]),
  )
  const labels = { app: 'agent' }
  const template = { metadata: { labels }, spec: { containers: [{ name: 'agent', image: 'fluentd:1.16' }] } }
  const spec = { selector: { matchLabels: labels }, updateStrategy: { rollingUpdate, type: 'RollingUpdate' }, template }
  return `${JSON.stringify({ apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'agent', annotations: { note: 'maxSurge: 1' } }, spec }, null, 2)}\n`
}

function withoutStrategy(object: JsonObject | undefined): JsonObject {
  const { rollingUpdate: _, ...strategy } = asObject(asObject(object?.spec).updateStrategy)
  return { ...object, spec: { ...asObject(object?.spec), updateStrategy: strategy } }
}

it('leaves a set that the house and the server take, and every other field as it was', () => {
  fc.assert(
    fc.property(blocks, (text) => {
      const { output, messages } = linter.verifyAndFix(text, config as never, { filename: 'agent.yaml' })
      expect(messages, `${text}\nbecomes\n${output}`).toEqual([])
      expect(readManifestFile(output).faults).toEqual([])
      const [[before], [after]] = [readObjects(text), readObjects(output)]
      expect(withoutStrategy(after)).toEqual(withoutStrategy(before))
      const { maxSurge = 0, maxUnavailable = 1 } = asObject(
        asObject(asObject(after?.spec).updateStrategy).rollingUpdate,
      )
      expect([0, '0', '0%']).toContain(maxSurge)
      expect([0, '0%']).not.toContain(maxUnavailable)
      if (output !== text) expect(output.split('\n').length).toBeLessThanOrEqual(text.split('\n').length)
    }),
    { numRuns: 300 },
  )
})
