import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { JsonObject, JsonValue } from '../kubernetes/json.js'
import { resolveTarget } from '../kubernetes/target.js'
import { parseVersion } from '../kubernetes/versions.js'
import { readManifestFile } from '../manifest/index.js'
import { decodeCode, decodeFaults, decodeMessage } from './decode.js'

interface Verdict {
  case: string
  code: number
  message?: string
}

const target = (version: string) => resolveTarget(parseVersion(version))

/** The recorder posted each manifest with one empty line before it, which the server's line numbers count. */
function ask(path: string, version: string): { code: number; message: string } {
  const file = readManifestFile(`\n${readFileSync(path, 'utf8')}`)
  const [document] = file.documents
  const object = document?.value as JsonObject
  const duplicates = (document?.duplicateKeys ?? []).map((key) => ({
    path: key.path,
    line: file.positionAt(key.second.start).line,
  }))
  const faults = decodeFaults(object, duplicates, target(version))
  return { code: faults.length === 0 ? 0 : decodeCode(faults), message: decodeMessage(object, faults) }
}

describe.each(['1.33.13', '1.34.4', '1.35.4', '1.36.3', '1.37.2'])('decoding by the API server of %s', (version) => {
  const verdicts = JSON.parse(readFileSync(`testdata/verdicts/${version}.json`, 'utf8')) as Verdict[]
  const cases = verdicts
    .filter(({ message = '' }) => !message.startsWith('namespaces '))
    .map((verdict) => [verdict.case, verdict] as const)

  it.each(cases)('%s', (name, { code, message = '' }) => {
    const path = name.endsWith('.yaml') ? `manifests/${name}` : `pairs/${name}/after.yaml`
    expect(ask(`testdata/verdicts/${path}`, version)).toEqual(
      code === 400 || code === 404 ? { code, message } : { code: 0, message: '' },
    )
  })
})

describe.each(readdirSync('testdata/stored').filter((name) => name.endsWith('.json')))(
  'decoding by the code of the server: %s',
  (name) => {
    const rows = JSON.parse(readFileSync(`testdata/stored/${name}`, 'utf8')) as { object: JsonObject; error?: string }[]

    it.each(rows.map(({ object, error = '' }, index) => [index, object, error] as const))(
      'object %i',
      (_index, object, error) => {
        const message = decodeMessage(object, decodeFaults(object, [], target(name.replace('.json', ''))))
        expect(message.replace(/^\w+ in version "\w+" cannot be handled as a \w+: /, '')).toBe(error)
      },
    )
  },
)

const statefulSet = (spec: JsonObject, metadata: JsonObject = { name: 'web' }): JsonObject => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata,
  spec,
})
const messages = (object: JsonObject, version = '1.37') =>
  decodeFaults(object, [], target(version)).map(({ message }) => message)
const container = (fields: JsonObject): JsonObject => statefulSet({ template: { spec: { containers: [fields] } } })

describe('what does not decode', () => {
  it.each<[string, JsonValue, string]>([
    [
      'hostPID',
      'yes',
      'json: cannot unmarshal string into Go struct field PodSpec.spec.template.spec.hostPID of type bool',
    ],
    [
      'volumes',
      {},
      'json: cannot unmarshal object into Go struct field PodSpec.spec.template.spec.volumes of type []v1.Volume',
    ],
    [
      'securityContext',
      [],
      'json: cannot unmarshal array into Go struct field PodSpec.spec.template.spec.securityContext of type v1.PodSecurityContext',
    ],
    [
      'dnsPolicy',
      1,
      'json: cannot unmarshal number into Go struct field PodSpec.spec.template.spec.dnsPolicy of type v1.DNSPolicy',
    ],
    [
      'priority',
      2_147_483_648,
      'json: cannot unmarshal number 2147483648 into Go struct field PodSpec.spec.template.spec.priority of type int32',
    ],
  ])('template.spec.%s: %j', (field, value, message) => {
    expect(messages(statefulSet({ template: { spec: { [field]: value } } }))).toEqual([message])
  })

  it('names embedded structs from 1.35 on', () => {
    const object = container({ livenessProbe: { httpGet: [] } })
    expect(messages(object, '1.34')).toEqual([
      'json: cannot unmarshal array into Go struct field Probe.spec.template.spec.containers.livenessProbe.httpGet of type v1.HTTPGetAction',
    ])
    expect(messages(object, '1.35')).toEqual([
      'json: cannot unmarshal array into Go struct field Probe.spec.template.spec.containers.livenessProbe.ProbeHandler.httpGet of type v1.HTTPGetAction',
    ])
  })

  it('puts first what the server stops at, and keeps the rest', () => {
    const object = container({ name: 1, imagee: 'a', resources: { limits: { cpu: 'lots' } } })
    const faults = decodeFaults(object, [], target('1.37'))
    expect(faults.map(({ kind, path }) => [kind, path.slice(4).join('.')])).toEqual([
      ['bad-value', '0.resources.limits.cpu'],
      ['wrong-type', '0.name'],
      ['unknown-field', '0.imagee'],
    ])
    expect(decodeMessage(object, faults)).toMatch(
      /^StatefulSet in version "v1" cannot be handled as a StatefulSet: quantities must match the regular expression/,
    )
  })

  it('takes null and an empty list or map for unset', () => {
    expect(
      messages(
        statefulSet({
          replicas: null,
          selector: null,
          template: { spec: { containers: [null], nodeSelector: { a: null } } },
        }),
      ),
    ).toEqual([])
  })

  it.each<[string, string]>([
    ['yesterday', 'parsing time "yesterday" as "2006-01-02T15:04:05Z07:00": cannot parse "yesterday" as "2006"'],
    ['2020-13-01T00:00:00Z', 'parsing time "2020-13-01T00:00:00Z": month out of range'],
    ['2021-02-29T00:00:00Z', 'parsing time "2021-02-29T00:00:00Z": day out of range'],
    ['2020-01-01', 'parsing time "2020-01-01" as "2006-01-02T15:04:05Z07:00": cannot parse "" as "T"'],
  ])('a time: %s', (time, message) => {
    expect(messages(statefulSet({}, { name: 'web', creationTimestamp: time }))).toEqual([message])
  })
})

describe('an unknown field', () => {
  const suggestion = (object: JsonObject) =>
    decodeFaults(object, [], target('1.37')).map((fault) => [fault.message, fault.suggestion])

  it('comes with the name that was probably meant', () => {
    expect(suggestion(statefulSet({ updateStrategy: { rollingUpdate: { maxUnavaliable: 1 } } }))).toEqual([
      ['unknown field "spec.updateStrategy.rollingUpdate.maxUnavaliable"', 'maxUnavailable'],
    ])
    expect(suggestion(statefulSet({ MinReadySeconds: 1 }))).toEqual([
      ['unknown field "spec.MinReadySeconds"', 'minReadySeconds'],
    ])
    expect(suggestion(statefulSet({ strategy: {} }))).toEqual([['unknown field "spec.strategy"', undefined]])
  })

  it('is one that the version does not know yet', () => {
    const object = statefulSet({ template: { spec: { hostnameOverride: 'a' } } })
    expect(messages(object, '1.33')).toEqual(['unknown field "spec.template.spec.hostnameOverride"'])
    expect(messages(object, '1.34')).toEqual([])
  })
})

describe('what is not served', () => {
  it.each([
    ['apps/v1beta2', 'StatefulSet'],
    ['extensions/v1beta1', 'DaemonSet'],
    ['v1', 'StatefulSet'],
  ])('%s %s', (apiVersion, kind) => {
    const faults = decodeFaults({ apiVersion, kind }, [], target('1.37'))
    expect(faults).toEqual([
      { kind: 'not-served', message: 'the server could not find the requested resource', path: ['apiVersion'] },
    ])
    expect(decodeCode(faults)).toBe(404)
  })
})
