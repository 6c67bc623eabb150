import { describe, expect, it } from 'vitest'
import { KubectlError, UnknownKubectlLineError } from './command-line.js'
import { parseKubectl } from './kubectl.js'

const parse = (line: string) => parseKubectl(line.split(' '))

describe('a kubectl line', () => {
  it.each([
    'scale sts web --replicas=2',
    'kubectl scale sts web --replicas 2',
    'scale --replicas=2 sts web',
    'scale sts web --replicas=2 --timeout=5s',
  ])('%s', (line) => {
    expect(parse(line)).toMatchObject({
      verb: 'scale',
      replicas: 2,
      targets: { args: ['sts', 'web'], all: false, files: [] },
    })
  })

  it.each([
    '-n shop delete pod web-0',
    'delete pod web-0 -n shop',
    'delete -nshop pod web-0',
    'delete pod web-0 --namespace=shop',
    '--namespace shop delete pod web-0',
    '--context=prod -n shop delete pod web-0',
  ])('%s: the namespace', (line) => {
    expect(parse(line)).toMatchObject({ verb: 'delete', targets: { namespace: 'shop', args: ['pod', 'web-0'] } })
  })

  it.each([
    ['delete sts web', 'background'],
    ['delete sts web --cascade', 'background'],
    ['delete sts web --cascade=orphan', 'orphan'],
    ['delete sts web --cascade=false', 'orphan'],
    ['delete sts web --cascade=foreground --wait=false', 'foreground'],
  ])('%s: the cascade is %s', (line, cascade) => {
    expect(parse(line)).toMatchObject({ verb: 'delete', cascade })
  })

  it('takes -l and --field-selector, and does not mind what a selection misses', () => {
    expect(parse('delete pods -l app=web --field-selector=spec.nodeName=a')).toMatchObject({
      ignoreNotFound: true,
      targets: { selector: 'app=web', fieldSelector: 'spec.nodeName=a' },
    })
    expect(parse('delete pods web-0')).toMatchObject({ ignoreNotFound: false })
  })

  it('reads several files', () => {
    expect(parse('apply -f a.yaml,b.yaml -f c.yaml')).toMatchObject({
      verb: 'apply',
      targets: { files: ['a.yaml', 'b.yaml', 'c.yaml'] },
    })
  })

  it.each([
    ['apply -f a.yaml', { serverSide: false, forceConflicts: false }],
    [
      'apply --server-side --force-conflicts --field-manager=helm -f a.yaml',
      { serverSide: true, forceConflicts: true, fieldManager: 'helm' },
    ],
    ['apply --server-side --field-manager flux -f a.yaml', { serverSide: true, fieldManager: 'flux' }],
    ['set image sts/web nginx=x --field-manager=ci', { fieldManager: 'ci' }],
  ])('%s: how it is applied', (line, expected) => {
    expect(parse(line)).toMatchObject(expected)
  })

  it('takes words behind -- as they are', () => {
    expect(parse('label pod web-0 -- a=b')).toMatchObject({ change: { set: { a: 'b' }, remove: [] } })
  })

  it('tells labels to set from labels to remove', () => {
    expect(parse('label node node-1 a=b c- --overwrite')).toMatchObject({
      verb: 'label',
      change: { set: { a: 'b' }, remove: ['c'] },
      overwrite: true,
      targets: { args: ['node', 'node-1'] },
    })
  })

  it('tells containers from resources', () => {
    expect(parse('set image sts/web ds/agent nginx=nginx:1.17 side=x:y@sha256:z')).toMatchObject({
      verb: 'set image',
      images: { nginx: 'nginx:1.17', side: 'x:y@sha256:z' },
      targets: { args: ['sts/web', 'ds/agent'] },
    })
  })

  it.each([
    ['exec web-0 -- ls', 'Rollcast cannot plan "kubectl exec web-0 -- ls". It knows kubectl apply'],
    ['', 'Rollcast cannot plan "kubectl ". It knows kubectl apply'],
    ['rollout undoo sts/web', 'kubectl rollout undoo: Rollcast knows kubectl rollout restart, undo'],
    [
      'set serviceaccount sts/web x',
      'kubectl set serviceaccount: Rollcast knows kubectl set image, env and resources.',
    ],
    ['create deployment x --image=y', 'kubectl create'],
    ['scale sts web --replica=2', 'Rollcast does not know the flag --replica. It knows'],
    ['scale sts web --replicas=2 --dry-run=client', 'with --dry-run nothing would happen'],
    ['patch sts web --patch-file p.yaml', 'does not read --patch-file'],
  ])('%s is not one that can be planned', (line, words) => {
    expect(() => parse(line)).toThrow(UnknownKubectlLineError)
    expect(() => parse(line)).toThrow(words)
  })

  it.each([
    ['scale sts web', 'required flag(s) "replicas" not set'],
    ['scale sts web --replicas', 'flag needs an argument: --replicas'],
    [
      'scale sts web --replicas=x',
      'invalid argument "x" for "--replicas" flag: strconv.ParseInt: parsing "x": invalid syntax',
    ],
    ['apply -f web.yaml --force-conflicts', '--force-conflicts only works with --server-side'],
    ['apply -f web.yaml --server-side --force', '--force cannot be used with --server-side'],
    ['delete pods --all -l a=b', 'cannot set --all and --selector at the same time'],
    ['patch sts web --type=odd -p {}', '--type must be one of [json merge strategic], not "odd"'],
    ['label pod web-0 a=b a-', 'can not both modify and remove a label in the same command'],
    ['taint node a k=v:NoSchedule b', 'all resources must be specified before taint changes: b'],
  ])('%s is refused by kubectl itself', (line, words) => {
    expect(() => parse(line)).toThrow(KubectlError)
    expect(() => parse(line)).toThrow(words)
  })
})
