import { describe, expect, it } from 'vitest'
import { newestMinor, oldestMinor } from '../versions.js'
import { goTypes, goTypeText, parseGoType } from './index.js'
import { rootType } from '../kinds.js'

describe('the Go types of the API', () => {
  it('has the pod template of every version, each type that a field names included', () => {
    for (let minor = oldestMinor; minor <= newestMinor; minor++) {
      const types = goTypes(minor)
      expect(types.struct('core/v1.PodTemplateSpec').fields.map((field) => field.goName)).toEqual([
        'ObjectMeta',
        'Spec',
      ])
      const missing = new Set<string>()
      for (const name of types.names) {
        const declaration = types.find(name)
        for (const field of declaration?.form === 'struct' ? declaration.fields : []) {
          let { type } = field
          while (type.form === 'pointer' || type.form === 'slice' || type.form === 'map') type = type.element
          if (type.form === 'declared' && types.find(type.name) === undefined) missing.add(type.name)
        }
      }
      expect([...missing].sort()).toEqual(['gopkg.in/inf.v0.Dec', 'time.Time'])
    }
  })

  it('keeps the order of the declaration and lifts inlined fields', () => {
    const volume = goTypes(34).struct('core/v1.Volume')
    expect(volume.fields.map((field) => field.goName)).toEqual(['Name', 'VolumeSource'])
    expect([...volume.jsonFields.keys()].slice(0, 3)).toEqual(['name', 'hostPath', 'emptyDir'])
  })

  it('knows which version brought a field', () => {
    const has = (minor: number) => goTypes(minor).struct('core/v1.PodSpec').jsonFields.has('hostnameOverride')
    expect([33, 34].map(has)).toEqual([false, true])
  })

  it('tells what is left out when empty', () => {
    const fields = goTypes(37).struct('core/v1.Container').jsonFields
    expect(fields.get('resources')?.omit).toBe('empty')
    expect(fields.get('name')?.omit).toBe('never')
  })

  it('writes types as Go does', () => {
    expect(goTypeText(parseGoType('map[core/v1.ResourceName]resource.Quantity'))).toBe(
      'map[v1.ResourceName]resource.Quantity',
    )
    expect(goTypeText(parseGoType('[]*core/v1.EnvVar'))).toBe('[]*v1.EnvVar')
  })

  it('finds the struct of an apiVersion and kind', () => {
    expect(rootType('apps/v1', 'StatefulSet')).toBe('apps/v1.StatefulSet')
    expect(rootType('apps/v1beta2', 'StatefulSet')).toBeUndefined()
  })
})
