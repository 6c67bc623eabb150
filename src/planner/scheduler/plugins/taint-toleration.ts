import { untoleratedTaint } from '../../../kubernetes/taints.js'
import type { Node } from '../../cluster.js'
import { finalRefusal, type Candidate, type Plugin, type SchedulingView } from '../plugin.js'

const unnamed = finalRefusal('node(s) had untolerated taint(s)')
const effects = ['NoSchedule', 'NoExecute']

function untolerated(node: Node, { needs }: Candidate, { behaviour }: SchedulingView) {
  return untoleratedTaint(node.taints, needs.tolerations, effects, behaviour.comparesTaintValues)
}

/** Nodes with a taint that the pod does not tolerate. */
export const taintToleration: Plugin = {
  name: 'TaintToleration',
  prepare(candidate, view) {
    return ({ node }) => {
      const taint = node === undefined || node.taints.length === 0 ? undefined : untolerated(node, candidate, view)
      if (taint === undefined) return undefined
      if (!view.behaviour.namesUntoleratedTaint) return unnamed
      return finalRefusal(`node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`)
    }
  },
  listens: (happening) =>
    happening.kind === 'node' &&
    happening.after !== undefined &&
    (happening.before === undefined || happening.changed.taints),
  mayHelp: (happening, candidate, view) =>
    happening.kind === 'node' &&
    happening.after !== undefined &&
    (happening.before === undefined || untolerated(happening.before, candidate, view) !== undefined) &&
    untolerated(happening.after, candidate, view) === undefined,
}
