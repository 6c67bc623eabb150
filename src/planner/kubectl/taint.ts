/** kubectl taint, cordon and uncordon. */
import { labelValueFaults, qualifiedNameFaults } from '../../kubernetes/names.js'
import type { Target } from '../../kubernetes/target.js'
import type { Cluster, Node } from '../cluster.js'
import type { Taint } from '../scenario.js'
import { cordon, putNode } from '../store/index.js'
import { KubectlError } from './command-line.js'
import type { KubectlCommand } from './kubectl.js'
import { attempt, say, type Replies } from './replies.js'
import { findNodes, refuseMissing } from './targets.js'

interface TaintRemoval {
  readonly key: string
  readonly effect?: string
}

export function taintNodes(cluster: Cluster, command: KubectlCommand & { verb: 'taint' }, replies: Replies): void {
  const [type = '', ...names] = command.targets.args
  if (!['node', 'nodes', 'no'].includes(type.toLowerCase()))
    throw new KubectlError(`invalid resource type ${type.toLowerCase()}, only node types are supported`)
  const add: Taint[] = []
  const remove: TaintRemoval[] = []
  for (const spec of command.taints) readTaint(spec, cluster.target, add, remove)
  const clash = add.flatMap((taint) =>
    remove.filter((gone) => gone.key === taint.key && (gone.effect === undefined || gone.effect === taint.effect)),
  )
  if (clash.length > 0) {
    throw new KubectlError(
      `can not both modify and remove the following taint(s) in the same command: ${clash.map(({ key, effect }) => `${key}=${effect ?? ''}`).join(', ')}`,
    )
  }
  const { all, selector } = command.targets
  if (!all && selector === undefined && names.length === 0)
    throw new KubectlError("at least one resource name must be specified since 'all' parameter is not set")
  const { live, missing } = findNodes(cluster, { ...command.targets, args: names }, false)
  refuseMissing(replies, missing)
  for (const each of live) {
    const node = cluster.objects.nodes.get(each.name)
    if (node === undefined) continue
    attempt(replies, each, () => {
      say(replies, each, 'tainted', `node/${each.name} ${taintNode(cluster, node, add, remove, command.overwrite)}`)
    })
  }
}

const usage = "\nSee 'kubectl taint -h' for help and examples"

/** parseTaint: `key=value:effect`, `key:effect`, and with a `-` behind it a removal, which may be the key alone. */
function readTaint(spec: string, target: Target, add: Taint[], remove: TaintRemoval[]): void {
  const removes = spec.endsWith('-')
  const text = removes ? spec.slice(0, -1) : spec
  const parts = text.split(':')
  const [pair = '', effect] = parts
  if (parts.length > 2) throw new KubectlError(`invalid taint spec: ${spec}${usage}`)
  if (effect !== undefined && !isEffect(effect))
    throw new KubectlError(`invalid taint effect: ${effect}, unsupported taint effect${usage}`)
  const [key = '', value] = effect === undefined ? [pair] : pair.split('=')
  const faults = [...(value === undefined ? [] : labelValueFaults(value, target)), ...qualifiedNameFaults(key, target)]
  if (faults.length > 0) throw new KubectlError(`invalid taint spec: ${spec}, ${faults.join('; ')}${usage}`)
  if (removes) remove.push({ key, ...(effect === undefined ? {} : { effect }) })
  else if (effect === undefined) throw new KubectlError(`invalid taint spec: ${spec}${usage}`)
  else add.push({ key, effect, ...(value === undefined ? {} : { value }) })
}

function isEffect(text: string): text is Taint['effect'] {
  return text === 'NoSchedule' || text === 'PreferNoSchedule' || text === 'NoExecute'
}

/** reorganizeTaints. @returns what kubectl says has been done. */
function taintNode(
  cluster: Cluster,
  node: Node,
  add: readonly Taint[],
  remove: readonly TaintRemoval[],
  overwrite: boolean,
): string {
  const same = (one: TaintRemoval, other: Taint): boolean =>
    one.key === other.key && (one.effect === undefined || one.effect === other.effect)
  const taken = add.filter((taint) => node.taints.some((other) => same(taint, other)))
  if (!overwrite && taken.length > 0) {
    throw new KubectlError(
      `node ${node.name} already has ${taken.map(({ key }) => key).join(',')} taint(s) with same effect(s) and --overwrite is false`,
    )
  }
  let taints = [...add, ...node.taints.filter((other) => !add.some((taint) => same(taint, other)))]
  const added = taints.length !== node.taints.length
  let removed = false
  for (const gone of remove) {
    const kept = taints.filter((taint) => !same(gone, taint))
    removed = kept.length < taints.length
    if (!removed)
      throw new KubectlError(
        `taint ${JSON.stringify(gone.effect === undefined ? gone.key : `${gone.key}:${gone.effect}`)} not found`,
      )
    taints = kept
  }
  putNode(cluster, { ...node, taints })
  return (added && removed) || overwrite ? 'modified' : added ? 'tainted' : 'untainted'
}

export function cordonNodes(
  cluster: Cluster,
  command: KubectlCommand & { verb: 'cordon' | 'uncordon' | 'drain' },
  replies: Replies,
): readonly string[] {
  const { live, missing } = findNodes(cluster, command.targets, false)
  refuseMissing(replies, missing)
  if (missing.length > 0) return []
  const unschedulable = command.verb !== 'uncordon'
  const verb = unschedulable ? 'cordoned' : 'uncordoned'
  for (const each of live) {
    const { name } = each
    const already = cluster.objects.nodes.get(name)?.unschedulable === unschedulable
    cordon(cluster, name, unschedulable)
    say(replies, each, already ? 'unchanged' : verb, `node/${name} ${already ? 'already ' : ''}${verb}`)
  }
  return live.map(({ name }) => name)
}
