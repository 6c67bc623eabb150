import { describe, expect, it } from 'vitest'
import {
  answeredKindOf,
  answeredKinds,
  isServed,
  isSet,
  kindOf,
  kinds,
  meantKindOf,
  podTemplateOf,
  qualifiedKind,
  qualifiedPlural,
  rootType,
} from './kinds.js'
import { goTypes } from './go-types/index.js'
import { newestMinor, oldestMinor } from './versions.js'

describe('the table of kinds', () => {
  it('names each kind, plural and short name once', () => {
    const names = kinds.flatMap(({ kind, plural, shortNames }) => [kind, plural, ...shortNames])
    expect(names.length).toBeGreaterThan(kinds.length * 2)
    expect(new Set(names).size).toBe(names.length)
  })

  it('lists among the versions that are gone only such as no known server serves', () => {
    const gone = kinds.flatMap((kind) => kind.gone)
    expect(gone.length).toBeGreaterThan(10)
    for (const { goneIn } of gone) expect(goneIn).toBeLessThanOrEqual(oldestMinor)
  })

  it('knows the Go types of what Rollcast answers for, in every served version', () => {
    for (const name of answeredKinds) {
      const served = kinds.find(({ kind }) => kind === name)?.served ?? []
      expect(served.length).toBeGreaterThan(0)
      for (const apiVersion of served) {
        const root = rootType(apiVersion, name) ?? ''
        for (let minor = oldestMinor; minor <= newestMinor; minor++) expect(goTypes(minor).names).toContain(root)
      }
    }
  })
})

describe('whose kind it is', () => {
  it.each([
    ['apps/v1', 'StatefulSet', 'own'],
    ['apps/v1beta2', 'StatefulSet', 'own, not served'],
    ['extensions/v1beta1', 'DaemonSet', 'own, not served'],
    ['extensions/v1beta1', 'StatefulSet', 'meant'],
    ['v1', 'StatefulSet', 'meant'],
    ['apps.kruise.io/v1beta1', 'StatefulSet', 'custom'],
    ['serving.knative.dev/v1', 'Service', 'custom'],
    ['autoscaling/v1', 'HorizontalPodAutoscaler', 'own'],
    ['autoscaling/v2beta2', 'HorizontalPodAutoscaler', 'own, not served'],
  ])('%s %s: %s', (apiVersion, kind, whose) => {
    const own = kindOf(apiVersion, kind) !== undefined
    const meant = meantKindOf({ apiVersion, kind }) !== undefined
    expect(own ? (isServed(apiVersion, kind) ? 'own' : 'own, not served') : meant ? 'meant' : 'custom').toBe(whose)
    expect(answeredKindOf({ apiVersion, kind }) !== undefined).toBe(whose === 'own')
  })

  it('a set of another project is no set', () => {
    expect(isSet({ apiVersion: 'apps/v1beta1', kind: 'StatefulSet' })).toBe(true)
    expect(isSet({ apiVersion: 'apps.kruise.io/v1beta1', kind: 'StatefulSet' })).toBe(false)
    expect(isSet({ apiVersion: 'apps/v1', kind: 'Deployment' })).toBe(false)
  })
})

it('finds the pod template wherever a kind keeps it', () => {
  const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [] } }
  expect(podTemplateOf({ apiVersion: 'apps/v1', kind: 'StatefulSet', spec: { template } })).toBe(template)
  expect(
    podTemplateOf({ apiVersion: 'batch/v1', kind: 'CronJob', spec: { jobTemplate: { spec: { template } } } }),
  ).toBe(template)
  const pod = { apiVersion: 'v1', kind: 'Pod', ...template }
  expect(podTemplateOf(pod)).toBe(pod)
  expect(podTemplateOf({ apiVersion: 'v1', kind: 'Service', spec: {} })).toBeUndefined()
})

it('writes names as the server does', () => {
  const [set, service] = [kindOf('apps/v1', 'StatefulSet'), kindOf('v1', 'Service')]
  if (set === undefined || service === undefined) throw new Error('the table lacks them')
  expect([set, service].map((kind) => [qualifiedKind(kind), qualifiedPlural(kind)])).toEqual([
    ['StatefulSet.apps', 'statefulsets.apps'],
    ['Service', 'services'],
  ])
})
