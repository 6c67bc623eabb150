import { ruleTest } from '../../src/rule-kit/testing/rule-test.js'
import rule from './rule.js'

const set = (name: string, spec: string, container: string) => `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: ${name}}
spec:
  selector: {matchLabels: {app: web}}
${spec}  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: a${container}}]}
`
const old = { kubernetesVersion: '1.33' }
const longName = 'a'.repeat(53)

await ruleTest('pod-start', rule, {
  valid: [
    { name: 'a set that starts', code: set('web', '', ', image: b'), settings: old },
    { name: 'what the server refuses itself is not said again', code: set('web', '', '') },
    { name: 'a name that its pods can carry', code: set('a'.repeat(52), '', ', image: b') },
    {
      name: 'a DaemonSet, which is always checked',
      code: set('web', '', '').replace('StatefulSet', 'DaemonSet'),
      settings: old,
    },
  ],
  invalid: [
    {
      name: 'no image',
      code: set('web', '', ''),
      settings: old,
      errors: [
        {
          messageId: 'neverStarts',
          line: 8,
          column: 25,
          data: {
            object: 'StatefulSet/web',
            path: 'spec.template.spec.containers[0].image',
            field: 'spec.template.spec.containers[0].image',
            words: 'Required value.',
          },
        },
      ],
    },
    {
      name: 'claims that are refused',
      code: set(
        'web',
        '  volumeClaimTemplates: [{metadata: {name: www}, spec: {resources: {requests: {storage: 1Gi}}}}]\n',
        ', image: b',
      ),
      settings: old,
      errors: [{ messageId: 'neverStarts', line: 6, column: 50 }],
    },
    {
      name: 'a name that is too long for the label of its pods, in every version',
      code: set(longName, '', ', image: b'),
      errors: [{ messageId: 'neverStarts', line: 3, column: 18 }],
    },
  ],
})
