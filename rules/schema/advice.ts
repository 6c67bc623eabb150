/** What to do about a field that does not exist. */
import { formatFieldPath } from '../../src/kubernetes/field-path.js'
import { entryOf } from '../../src/kubernetes/json.js'
import type { DecodeFault } from '../../src/validation/answer.js'

/** Fields of other kinds that people write here, by kind and path. */
const foreignFields: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  DaemonSet: {
    'spec.replicas': 'A DaemonSet runs one pod on each node that fits: it has no replicas. Leave the line out.',
    'spec.strategy': "That is a Deployment's field; a DaemonSet has updateStrategy.",
    'spec.serviceName':
      "That is a StatefulSet's field; the pods of a DaemonSet have no names of their own. Leave it out.",
    'spec.podManagementPolicy': "That is a StatefulSet's field; the pods of a DaemonSet have no order. Leave it out.",
    'spec.volumeClaimTemplates':
      "That is a StatefulSet's field; a DaemonSet makes no claims. Use a volume of the pod template.",
    'spec.updateStrategy.rollingUpdate.partition':
      "That is a StatefulSet's field; a DaemonSet updates all of its nodes. Leave it out, or use OnDelete.",
  },
  StatefulSet: {
    'spec.strategy': "That is a Deployment's field; a StatefulSet has updateStrategy.",
    'spec.updateStrategy.rollingUpdate.maxSurge':
      'A StatefulSet replaces a pod under the same name, so it cannot run one more. Leave it out.',
    'spec.paused': "That is a Deployment's field; a partition as large as replicas holds an update back.",
    'spec.progressDeadlineSeconds': "That is a Deployment's field. Leave it out.",
  },
}

/** What to do about an unknown field. */
export function adviceForField(kind: string, { path, suggestion }: DecodeFault): string {
  const own = entryOf(entryOf(foreignFields, kind) ?? {}, formatFieldPath(path))
  if (own !== undefined) return own
  const name = String(path.at(-1))
  if (name === '$patch' || name.startsWith('$setElementOrder'))
    return 'This is a patch for kustomize or kubectl patch, no object of its own.'
  return suggestion === undefined
    ? 'The manifest is refused as long as it is there. Leave it out, or look for its right place.'
    : `Did you mean "${suggestion}"?`
}
