import { toleratesTaint } from '../../../kubernetes/taints.js'
import { finalRefusal, type Plugin } from '../plugin.js'

const unschedulable = finalRefusal('node(s) were unschedulable')
const cordoned = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }

/** Cordoned nodes take only pods that tolerate that. */
export const nodeUnschedulable: Plugin = {
  name: 'NodeUnschedulable',
  prepare({ needs }, { behaviour }) {
    const tolerates = needs.tolerations.some((toleration) =>
      toleratesTaint(toleration, cordoned, behaviour.comparesTaintValues),
    )
    return tolerates ? undefined : ({ node }) => (node?.unschedulable === true ? unschedulable : undefined)
  },
  listens: (happening) =>
    happening.kind === 'node' &&
    happening.after !== undefined &&
    (happening.before === undefined || happening.changed.taints),
  mayHelp: (happening) =>
    happening.kind === 'node' && happening.before?.unschedulable !== false && happening.after?.unschedulable === false,
}
