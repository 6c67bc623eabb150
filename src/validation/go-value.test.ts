import { describe, expect, it } from 'vitest'
import { resolveTarget } from '../kubernetes/target.js'
import { parseVersion } from '../kubernetes/versions.js'
import { invalid, rootField } from './field.js'
import { goValue } from './go-value.js'

const at = (version: string) => resolveTarget(parseVersion(version))
const message = (type: string, value: Parameters<typeof goValue>[1], version: string) =>
  invalid(rootField('spec'), goValue(type, value, at(version)), '').message.replace('Invalid value: ', '')

describe('a value in a message', () => {
  it('is Go notation up to 1.33', () => {
    expect(message('apps.StatefulSetUpdateStrategy', { type: 'x' }, '1.33')).toBe(
      'apps.StatefulSetUpdateStrategy{Type:"x", RollingUpdate:(*apps.RollingUpdateStatefulSetStrategy)(nil)}',
    )
    expect(message('*v1.LabelSelector', { matchLabels: { b: '1', a: '2' } }, '1.29')).toBe(
      'v1.LabelSelector{MatchLabels:map[string]string{"a":"2", "b":"1"}, MatchExpressions:[]v1.LabelSelectorRequirement(nil)}',
    )
    expect(message('intstr.IntOrString', '101%', '1.33')).toBe('intstr.IntOrString{Type:1, IntVal:0, StrVal:"101%"}')
    expect(message('map[string]string', undefined, '1.33')).toBe('map[string]string(nil)')
  })

  it('is JSON of the internal struct from 1.34 on', () => {
    expect(message('apps.StatefulSetUpdateStrategy', { type: 'x' }, '1.34')).toBe('{"Type":"x","RollingUpdate":null}')
    expect(message('*v1.LabelSelector', { matchExpressions: [{ key: 'a', operator: 'Exists' }] }, '1.37')).toBe(
      '{"matchExpressions":[{"key":"a","operator":"Exists"}]}',
    )
    expect(message('intstr.IntOrString', '101%', '1.34')).toBe('"101%"')
    expect(message('map[string]string', undefined, '1.34')).toBe('null')
    expect(message('*core.SecurityContext', { privileged: false }, '1.34')).toContain(
      '"Privileged":false,"SELinuxOptions":null',
    )
  })

  it('has metadata lying flat in a claim template', () => {
    expect(
      message(
        '[]core.PersistentVolumeClaim',
        [{ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'www' }, spec: {}, status: {} }],
        '1.36',
      ),
    ).toMatch(/^\[\{"name":"www","Spec":\{"AccessModes":null,.*"ModifyVolumeStatus":null\}\}\]$/)
  })

  it('quotes text as Go does', () => {
    expect(invalid(rootField('a'), 'a"\u0001\u00a0é\n', '').message).toBe('Invalid value: "a\\"\\x01\\u00a0é\\n"')
  })
})
