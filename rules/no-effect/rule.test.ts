import { ruleTest } from '../../src/rule-kit/testing/rule-test.js'
import rule from './rule.js'

const set = (kind: string, strategy: string) => `apiVersion: apps/v1
kind: ${kind}
metadata: {name: web}
spec:
  updateStrategy: ${strategy}
`

await ruleTest('no-effect', rule, {
  valid: [
    {
      name: 'maxUnavailable where the gate is on',
      code: set('StatefulSet', '{rollingUpdate: {maxUnavailable: 2}}'),
      settings: { kubernetesVersion: '1.37' },
    },
    {
      name: 'the patches of 1.35 that had it on',
      code: set('StatefulSet', '{rollingUpdate: {maxUnavailable: 2}}'),
      settings: { kubernetesVersion: '1.35.3' },
    },
    {
      name: 'a gate that the user has switched on',
      code: set('StatefulSet', '{rollingUpdate: {maxUnavailable: 2}}'),
      settings: { kubernetesVersion: '1.30', featureGates: { MaxUnavailableStatefulSet: true } },
    },
    {
      name: 'a partition',
      code: set('StatefulSet', '{rollingUpdate: {partition: 1}}'),
      settings: { kubernetesVersion: '1.30' },
    },
    { name: 'OnDelete alone', code: set('DaemonSet', '{type: OnDelete}') },
    { name: 'OnDelete with an empty block', code: set('DaemonSet', '{type: OnDelete, rollingUpdate: {}}') },
    { name: 'RollingUpdate', code: set('DaemonSet', '{type: RollingUpdate, rollingUpdate: {maxUnavailable: 2}}') },
    { name: 'ignored text of what is no manifest', code: '  a: 1\n b: 2\n' },
  ],
  invalid: [
    {
      name: 'text that Kubernetes never gets to',
      code: `${set('StatefulSet', '{}')}...\nstatus: {}\n`,
      errors: [{ messageId: 'ignoredText', line: 7, column: 1 }],
    },
    {
      name: 'maxUnavailable where the gate is off',
      code: set('StatefulSet', '{rollingUpdate: {maxUnavailable: 2}}'),
      settings: { kubernetesVersion: '1.35' },
      errors: [
        {
          messageId: 'gateOff',
          line: 5,
          column: 52,
          endLine: 5,
          endColumn: 53,
          data: {
            object: 'StatefulSet/web',
            path: 'spec.updateStrategy.rollingUpdate.maxUnavailable',
            value: '2',
            version: '1.35',
          },
        },
      ],
    },
    {
      name: 'a block that OnDelete ignores',
      code: set('DaemonSet', '{type: OnDelete, rollingUpdate: {maxUnavailable: 2}}'),
      errors: [
        {
          messageId: 'onDelete',
          line: 5,
          column: 36,
          endLine: 5,
          endColumn: 49,
          data: { object: 'DaemonSet/web', path: 'spec.updateStrategy.rollingUpdate' },
        },
      ],
    },
  ],
})
