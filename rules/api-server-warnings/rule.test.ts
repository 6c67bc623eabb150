import { ruleTest } from '../../src/rule-kit/testing/rule-test.js'
import rule from './rule.js'

const set = (kind: string, spec: string, container: string) => `apiVersion: apps/v1
kind: ${kind}
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
${spec}  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: a, image: b, ${container}}]}
`

await ruleTest('api-server-warnings', rule, {
  valid: [
    { name: 'nothing to warn of', code: set('DaemonSet', '', 'tty: true') },
    {
      name: 'what is refused has no warnings',
      code: set('DaemonSet', '  minReadySeconds: -1\n', 'env: [{name: A, value: a}, {name: A, value: b}]'),
    },
    {
      name: 'what the version does not warn of yet',
      code: set('StatefulSet', '  revisionHistoryLimit: -1\n', 'tty: true'),
      settings: { kubernetesVersion: '1.32' },
    },
  ],
  invalid: [
    {
      name: 'a name that hides another',
      code: set('DaemonSet', '', 'env: [{name: A, value: a}, {name: A, value: b}]'),
      errors: [
        {
          messageId: 'warned',
          line: 8,
          column: 72,
          data: {
            object: 'DaemonSet/web',
            path: 'spec.template.spec.containers[0].env[1].name',
            words:
              'spec.template.spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply.',
          },
        },
      ],
    },
    {
      name: 'a history without an end',
      code: set('StatefulSet', '  revisionHistoryLimit: -1\n', 'tty: true'),
      errors: [{ messageId: 'warned', line: 6, column: 25 }],
    },
  ],
})
