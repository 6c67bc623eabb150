import { finalRefusal, type Plugin } from '../plugin.js'

const mismatch = finalRefusal("node(s) didn't match Pod's node affinity/selector")

/** nodeSelector and required node affinity. */
export const nodeAffinity: Plugin = {
  name: 'NodeAffinity',
  prepare({ needs: { selectsNode } }) {
    if (selectsNode === undefined) return undefined
    return ({ node }) => (node !== undefined && selectsNode(node) ? undefined : mismatch)
  },
  listens: (happening) =>
    happening.kind === 'node' &&
    happening.after !== undefined &&
    (happening.before === undefined || happening.changed.labels),
  mayHelp(happening, { needs: { selectsNode } }) {
    if (happening.kind !== 'node' || happening.after === undefined || selectsNode === undefined) return false
    return selectsNode(happening.after) && (happening.before === undefined || !selectsNode(happening.before))
  },
}
