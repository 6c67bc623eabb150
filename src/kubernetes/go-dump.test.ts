import { describe, expect, it } from 'vitest'
import { dumpQuantity } from './go-dump-quantity.js'
import { goDump, UnknownDumpError } from './go-dump.js'
import { goTypes } from './go-types/index.js'

const small = (value: string, scale: string, text: string, format: string) =>
  `{i:(resource.int64Amount){value:(int64)${value} scale:(resource.Scale)${scale}} d:(resource.infDecAmount){Dec:(*inf.Dec)<nil>} s:(string)${text} Format:(resource.Format)${format}}`

// Each expectation was printed by Go.
describe('a quantity in Go', () => {
  it('keeps its text where that is canonical at first sight', () => {
    expect(dumpQuantity('1500m')).toBe(small('1500', '-3', '1500m', 'DecimalSI'))
    expect(dumpQuantity('12E')).toBe(small('12', '18', '12E', 'DecimalSI'))
    expect(dumpQuantity('0')).toBe(small('0', '0', '0', 'DecimalSI'))
  })
  it('loses its text where the number is a multiple of eight with a binary suffix', () => {
    expect(dumpQuantity('8Gi')).toBe(small('8589934592', '0', '', 'BinarySI'))
    expect(dumpQuantity('9Gi')).toBe(small('9663676416', '0', '9Gi', 'BinarySI'))
  })
  it('becomes an arbitrary decimal where it is long', () => {
    expect(dumpQuantity('9223372036854775807')).toBe(
      '{i:(resource.int64Amount){value:(int64)0 scale:(resource.Scale)0} d:(resource.infDecAmount){Dec:(*inf.Dec){unscaled:(big.Int){neg:(bool)false abs:(big.nat)[18446744072709551616 499999999]} scale:(inf.Scale)9}} s:(string) Format:(resource.Format)DecimalSI}',
    )
  })
})

describe('a struct in Go', () => {
  const dump = (name: string, value: object) => goDump(value as never, { form: 'declared', name }, goTypes(37))
  it('shows every field, pointers by their value, and empty lists and maps as nil', () => {
    expect(dump('core/v1.ContainerPort', { containerPort: 80, protocol: 'TCP' })).toBe(
      '(v1.ContainerPort){Name:(string) HostPort:(int32)0 ContainerPort:(int32)80 Protocol:(v1.Protocol)TCP HostIP:(string)}',
    )
    expect(dump('meta/v1.LabelSelector', { matchLabels: { b: '2', a: '1' }, matchExpressions: [] })).toBe(
      '(v1.LabelSelector){MatchLabels:(map[string]string)map[a:1 b:2] MatchExpressions:([]v1.LabelSelectorRequirement)<nil>}',
    )
    expect(dump('core/v1.EmptyDirVolumeSource', {})).toContain(
      '{Medium:(v1.StorageMedium) SizeLimit:(*resource.Quantity)<nil> ',
    )
  })
  it('tells a port by number from one by name', () => {
    expect(dump('core/v1.TCPSocketAction', { port: 80 })).toContain(
      'Port:(intstr.IntOrString){Type:(intstr.Type)0 IntVal:(int32)80 StrVal:(string)}',
    )
    expect(dump('core/v1.TCPSocketAction', { port: 'http' })).toContain(
      'Port:(intstr.IntOrString){Type:(intstr.Type)1 IntVal:(int32)0 StrVal:(string)http}',
    )
  })
  it('is not known where it holds a time: that shows the time zone of the controller', () => {
    expect(() => dump('meta/v1.ObjectMeta', { creationTimestamp: '2026-01-01T00:00:00Z' })).toThrow(UnknownDumpError)
  })
})
