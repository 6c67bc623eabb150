import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../kubernetes/json.js'
import { ConversionError, fromUnstructured } from './from-unstructured.js'

const convert = (spec: JsonObject, kind = 'StatefulSet'): JsonObject =>
  fromUnstructured({ apiVersion: 'apps/v1', kind, spec }, `apps/v1.${kind}`, 37)['spec'] as JsonObject
const container = (more: JsonObject): JsonObject => ({
  template: { spec: { containers: [{ name: 'nginx', ...more }] } },
})

describe('an object that is converted, not decoded', () => {
  it.each([
    ['replicas', 3, 3],
    ['replicas', 2147483647, 2147483647],
    // recorded with 1.37.2: 99999999999 replicas become 1215752191
    ['replicas', 99999999999, 1215752191],
    ['replicas', 4294967297, 1],
    ['replicas', null, null],
  ])('%s %j is %j', (field, given, kept) => {
    expect(convert({ [field]: given })).toEqual({ [field]: kept })
  })

  it('cuts off a number that no int64 holds as Go does', () => {
    expect(convert({ template: { spec: { terminationGracePeriodSeconds: 1e20 } } })).toEqual({
      template: { spec: { terminationGracePeriodSeconds: -(2 ** 63) } },
    })
  })

  it.each<[JsonObject, string]>([
    [{ replicas: 1.5 }, 'cannot convert float64 to int32'],
    [{ replicas: '3' }, 'unrecognized type: int32'],
    [{ serviceName: 3 }, 'unrecognized type: string'],
    [{ template: [] }, 'cannot restore struct from: slice'],
    [{ selector: { matchLabels: 'a' } }, 'cannot restore map from string'],
    [{ volumeClaimTemplates: {} }, 'cannot restore slice from map'],
    [
      container({ resources: { requests: { cpu: 'abc' } } }),
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    ],
    [
      container({ livenessProbe: { httpGet: { port: {} } } }),
      'json: cannot unmarshal object into Go value of type int32',
    ],
    [
      container({ livenessProbe: { httpGet: { port: 1.5 } } }),
      'json: cannot unmarshal number 1.5 into Go value of type int32',
    ],
    [
      container({ livenessProbe: { httpGet: { port: true } } }),
      'json: cannot unmarshal bool into Go value of type int32',
    ],
    [
      container({ livenessProbe: { httpGet: { port: [1] } } }),
      'json: cannot unmarshal array into Go value of type int32',
    ],
  ])('%j does not fit', (spec, words) => {
    expect(() => convert(spec)).toThrow(new ConversionError(words))
  })
})
