import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../kubernetes/json.js'
import { changeText } from './template-change.js'

const template = (
  spec: JsonObject,
  metadata: JsonObject = { labels: { app: 'web' } },
): { revision: string; template: JsonObject } => ({ revision: 'web-1', template: { metadata, spec } })
const nginx = { name: 'nginx', image: 'nginx:1.16' }
const side = { name: 'side', image: 'busybox' }

describe('what changes about the pods', () => {
  it.each<[string, JsonObject, JsonObject, string]>([
    ['nothing: the image that runs', { containers: [nginx] }, { containers: [nginx] }, 'nginx:1.16'],
    [
      'an image',
      { containers: [nginx] },
      { containers: [{ ...nginx, image: 'nginx:1.17' }] },
      'nginx:1.16 → nginx:1.17',
    ],
    [
      'images before anything else',
      { containers: [nginx], hostNetwork: true },
      { containers: [{ ...nginx, image: 'x' }] },
      'nginx:1.16 → x, hostNetwork: true → (none)',
    ],
    ['a container that comes', { containers: [nginx] }, { containers: [nginx, side] }, 'containers[side]'],
    [
      'a number deep down',
      { containers: [{ ...nginx, resources: { limits: { cpu: '1' } } }] },
      { containers: [{ ...nginx, resources: { limits: { cpu: '2' } } }] },
      'containers[nginx].resources.limits.cpu: 1 → 2',
    ],
    [
      'a map that comes',
      { containers: [nginx] },
      { containers: [nginx], nodeSelector: { disk: 'ssd' } },
      'nodeSelector.disk: (none) → ssd',
    ],
    [
      'a list without names',
      { containers: [nginx], tolerations: [] },
      { containers: [nginx], tolerations: [{ key: 'a' }] },
      'tolerations',
    ],
    [
      'many things',
      { containers: [nginx], a: 1, b: 1, c: 1 },
      { containers: [{ ...nginx, image: 'x' }], a: 2, b: 2, c: 2 },
      'nginx:1.16 → x, a: 1 → 2 and 2 more changes',
    ],
  ])('%s', (_, before, after, text) => {
    expect(changeText(template(before), template(after))).toBe(text)
  })

  it('names an annotation by its key', () => {
    expect(
      changeText(
        template({ containers: [nginx] }),
        template({ containers: [nginx] }, { labels: { app: 'web' }, annotations: { 'a/b': 'c' } }),
      ),
    ).toBe('annotations.a/b: (none) → c')
  })

  it('of a set that is new or gone: its image', () => {
    expect(changeText(undefined, template({ containers: [nginx, side] }))).toBe('nginx:1.16, busybox')
    expect(changeText(template({ containers: [nginx] }), undefined)).toBe('nginx:1.16')
  })
})
