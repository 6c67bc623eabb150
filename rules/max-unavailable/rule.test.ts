import { ruleTest } from '../../src/rule-kit/testing/rule-test.js'
import rule from './rule.js'

const set = (kind: string, block: string, replicas = '') => `apiVersion: apps/v1
kind: ${kind}
metadata: {name: web}
spec:
${replicas}  updateStrategy:
    rollingUpdate: ${block}
`
const ds = (block: string) => set('DaemonSet', block)
const sts = (block: string, replicas = '  replicas: 3\n') => set('StatefulSet', block, replicas)
const strict = [{ percentage: true }]
const path = 'spec.updateStrategy.rollingUpdate.maxUnavailable'

await ruleTest('max-unavailable', rule, {
  valid: [
    { name: 'a DaemonSet without it: 1 is the default', code: ds('{}') },
    { name: 'a number', code: ds('{maxUnavailable: 1}') },
    { name: 'a small percentage, which is rounded up', code: ds('{maxUnavailable: 1%}') },
    { name: '0 beside a maxSurge: that is another rule', code: ds('{maxUnavailable: 0, maxSurge: 1}') },
    { name: '0 beside a maxSurge that is none: that is the fault', code: ds('{maxUnavailable: 0, maxSurge: "5"}') },
    {
      name: 'OnDelete',
      code: ds('{maxUnavailable: 0}').replace('    rollingUpdate', '    type: OnDelete\n    rollingUpdate'),
    },
    { name: 'a StatefulSet with a number', code: sts('{maxUnavailable: 2}') },
    { name: 'a StatefulSet whose percentage is less than a pod: it counts as 1', code: sts('{maxUnavailable: 10%}') },
    {
      name: 'a StatefulSet where the gate is off: the field is dropped',
      code: sts('{maxUnavailable: 0}'),
      settings: { kubernetesVersion: '1.34' },
    },
    { name: 'a percentage where one is wanted', code: ds('{maxUnavailable: 10%}'), options: strict },
    { name: 'a StatefulSet whose percentage makes a pod', code: sts('{maxUnavailable: 34%}'), options: strict },
    { name: 'text that is neither', code: ds('{maxUnavailable: "0"}') },
  ],
  invalid: [
    {
      name: 'a DaemonSet with 0',
      code: ds('{maxUnavailable: 0}'),
      errors: [
        {
          messageId: 'zeroDaemonSet',
          line: 6,
          column: 37,
          endLine: 6,
          endColumn: 38,
          data: { object: 'DaemonSet/web', path, value: '0' },
        },
      ],
      output: ds('{maxUnavailable: 1}'),
    },
    {
      name: 'a DaemonSet with 0%, and no surge either',
      code: ds('{maxUnavailable: 0%, maxSurge: 0%}'),
      errors: [
        { messageId: 'zeroDaemonSet', line: 6, column: 37, data: { object: 'DaemonSet/web', path, value: '0%' } },
      ],
      output: ds('{maxUnavailable: 1, maxSurge: 0%}'),
    },
    {
      name: 'a StatefulSet with 0, where the gate is on',
      code: sts('{maxUnavailable: 0}'),
      errors: [
        { messageId: 'zeroStatefulSet', line: 7, column: 37, data: { object: 'StatefulSet/web', path, value: '0' } },
      ],
      output: sts('{maxUnavailable: 1}'),
    },
    {
      name: 'a StatefulSet with 0%, where the user has the gate on',
      code: sts('{maxUnavailable: "0%"}'),
      settings: { kubernetesVersion: '1.34', featureGates: { MaxUnavailableStatefulSet: true } },
      errors: [{ messageId: 'zeroStatefulSet', line: 7, column: 37 }],
      output: sts('{maxUnavailable: 1}'),
    },
    {
      name: 'a fixed number where a percentage is wanted',
      code: ds('{maxUnavailable: 3}'),
      options: strict,
      errors: [
        {
          messageId: 'fixedNumber',
          line: 6,
          column: 37,
          data: { object: 'DaemonSet/web', path, value: '3', waves: '34' },
        },
      ],
    },
    {
      name: 'a percentage that makes no whole pod',
      code: sts('{maxUnavailable: 33%}'),
      options: strict,
      errors: [
        {
          messageId: 'roundsToZero',
          line: 7,
          column: 37,
          data: { object: 'StatefulSet/web', path, value: '33%', replicas: '3', least: '34' },
        },
      ],
    },
  ],
})
