import { describe, expect, it } from 'vitest'
import { manifestsOf, readManifestFile } from '../manifest/index.js'
import { indexObjects, type FoldersOfRun } from './object-index.js'
import { areNear, distance, isWithin, joinPath, relativePath } from './paths.js'
import { readFileObjects, type RunObject } from './run-object.js'
import { objectsSeenFrom } from './run-objects.js'

const object = (kind: string, name: string, spec = '{}', more = '') =>
  `apiVersion: ${{ Service: 'v1', PodDisruptionBudget: 'policy/v1' }[kind] ?? 'apps/v1'}\nkind: ${kind}\nmetadata: {name: ${name}${more}}\nspec: ${spec}\n`
const workload = (kind: string, name: string, labels = '{app: web}', more = '') =>
  object(kind, name, `{template: {metadata: {labels: ${labels}}}}`, more)

function seen(path: string, files: Record<string, string>, folders: FoldersOfRun = {}) {
  const index = indexObjects(
    Object.entries(files).map(([file, text]) => readFileObjects(file, text)),
    folders,
  )
  const file = readManifestFile(files[path] ?? '')
  const manifests = manifestsOf(file)
  const objects = objectsSeenFrom(path, file, manifests, index)
  const self = manifests[0] === undefined ? undefined : objects.of(manifests[0])
  if (self === undefined) throw new Error('the file holds no object')
  return { objects, self }
}
const shown = (found: readonly RunObject[]) => found.map(({ file, kind, name }) => `${file} ${kind}/${name}`)

describe('whom a selector selects', () => {
  const pods = (
    selector: string,
    kind = 'Service',
    other = workload('StatefulSet', 'web', '{app: web, tier: back}'),
  ) => {
    const { objects, self } = seen('a.yaml', { 'a.yaml': object(kind, 'x', selector), 'b.yaml': other })
    return shown(objects.selectedBy(self)).length
  }

  it.each([
    ['{selector: {app: web}}', 1],
    ['{selector: {app: web, tier: front}}', 0],
    ['{selector: {}}', 0],
    ['{}', 0],
    ['{selector: {app: web, statefulset.kubernetes.io/pod-name: web-2}}', 1],
    ['{selector: {app: web, statefulset.kubernetes.io/pod-name: web-x}}', 0],
    ['{selector: {statefulset.kubernetes.io/pod-name: other-web-2}}', 0],
  ])('a Service: %s %i', (selector, count) => expect(pods(selector)).toBe(count))

  it.each([
    ['{selector: {matchLabels: {app: web}}}', 1],
    ['{selector: {}}', 1],
    ['{}', 0],
    ['{selector: {matchExpressions: [{key: tier, operator: In, values: [back, front]}]}}', 1],
    ['{selector: {matchExpressions: [{key: tier, operator: DoesNotExist}]}}', 0],
  ])('a budget: %s %i', (selector, count) => expect(pods(selector, 'PodDisruptionBudget')).toBe(count))

  it('pods of another namespace are none of them; an object without one may be in any', () => {
    const files = {
      'a.yaml': object('Service', 'x', '{selector: {app: web}}', ', namespace: shop'),
      'b.yaml': workload('StatefulSet', 'web', '{app: web}', ', namespace: other'),
      'c.yaml': workload('DaemonSet', 'agent'),
    }
    const { objects, self } = seen('a.yaml', files)
    expect(shown(objects.selectedBy(self))).toEqual(['c.yaml DaemonSet/agent'])
    const set = seen('c.yaml', files)
    expect(shown(set.objects.selecting('Service', set.self))).toEqual(['a.yaml Service/x'])
  })
})

it('takes its own objects from the text, and those of others from the index', () => {
  const index = indexObjects([
    readFileObjects('a.yaml', object('Service', 'old')),
    readFileObjects('b.yaml', object('Service', 'b')),
  ])
  const file = readManifestFile(object('Service', 'new'))
  const objects = objectsSeenFrom('a.yaml', file, manifestsOf(file), index)
  expect(shown(objects.ofKind('Service'))).toEqual(['a.yaml Service/new', 'b.yaml Service/b'])
})

it('a name means the nearest object that has it', () => {
  const files = {
    'shop/web.yaml': workload('StatefulSet', 'web'),
    'shop/service.yaml': object('Service', 'web'),
    'shop/test/service.yaml': object('Service', 'web'),
    'far/away/from/here.yaml': object('Service', 'web'),
  }
  const { objects, self } = seen('shop/web.yaml', files)
  expect(shown(objects.named('Service', 'web', self))).toEqual(['shop/service.yaml Service/web'])
  const { 'shop/service.yaml': _, ...others } = files
  const without = seen('shop/web.yaml', others)
  expect(shown(without.objects.named('Service', 'web', without.self))).toEqual(['shop/test/service.yaml Service/web'])
})

describe('whether all was given', () => {
  const web = workload('StatefulSet', 'web')
  const whole = { wholeFolders: [{ folder: '', isDeep: true }] }
  it.each<[string, Record<string, string>, FoldersOfRun, boolean]>([
    ['a folder', {}, whole, true],
    ['single files', {}, {}, false],
    ['the files of a folder, and none below', {}, { wholeFolders: [{ folder: 'deploy', isDeep: false }] }, true],
    ['the files of another folder', {}, { wholeFolders: [{ folder: 'dep', isDeep: true }] }, false],
    ['a template near by', { 'deploy/a.yaml': 'kind: X\na: {{ b }}\n' }, whole, false],
    ['a template elsewhere', { 'chart/templates/a.yaml': 'kind: X\na: {{ b }}\n' }, whole, true],
    ['a kustomization of what is there', { 'deploy/kustomization.yaml': 'resources: [web.yaml]\n' }, whole, true],
    [
      'one of another machine',
      { 'deploy/kustomization.yaml': 'resources: ["https://example.com/a?ref=1"]\n' },
      whole,
      false,
    ],
    ['a set of the same name beside it', { 'deploy/other.yaml': web }, whole, false],
    ['a set of the same name far away', { 'x/y/z/other.yaml': web }, whole, true],
  ])('%s', (_, files, folders, expected) => {
    expect(seen('deploy/web.yaml', { 'deploy/web.yaml': web, ...files }, folders).objects.isWhole).toBe(expected)
  })
})

it('folders that the settings name hold what belongs together, however far apart', () => {
  const files = { 'a/b/c/d/web.yaml': workload('StatefulSet', 'web'), 'a/x/y/z/s.yaml': object('Service', 'web') }
  const { objects, self } = seen('a/b/c/d/web.yaml', files)
  expect(shown(objects.named('Service', 'web', self))).toEqual([])
  const told = seen('a/b/c/d/web.yaml', files, { together: ['a'] })
  expect(shown(told.objects.named('Service', 'web', told.self))).toEqual(['a/x/y/z/s.yaml Service/web'])
})

it('knows its way among paths', () => {
  expect(['', 'a', 'a/b', 'a/b/c', 'x', 'x/y'].map((folder) => areNear('a', folder))).toEqual([
    true,
    true,
    true,
    true,
    true,
    false,
  ])
  expect([areNear('a/b', 'a/c'), areNear('a/b', 'x/c'), areNear('a/b/c/d', 'a')]).toEqual([true, false, false])
  expect([isWithin('a/b.yaml', 'a'), isWithin('ab.yaml', 'a'), isWithin('../a', ''), isWithin('a', '')]).toEqual([
    true,
    false,
    false,
    true,
  ])
  expect([joinPath('a/b', '../c.yaml'), joinPath('', '../c'), joinPath('a', './b//c')]).toEqual([
    'a/c.yaml',
    '../c',
    'a/b/c',
  ])
  expect([distance('a/b', 'a/b'), distance('a/b/c', 'a/b/d'), distance('a/b', 'x/y')]).toEqual([0, 1, 3])
  expect(
    [
      ['a/b.yaml', 'a/c.yaml'],
      ['a/b.yaml', 'a/x/c.yaml'],
      ['/a/b/c.yaml', '/a/d/e.yaml'],
      ['b.yaml', 'c.yaml'],
    ].map(([from = '', to = '']) => relativePath(from, to)),
  ).toEqual(['c.yaml', 'x/c.yaml', '../d/e.yaml', 'c.yaml'])
})
