import { describe, expect, it } from 'vitest'
import { renderCommand } from './render-entry.js'
import { dependenciesOf, sourceFolders, sourceTree } from './source-folders.js'
import { sourceLines } from './source-lines.js'
import { sourcePlace, watchOf } from './watch.js'

describe('source lines', () => {
  it('tell the template of each document', () => {
    const of = sourceLines(
      '---\n# Source: shop/templates/a.yaml\na: 1\n---\n# Source: shop/templates/b.yaml\nb: 1\n---\nc: 1\n',
    )
    expect([1, 3, 4, 5, 6, 7, 8].map(of)).toEqual([
      undefined,
      'shop/templates/a.yaml',
      undefined,
      'shop/templates/b.yaml',
      'shop/templates/b.yaml',
      undefined,
      undefined,
    ])
  })
})

const tree = (files: Record<string, string>) => sourceTree(new Set(Object.keys(files)), (file) => files[file])

describe('charts and overlays', () => {
  it('are found, subcharts not apart', () => {
    const found = sourceFolders(
      tree({
        Kustomization: '',
        'charts/shop/Chart.yaml': '',
        'charts/shop/charts/redis/Chart.yaml': '',
        'overlays/prod/kustomization.yml': '',
      }),
    )
    expect(found.map(({ kind, folder }) => `${kind} ${folder}`)).toEqual([
      'overlay ',
      'chart charts/shop',
      'overlay overlays/prod',
    ])
  })

  it('depend on what they name, however deep, and on nothing outside', () => {
    const files = tree({
      'overlays/prod/kustomization.yaml':
        'resources: [../../base, https://example.com/x, ../../../out, web.yaml]\npatches: [{path: patch.yaml}]\nconfigMapGenerator: [{name: a, files: [k=data/a.txt]}]\nhelmCharts: [{name: redis}]\n',
      'overlays/prod/web.yaml': '',
      'overlays/prod/patch.yaml': '',
      'overlays/prod/data/a.txt': '',
      'overlays/prod/charts/redis/Chart.yaml': '',
      'base/kustomization.yaml': 'components: [../component]\n',
      'component/kustomization.yaml': 'resources: [../base]\n',
    })
    const needs = dependenciesOf(files, { kind: 'overlay', folder: 'overlays/prod' })
    expect([...needs.files].sort()).toEqual([
      'base/kustomization.yaml',
      'component/kustomization.yaml',
      'overlays/prod/data/a.txt',
      'overlays/prod/kustomization.yaml',
      'overlays/prod/patch.yaml',
      'overlays/prod/web.yaml',
    ])
    expect([...needs.folders]).toEqual(['overlays/prod/charts'])
  })

  it('of helm count with the charts beside them', () => {
    const files = tree({
      'charts/shop/Chart.yaml':
        'dependencies: [{name: common, repository: "file://../common"}, {name: x, repository: "https://example.com"}]\n',
      'charts/common/Chart.yaml': 'name: common\n',
    })
    expect([...dependenciesOf(files, { kind: 'chart', folder: 'charts/shop' }).folders]).toEqual([
      'charts/shop',
      'charts/common',
    ])
  })
})

describe('what a command renders and watches', () => {
  const files = tree({
    'deploy/charts/shop/Chart.yaml': '',
    'deploy/values/a.yaml': '',
    'values/b.yaml': '',
    'deploy/kustomization.yaml': '',
  })
  const at = (run: string) => renderCommand({ run }, 'deploy')

  it.each([
    ['helm template shop charts/shop -f values/a.yaml', 'shop', 'deploy/charts/shop'],
    ['helm template --namespace x --set=a=b shop ./charts/shop', 'shop', 'deploy/charts/shop'],
    ['helm template charts/shop --generate-name', 'charts/shop', 'deploy/charts/shop'],
    ['helm template shop oci://example.com/shop', 'shop', undefined],
    ['kubectl kustomize', 'kubectl kustomize', 'deploy'],
    ['kustomize build --enable-helm .', '.', 'deploy'],
    ['make render', 'make render', undefined],
  ])('%s', (run, name, place) => {
    const command = at(run)
    expect([command.name, sourcePlace(command)]).toEqual([name, place])
  })

  it('is its chart and its values', () => {
    const watch = watchOf(
      at('helm template shop charts/shop -f values/a.yaml,../values/b.yaml --set-file x=values/a.yaml'),
      files,
    )
    const asked = [
      'deploy/charts/shop/templates/x.yaml',
      'deploy/values/a.yaml',
      'values/b.yaml',
      'values/c.yaml',
      'deploy/x.yaml',
    ]
    expect(asked.filter((file) => watch?.(file))).toEqual(asked.slice(0, 3))
    expect(watchOf(at('helm template shop repo/shop'), files)).toBeUndefined()
    expect(watchOf(at('make render'), files)).toBeUndefined()
  })
})
