import { ruleTest } from '../../src/rule-kit/testing/rule-test.js'
import { newestVersion } from '../../src/kubernetes/versions.js'
import rule from './rule.js'

const set = (kind: string, spec: string, pod = "containers: [{name: a, image: 'b:1'}]") => `apiVersion: apps/v1
kind: ${kind}
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
${spec}  template:
    metadata: {labels: {app: web}}
    spec:
      ${pod}
`
const ds = (strategy: string) => set('DaemonSet', `  updateStrategy: {rollingUpdate: ${strategy}}\n`)
const claim = (spec: string) => set('StatefulSet', `  volumeClaimTemplates: [{metadata: {name: www}, spec: ${spec}}]\n`)
const refused = (object: string, field: string, words: string, path = field) => ({ object, path, field, words })
const change = (text: string, output: string) => ({ messageId: 'change', data: { change: text }, output })

await ruleTest('api-server', rule, {
  valid: [
    { name: 'an accepted set', code: set('StatefulSet', '') },
    { name: 'what does not decode, which is rule schema', code: set('DaemonSet', '  replicas: 3\n') },
    { name: 'a kind that Rollcast does not know', code: 'apiVersion: batch/v1\nkind: Job\nmetadata: {name: A_}\n' },
    {
      name: 'a set of another project',
      code: 'apiVersion: apps.kruise.io/v1beta1\nkind: StatefulSet\nmetadata: {name: A_}\n',
    },
    {
      name: 'what the version does not check yet',
      code: set('StatefulSet', '', 'containers: []'),
      settings: { kubernetesVersion: '1.33' },
    },
    {
      name: 'an update of what may change',
      code: set('StatefulSet', '  replicas: 5\n'),
      before: [
        {
          apiVersion: 'apps/v1',
          kind: 'StatefulSet',
          metadata: { name: 'web', namespace: 'default' },
          spec: { selector: { matchLabels: { app: 'web' } } },
        },
      ],
    },
  ],
  invalid: [
    {
      name: 'both budgets: leave one out, or set the other to 0',
      code: ds('{maxSurge: 1, maxUnavailable: 2}'),
      errors: [
        {
          messageId: 'refused',
          line: 6,
          column: 46,
          endLine: 6,
          endColumn: 47,
          data: refused(
            'DaemonSet/web',
            'spec.updateStrategy.rollingUpdate.maxSurge',
            'Invalid value: 1: may not be set when maxUnavailable is non-zero. Leave maxSurge out, or set maxUnavailable to 0.',
          ),
          suggestions: [
            change('Leave maxSurge out.', ds('{maxUnavailable: 2}')),
            change('Set maxUnavailable to 0.', ds('{maxSurge: 1, maxUnavailable: 0}')),
          ],
        },
      ],
    },
    {
      name: 'no budget at all',
      code: ds('{maxUnavailable: 0%}'),
      errors: [
        {
          messageId: 'refused',
          line: 6,
          column: 52,
          data: refused(
            'DaemonSet/web',
            'spec.updateStrategy.rollingUpdate.maxUnavailable',
            'Required value: cannot be 0 when maxSurge is 0. No pod could ever be replaced: set maxUnavailable to 1 or more.',
          ),
        },
      ],
      output: ds('{maxUnavailable: 1}'),
    },
    {
      name: 'no budget, since the surge is no number: nothing sure to change',
      code: ds('{maxSurge: -5%, maxUnavailable: 0}'),
      errors: [
        { messageId: 'refused', line: 6, column: 46 },
        { messageId: 'refused', line: 6, column: 67 },
      ],
    },
    {
      name: 'a number in quotes is no percentage',
      code: ds('{maxUnavailable: "5"}'),
      errors: [{ messageId: 'refused', line: 6, column: 52 }],
      output: ds('{maxUnavailable: 5}'),
    },
    {
      name: 'two faults with one value are one message',
      code: set('StatefulSet', '  updateStrategy: {rollingUpdate: {maxUnavailable: many}}\n'),
      errors: [
        {
          messageId: 'refused',
          line: 6,
          column: 52,
          data: refused(
            'StatefulSet/web',
            'spec.updateStrategy.rollingUpdate.maxUnavailable',
            "Invalid value: \"many\": a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%'); cannot be 0. Write a number without quotes, or a percentage such as 10%.",
          ),
        },
      ],
    },
    {
      name: 'a selector that misses the labels',
      code: set('DaemonSet', '').replace('labels: {app: web}', 'labels: {app: api}'),
      errors: [
        {
          messageId: 'refused',
          line: 7,
          column: 16,
          endLine: 7,
          endColumn: 22,
          data: refused(
            'DaemonSet/web',
            'spec.template.metadata.labels',
            'Invalid value: {"app":"api"}: `selector` does not match template `labels`. The set would never find its own pods: give the pod template app: web.',
          ),
        },
      ],
    },
    {
      name: 'a missing field stands where its parent does',
      code: set('DaemonSet', '', 'containers: [{name: a}]'),
      errors: [
        {
          messageId: 'refused',
          line: 9,
          column: 20,
          data: refused(
            'DaemonSet/web',
            'spec.template.spec.containers[0].image',
            'Required value. Name the image that the container runs.',
          ),
        },
      ],
    },
    {
      name: 'a mount of what is not there, with the name that was meant',
      code: set(
        'StatefulSet',
        '  volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}]\n',
        'containers: [{name: a, image: b, volumeMounts: [{name: date, mountPath: /d}]}]',
      ),
      errors: [
        {
          messageId: 'refused',
          line: 10,
          column: 62,
          data: refused(
            'StatefulSet/web',
            'spec.template.spec.containers[0].volumeMounts[0].name',
            'Not found: "date". Did you mean "data"?',
          ),
        },
      ],
    },
    {
      name: 'the short name of an access mode',
      code: claim('{accessModes: [RWO], resources: {requests: {storage: 1Gi}}}'),
      errors: [{ messageId: 'refused', line: 6, column: 71 }],
      output: claim('{accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}'),
    },
    {
      name: 'a value of which the case alone is wrong',
      code: set('DaemonSet', '', 'containers: [{name: a, image: b, imagePullPolicy: always}]'),
      errors: [{ messageId: 'refused', line: 9, column: 57 }],
      output: set('DaemonSet', '', 'containers: [{name: a, image: b, imagePullPolicy: Always}]'),
    },
    {
      name: 'a version that is not served',
      code: set('DaemonSet', '').replace('apps/v1', 'apps/v1beta2'),
      errors: [
        {
          messageId: 'notServed',
          line: 1,
          column: 13,
          data: {
            object: 'DaemonSet/web',
            path: 'apiVersion',
            words: 'the server could not find the requested resource.',
            kind: 'DaemonSet',
            version: newestVersion,
            served: 'apps/v1',
          },
          suggestions: [change('Write apps/v1, and look for fields that it does not have.', set('DaemonSet', ''))],
        },
      ],
    },
    {
      name: 'a kind that is misspelt',
      code: set('Statefulset', ''),
      errors: [
        {
          messageId: 'unknownKind',
          line: 2,
          column: 7,
          data: {
            object: 'Statefulset/web',
            path: 'kind',
            kind: 'Statefulset',
            version: 'apps/v1',
            meant: 'StatefulSet',
          },
        },
      ],
      output: set('StatefulSet', ''),
    },
    {
      name: 'a set without an apiVersion',
      code: 'kind: DaemonSet\nmetadata: {name: agent}\n',
      errors: [
        {
          messageId: 'noApiVersion',
          line: 1,
          column: 1,
          endLine: 1,
          endColumn: 5,
          data: { object: 'DaemonSet/agent', path: 'apiVersion' },
        },
      ],
      output: 'apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: agent}\n',
    },
    {
      name: 'an update of what may not change',
      code: set('StatefulSet', ''),
      before: [
        {
          apiVersion: 'apps/v1',
          kind: 'StatefulSet',
          metadata: { name: 'web' },
          spec: { selector: { matchLabels: { app: 'other' } } },
        },
      ],
      errors: [
        {
          messageId: 'refused',
          line: 5,
          column: 3,
          data: refused(
            'StatefulSet/web',
            'spec.selector',
            'Invalid value: {"matchLabels":{"app":"web"}}: field is immutable. Leave it as it was, or delete the set and create it again: kubectl delete sts web --cascade=orphan keeps its pods.',
          ),
        },
      ],
    },
    {
      name: 'an update in the words of an older version, which names no field',
      code: set('StatefulSet', '  podManagementPolicy: Parallel\n'),
      settings: { kubernetesVersion: '1.34' },
      before: [
        {
          apiVersion: 'apps/v1',
          kind: 'StatefulSet',
          metadata: { name: 'web' },
          spec: { selector: { matchLabels: { app: 'web' } } },
        },
      ],
      errors: [
        {
          messageId: 'refused',
          line: 6,
          column: 24,
          data: {
            object: 'StatefulSet/web',
            path: 'spec.podManagementPolicy',
            field: 'spec',
            words:
              "Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden. Changed here: podManagementPolicy. Leave it as it was, or delete the set and create it again: kubectl delete sts web --cascade=orphan keeps its pods.",
          },
        },
      ],
    },
  ],
})
