import { describe, expect, it } from 'vitest'
import { requiredNodeAffinity } from './node-affinity.js'
import type { JsonValue } from './json.js'

const node = { name: 'n1', labels: { zone: 'a', cores: '16', empty: '' } }
const required = (...terms: JsonValue[]) => ({
  affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } },
})
const label = (key: string, operator: string, ...values: string[]) => ({ key, operator, values })
const matches = (...expressions: JsonValue[]) =>
  requiredNodeAffinity(required({ matchExpressions: expressions })).matches(node)

describe('required node affinity', () => {
  it('knows In and NotIn, and NotIn holds for a label that is not there', () => {
    expect(matches(label('zone', 'In', 'a', 'b'))).toBe(true)
    expect(matches(label('zone', 'In', 'b'))).toBe(false)
    expect(matches(label('none', 'In', ''))).toBe(false)
    expect(matches(label('empty', 'In', ''))).toBe(true)
    expect(matches(label('zone', 'NotIn', 'a'))).toBe(false)
    expect(matches(label('none', 'NotIn', 'a'))).toBe(true)
  })
  it('knows Exists and DoesNotExist', () => {
    expect(matches(label('zone', 'Exists'))).toBe(true)
    expect(matches(label('zone', 'DoesNotExist'))).toBe(false)
    expect(matches(label('none', 'DoesNotExist'))).toBe(true)
  })
  it('compares integers with Gt and Lt; a label that is none never matches', () => {
    expect(matches(label('cores', 'Gt', '15'))).toBe(true)
    expect(matches(label('cores', 'Gt', '16'))).toBe(false)
    expect(matches(label('cores', 'Lt', '17'))).toBe(true)
    expect(matches(label('zone', 'Gt', '1'))).toBe(false)
    expect(matches(label('none', 'Lt', '1'))).toBe(false)
  })
  it('asks for all conditions of a term and for one of the terms', () => {
    expect(matches(label('zone', 'In', 'a'), label('cores', 'Lt', '8'))).toBe(false)
    const either = requiredNodeAffinity(
      required({ matchExpressions: [label('zone', 'In', 'b')] }, { matchExpressions: [label('cores', 'Exists')] }),
    )
    expect(either.matches(node)).toBe(true)
  })
  it('matches the name with matchFields', () => {
    const named = (operator: string, ...values: string[]) =>
      requiredNodeAffinity(required({ matchFields: [label('metadata.name', operator, ...values)] })).matches(node)
    expect(named('In', 'n1')).toBe(true)
    expect(named('In', 'n2')).toBe(false)
    expect(named('NotIn', 'n1')).toBe(false)
    expect(named('In', 'n1', 'n2')).toBe(false)
  })
  it('selects nothing with an empty term, with no terms, and with one that Kubernetes cannot parse', () => {
    expect(requiredNodeAffinity(required({})).matches(node)).toBe(false)
    expect(requiredNodeAffinity(required()).matches(node)).toBe(false)
    expect(matches(label('cores', 'Gt', 'many'))).toBe(false)
    expect(matches(label('zone', 'NotIn', 'not a label value!'))).toBe(false)
    expect(
      requiredNodeAffinity(
        required({ matchExpressions: [label('cores', 'Gt', 'many')] }, { matchExpressions: [label('zone', 'Exists')] }),
      ).matches(node),
    ).toBe(true)
  })
  it('needs the nodeSelector as well', () => {
    expect(requiredNodeAffinity({ nodeSelector: { zone: 'a' } }).matches(node)).toBe(true)
    expect(requiredNodeAffinity({ nodeSelector: { zone: 'a', disk: 'ssd' } }).matches(node)).toBe(false)
    expect(requiredNodeAffinity({}).matches(node)).toBe(true)
  })
  it('says what does not match', () => {
    expect(requiredNodeAffinity({ nodeSelector: { disk: 'ssd' } }).mismatch(node)).toBe(
      'nodeSelector disk=ssd does not match',
    )
    expect(requiredNodeAffinity(required({ matchExpressions: [label('zone', 'In', 'b', 'c')] })).mismatch(node)).toBe(
      'required node affinity zone in (b, c) does not match',
    )
    expect(requiredNodeAffinity(required({}, {})).mismatch(node)).toBe('no term of the required node affinity matches')
  })
})
