import { ruleTest } from '../../src/rule-kit/testing/rule-test.js'
import rule from './rule.js'

const daemonSet = (strategy: string, pod = '') => `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: agent
spec:
  updateStrategy:
${strategy}
  selector:
    matchLabels: {app: agent}
  template:
    metadata:
      labels: {app: agent}
    spec:
${pod}      containers:
      - name: agent
        image: fluentd:1.16
        ports: [{containerPort: 24224}]
`
const rolling = (...lines: string[]) => ['    rollingUpdate:', ...lines.map((line) => `      ${line}`)].join('\n')
const json = (block: string) =>
  `{"apiVersion": "apps/v1", "kind": "DaemonSet", "metadata": {"name": "agent"}, "spec": {"updateStrategy": {"rollingUpdate": ${block}}}}`

await ruleTest('no-max-surge', rule, {
  valid: [
    { name: 'no maxSurge', code: daemonSet(rolling('maxUnavailable: 1')) },
    { name: 'maxSurge 0, which is the default', code: daemonSet(rolling('maxSurge: 0')) },
    { name: 'maxSurge 0%', code: daemonSet(rolling('maxSurge: 0%')) },
    { name: 'maxSurge without a value', code: daemonSet(rolling('maxSurge:', 'maxUnavailable: 1')) },
    { name: 'OnDelete, which ignores the block', code: daemonSet(`    type: OnDelete\n${rolling('maxSurge: 1')}`) },
    { name: 'a Deployment', code: daemonSet(rolling('maxSurge: 1')).replace('DaemonSet', 'Deployment') },
    {
      name: 'a DaemonSet of another project',
      code: daemonSet(rolling('maxSurge: 1')).replace('apps/v1', 'apps.kruise.io/v1alpha1'),
    },
    { name: 'a file without manifests', code: 'rollingUpdate: {maxSurge: 1}\n' },
    { name: 'an empty file', code: '' },
  ],
  invalid: [
    {
      name: 'maxSurge instead of maxUnavailable: its number becomes that of maxUnavailable',
      code: daemonSet(rolling('maxSurge: 2', 'maxUnavailable: 0')),
      errors: [
        {
          messageId: 'surge',
          line: 8,
          column: 17,
          endLine: 8,
          endColumn: 18,
          data: {
            object: 'DaemonSet/agent',
            path: 'spec.updateStrategy.rollingUpdate.maxSurge',
            value: '2',
            budget: '2',
            port: '',
          },
        },
      ],
      output: daemonSet(rolling('maxUnavailable: 2')),
    },
    {
      name: 'a percentage, with a comment behind it',
      code: daemonSet(rolling('maxUnavailable: 0', 'maxSurge: 25% # a quarter')),
      errors: [{ messageId: 'surge', line: 9, column: 17 }],
      output: daemonSet(rolling('maxUnavailable: 25%')),
    },
    {
      name: 'maxSurge alone, which is refused besides',
      code: daemonSet(rolling('maxSurge: "10%"')),
      errors: [{ messageId: 'surge', line: 8, column: 17 }],
      output: daemonSet(rolling('maxUnavailable: "10%"')),
    },
    {
      name: 'both, which is refused besides: the surge goes',
      code: daemonSet(rolling('maxSurge: 1', 'maxUnavailable: 3')),
      errors: [{ messageId: 'surge', line: 8, column: 17 }],
      output: daemonSet(rolling('maxUnavailable: 3')),
    },
    {
      name: 'a port of the node: the update would hang',
      code: daemonSet(rolling('maxSurge: 1', 'maxUnavailable: 0'), '      hostNetwork: true\n'),
      errors: [
        {
          messageId: 'hangs',
          line: 8,
          column: 17,
          data: {
            object: 'DaemonSet/agent',
            path: 'spec.updateStrategy.rollingUpdate.maxSurge',
            value: '1',
            budget: '1',
            port: 'hostNetwork, port 24224',
          },
        },
      ],
      output: daemonSet(rolling('maxUnavailable: 1'), '      hostNetwork: true\n'),
    },
    {
      name: 'a flow mapping',
      code: daemonSet('    rollingUpdate: {maxSurge: 1, maxUnavailable: 0}'),
      errors: [{ messageId: 'surge', line: 7, column: 31 }],
      output: daemonSet('    rollingUpdate: {maxUnavailable: 1}'),
    },
    {
      name: 'JSON: the comma goes with the field',
      code: json('{"maxUnavailable": 0, "maxSurge": "50%"}'),
      errors: [
        { messageId: 'surge', line: 1, column: 1 + json('{"maxUnavailable": 0, "maxSurge": "50%"}').indexOf('"50%"') },
      ],
      output: json('{"maxUnavailable": "50%"}'),
    },
    {
      name: 'JSON: the only field is renamed within its quotes',
      code: json('{"maxSurge": 1}'),
      errors: [{ messageId: 'surge', line: 1, column: 1 + json('{"maxSurge": 1}').indexOf('1}') }],
      output: json('{"maxUnavailable": 1}'),
    },
    {
      name: 'what is no number and no percentage has no fix',
      code: daemonSet(rolling('maxSurge: many', 'maxUnavailable: 0')),
      errors: [{ messageId: 'surge', line: 8, column: 17 }],
    },
    {
      name: 'the second object of a list',
      code: 'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ConfigMap}\n- apiVersion: apps/v1\n  kind: DaemonSet\n  metadata: {name: b}\n  spec:\n    updateStrategy: {rollingUpdate: {maxSurge: 1}}\n',
      errors: [{ messageId: 'surge', line: 9, column: 48 }],
      output:
        'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ConfigMap}\n- apiVersion: apps/v1\n  kind: DaemonSet\n  metadata: {name: b}\n  spec:\n    updateStrategy: {rollingUpdate: {maxUnavailable: 1}}\n',
    },
  ],
})
