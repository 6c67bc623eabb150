/** Between a step and the form in which a scenario writes it and a plan shows it (shared/plan-format.md). */
import { resolveTarget } from '../kubernetes/target.js'
import { formatVersion, parseVersion } from '../kubernetes/versions.js'
import { readKubectlLine, type KubectlLine } from './kubectl/kubectl.js'
import type { Act, Step, StepSettings } from './request.js'
import type { ScenarioStep } from './scenario.js'

/** The step in the form in which a scenario writes it. */
export function shownStep({ waitSeconds, maxRounds, prefer, place, ...act }: Step): ScenarioStep {
  return {
    ...shownAct(act),
    ...(waitSeconds === undefined ? {} : { waitSeconds }),
    ...(maxRounds === undefined ? {} : { maxRounds }),
    ...(prefer === undefined ? {} : { prefer }),
    ...(place === undefined ? {} : { place }),
  }
}

function shownAct(act: Act): ScenarioStep {
  switch (act.do) {
    case 'apply':
      return {
        apply: act.text ?? act.objects.map((object) => JSON.stringify(object)).join('\n---\n'),
        ...(act.file === undefined ? {} : { applyFile: act.file }),
        ...(act.line === undefined ? {} : { applyArgs: furtherFlags(act.line.words) }),
      }
    case 'kubectl':
      return { kubectl: act.line.words }
    case 'addNode':
    case 'setNode':
      return { [act.do]: act.node }
    case 'removeNode':
      return { removeNode: act.node }
    case 'failPod':
    case 'readyPod':
    case 'unreadyPod':
      return { [act.do]: act.pod }
    case 'assumeBroken':
      return { assumeBroken: act.broken }
    case 'upgrade':
      return { upgrade: formatVersion(act.to.version) }
    case 'wait':
      return {}
  }
}

/** The line of an apply with further flags: `applyLine('web.yaml', ['--server-side'])`. */
export function applyLine(file: string | undefined, flags: readonly string[] = []): KubectlLine | undefined {
  return flags.length === 0 ? undefined : readKubectlLine(['apply', '-f', file ?? '-', ...flags])
}

/** What stands behind `apply -f FILE`. */
function furtherFlags(words: readonly string[]): readonly string[] {
  return words.slice(3)
}

/** How a scenario's step is played. */
export function stepSettings({ waitSeconds, maxRounds, prefer, place }: ScenarioStep): StepSettings {
  return {
    ...(waitSeconds === undefined ? {} : { waitSeconds }),
    ...(maxRounds === undefined ? {} : { maxRounds }),
    ...(prefer === undefined ? {} : { prefer }),
    ...(place === undefined ? {} : { place }),
  }
}

/**
 * What a scenario's step does, where that is no text that somebody has to read first: no manifest, no kubectl line.
 * @throws {UnknownTargetError} for an upgrade to a version that Rollcast does not know.
 */
export function clusterAct(step: ScenarioStep): Act {
  if (step.addNode !== undefined) return { do: 'addNode', node: step.addNode }
  if (step.setNode !== undefined) return { do: 'setNode', node: step.setNode }
  if (step.removeNode !== undefined) return { do: 'removeNode', node: step.removeNode }
  if (step.failPod !== undefined) return { do: 'failPod', pod: step.failPod }
  if (step.readyPod !== undefined) return { do: 'readyPod', pod: step.readyPod }
  if (step.unreadyPod !== undefined) return { do: 'unreadyPod', pod: step.unreadyPod }
  if (step.upgrade !== undefined) return { do: 'upgrade', to: resolveTarget(parseVersion(step.upgrade)) }
  return step.assumeBroken === undefined ? { do: 'wait' } : { do: 'assumeBroken', broken: step.assumeBroken }
}
