/** What a step does: the one place that knows every act of a scenario. */
import type { JsonObject } from '../../kubernetes/json.js'
import type { Cluster, Pod } from '../cluster.js'
import type { TouchedObject } from '../plan.js'
import type { Act, ApplyAct } from '../request.js'
import { podNamed, shownPodName } from '../objects/index.js'
import { letReady, makeFailed, makeUnready, removeNode, setNode } from '../store/index.js'
import { upgradeControlPlane } from '../server/upgrade.js'
import { assumeBroken } from './assume-broken.js'
import { applyManifests } from '../kubectl/apply.js'
import { createManifests, replaceManifests } from '../kubectl/create-replace.js'
import type { Manifests } from '../kubectl/manifests.js'
import { KubectlError } from '../kubectl/command-line.js'
import { deleteObjects } from '../kubectl/delete.js'
import { drainNodes, type Drain } from '../kubectl/drain.js'
import { applyFrom, type ApplyCommand, type KubectlCommand } from '../kubectl/kubectl.js'
import { labelObjects } from '../kubectl/label.js'
import { patchObjects } from '../kubectl/patch-command.js'
import { attempt, errorText, noReplies, type Replies } from '../kubectl/replies.js'
import { rollout } from '../kubectl/rollout.js'
import { scale } from '../kubectl/scale.js'
import { setTemplate } from '../kubectl/set-template.js'
import { cordonNodes, taintNodes } from '../kubectl/taint.js'

/** What kubectl prints when it has done a step's act; an act of the cluster prints nothing. */
export interface ActResult {
  readonly output?: string
  /** What kubectl or the API server refuses. Other objects of the same act may have been changed all the same. */
  readonly error?: string
  readonly warnings: readonly string[]
  readonly touched: readonly TouchedObject[]
}

/** An act that has begun. Most end at once; a drain goes on while the controllers and nodes work. */
export interface Performing {
  readonly drain?: Drain
  /** What it has come to. */
  result(): ActResult
}

/**
 * Does an act: changes the cluster as the API server would, and answers as kubectl would.
 * @param answer lets the controllers work while the act goes on.
 */
export function performAct(cluster: Cluster, act: Act, answer: () => void = () => {}): Performing {
  const replies = noReplies()
  let drain: Drain | undefined
  attempt(replies, 'all', () => {
    drain = perform(cluster, act, replies, answer)
  })
  return { ...(drain === undefined ? {} : { drain }), result: () => resultOf(replies) }
}

function resultOf(replies: Replies): ActResult {
  const output = replies.output.join('\n')
  const error = errorText(replies)
  return {
    ...(output === '' ? {} : { output }),
    ...(error === undefined ? {} : { error }),
    warnings: replies.warnings,
    touched: replies.touched,
  }
}

function perform(cluster: Cluster, act: Act, replies: Replies, answer: () => void): Drain | undefined {
  switch (act.do) {
    case 'apply':
      applyManifests(cluster, applyCommand(act), { objects: act.objects, source: act.file ?? 'STDIN' }, replies)
      break
    case 'kubectl':
      if ('refusal' in act.line) throw new KubectlError(act.line.refusal)
      return runKubectl(cluster, act.line.command, act.objects, replies, answer)
    case 'addNode':
    case 'setNode':
      setNode(cluster, act.node)
      break
    case 'removeNode':
      removeNode(cluster, act.node)
      break
    case 'failPod':
      makeFailed(cluster, podOf(cluster, act.pod))
      break
    case 'unreadyPod':
      makeUnready(cluster, podOf(cluster, act.pod))
      break
    case 'readyPod':
      letReady(cluster, podOf(cluster, act.pod))
      break
    case 'assumeBroken':
      assumeBroken(cluster, act.broken)
      break
    case 'upgrade':
      upgradeControlPlane(cluster, act.to)
      break
    case 'wait':
  }
  return undefined
}

/** `kubectl apply -f` with the further flags of the act. */
function applyCommand({ file = '-', line }: ApplyAct): ApplyCommand {
  if (line === undefined) return applyFrom(file)
  if ('refusal' in line) throw new KubectlError(line.refusal)
  if (line.command.verb !== 'apply') throw new KubectlError(`kubectl ${line.words.join(' ')} applies nothing`)
  return line.command
}

/** A pod by its name, or as `<namespace>/<name>`. */
function podOf(cluster: Cluster, given: string): Pod {
  const [namespace, name] = given.includes('/') ? given.split('/', 2) : ['default', given]
  const pod =
    podNamed(cluster, namespace ?? '', name ?? '') ??
    [...cluster.objects.pods.values()].find(({ metadata }) => shownPodName(metadata.name) === given)
  if (pod === undefined) throw new KubectlError(`pods ${JSON.stringify(given)} not found`)
  return pod
}

function runKubectl(
  cluster: Cluster,
  command: KubectlCommand,
  objects: readonly JsonObject[],
  replies: Replies,
  answer: () => void,
): Drain | undefined {
  const { files, namespace } = command.targets
  const source = files[0] === '-' ? 'STDIN' : (files[0] ?? 'STDIN')
  const manifests: Manifests = { objects, source, ...(namespace === undefined ? {} : { namespace }) }
  switch (command.verb) {
    case 'apply':
      applyManifests(cluster, command, manifests, replies)
      break
    case 'create':
      createManifests(cluster, command, manifests, replies)
      break
    case 'replace':
      replaceManifests(cluster, command, manifests, replies)
      break
    case 'delete':
      deleteObjects(cluster, command, objects, replies, answer)
      break
    case 'scale':
      scale(cluster, command, objects, replies)
      break
    case 'rollout':
      rollout(cluster, command, objects, replies)
      break
    case 'set image':
    case 'set env':
    case 'set resources':
      setTemplate(cluster, command, objects, replies)
      break
    case 'patch':
      patchObjects(cluster, command, objects, replies)
      break
    case 'label':
    case 'annotate':
      labelObjects(cluster, command, objects, replies)
      break
    case 'taint':
      taintNodes(cluster, command, replies)
      break
    case 'cordon':
    case 'uncordon':
      cordonNodes(cluster, command, replies)
      break
    case 'drain':
      return drainNodes(cluster, command, replies)
  }
  return undefined
}
