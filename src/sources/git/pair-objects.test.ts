import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../kubernetes/json.js'
import { isChanged, pairObjects, type ObjectPair, type PlacedObject } from './pair-objects.js'
import { plannedTogether } from './planned-together.js'

const set = (name: string, image = '1', more: JsonObject = {}): JsonObject => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name, ...more },
  spec: { image },
})
const at = (file: string, object: JsonObject): PlacedObject => ({ file, object })
const shown = ({ before, after }: ObjectPair) =>
  `${before?.file ?? '-'} > ${after?.file ?? '-'}${before !== undefined && after !== undefined && !isChanged({ before, after }) ? ' same' : ''}`
const paired = (before: PlacedObject[], after: PlacedObject[]) => {
  const { pairs, notes } = pairObjects(before, after)
  return { pairs: pairs.map(shown), notes }
}

describe('pairing', () => {
  it('goes by kind, namespace and name, and first by file', () => {
    expect(
      paired(
        [at('dev/web.yaml', set('web')), at('prod/web.yaml', set('web')), at('a.yaml', set('a'))],
        [at('prod/web.yaml', set('web', '2')), at('dev/web.yaml', set('web')), at('b/a.yaml', set('a'))],
      ),
    ).toEqual({
      pairs: ['prod/web.yaml > prod/web.yaml', 'dev/web.yaml > dev/web.yaml same', 'a.yaml > b/a.yaml same'],
      notes: [],
    })
  })

  it('tells namespaces, groups and kinds apart, and not versions of an API', () => {
    expect(
      paired(
        [
          at('a', set('web', '1', { namespace: 'one' })),
          at('a', { ...set('db'), apiVersion: 'apps/v1beta2' }),
          at('a', { ...set('agent'), apiVersion: 'extensions/v1beta1', kind: 'DaemonSet' }),
          at('a', { ...set('own'), apiVersion: 'example.com/v1' }),
        ],
        [
          at('b', set('web', '1', { namespace: 'two' })),
          at('b', set('db')),
          at('b', { ...set('agent'), kind: 'DaemonSet' }),
          at('b', set('own')),
        ],
      ).pairs,
    ).toEqual(['- > b', 'a > b', 'a > b', '- > b', 'a > -', 'a > -'])
  })

  it('says so where one object became several, or several one', () => {
    expect(
      paired([at('web.yaml', set('web'))], [at('dev/web.yaml', set('web')), at('prod/web.yaml', set('web'))]),
    ).toEqual({
      pairs: ['web.yaml > dev/web.yaml same', 'web.yaml > prod/web.yaml same'],
      notes: [
        'StatefulSet web was in web.yaml and is now in dev/web.yaml and prod/web.yaml: each is taken as what became of each.',
      ],
    })
  })

  it('takes the last of two documents for one object', () => {
    const { pairs, notes } = pairObjects([], [at('web.yaml', set('web', '1')), at('web.yaml', set('web', '2'))])
    expect(pairs).toEqual([{ after: at('web.yaml', set('web', '2')) }])
    expect(notes).toEqual(['StatefulSet web stands twice in web.yaml now: the last one counts.'])
  })

  it('takes objects without a name for new ones each', () => {
    const job = { apiVersion: 'batch/v1', kind: 'Job', metadata: { generateName: 'job-' } }
    expect(paired([], [at('a', job), at('a', job)])).toEqual({ pairs: ['- > a', '- > a'], notes: [] })
  })
})

describe('what is planned together', () => {
  const groups = (...pairs: ObjectPair[]) =>
    plannedTogether(pairs).map(({ place, pairs: inside }) => `${place}: ${inside.map(shown).join(', ')}`)
  const both = (file: string, name: string): ObjectPair => ({
    before: at(file, set(name)),
    after: at(file, set(name, '2')),
  })

  it('is everything, where no object is there twice', () => {
    expect(groups(both('a/web.yaml', 'web'), both('b/db.yaml', 'db'))).toEqual([
      ': a/web.yaml > a/web.yaml, b/db.yaml > b/db.yaml',
    ])
    expect(groups()).toEqual([])
  })

  it('is what lies in one folder, where folders hold the same object', () => {
    expect(
      groups(
        both('envs/prod/web.yaml', 'web'),
        both('envs/dev/web.yaml', 'web'),
        both('envs/dev/db.yaml', 'db'),
        both('agent.yaml', 'agent'),
      ),
    ).toEqual([
      ': agent.yaml > agent.yaml',
      'envs/dev: envs/dev/web.yaml > envs/dev/web.yaml, envs/dev/db.yaml > envs/dev/db.yaml',
      'envs/prod: envs/prod/web.yaml > envs/prod/web.yaml',
    ])
  })

  it('is one file, where files of one folder hold the same object', () => {
    expect(groups(both('web-1.yaml', 'web'), both('web-2.yaml', 'web'))).toEqual([
      'web-1.yaml: web-1.yaml > web-1.yaml',
      'web-2.yaml: web-2.yaml > web-2.yaml',
    ])
  })

  it('is one pair, where several objects became one', () => {
    const after = at('web.yaml', set('web'))
    expect(groups({ before: at('a.yaml', set('web')), after }, { before: at('b.yaml', set('web')), after })).toEqual([
      'web.yaml: a.yaml > web.yaml same',
      'web.yaml: b.yaml > web.yaml same',
    ])
  })
})
