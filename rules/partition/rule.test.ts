import { ruleTest } from '../../src/rule-kit/testing/rule-test.js'
import rule from './rule.js'

const set = (partition: string, spec = '  replicas: 3\n') => `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: web}
spec:
${spec}  updateStrategy:
    type: RollingUpdate
    rollingUpdate:
      maxUnavailable: 1
${partition}`
const path = 'spec.updateStrategy.rollingUpdate.partition'
const all = (output: string) => ({ messageId: 'zero', output })

await ruleTest('partition', rule, {
  valid: [
    { name: 'none', code: set('') },
    { name: '0', code: set('      partition: 0\n') },
    { name: 'the last pod', code: set('      partition: 2\n') },
    { name: 'text, which the server refuses', code: set('      partition: "5"\n') },
    { name: 'OnDelete', code: set('      partition: 5\n').replace('type: RollingUpdate', 'type: OnDelete') },
    { name: 'a DaemonSet', code: set('      partition: 5\n').replace('StatefulSet', 'DaemonSet') },
    { name: 'none where none is wanted', code: set('      partition: 0\n'), options: [{ staged: false }] },
  ],
  invalid: [
    {
      name: 'beyond the replicas',
      code: set('      partition: 5\n'),
      errors: [
        {
          messageId: 'beyond',
          line: 10,
          column: 18,
          data: {
            object: 'StatefulSet/web',
            path,
            partition: '5',
            replicas: '3 replicas',
            advice: 'Lower it to 2 or less, or leave it out.',
          },
          suggestions: [
            {
              messageId: 'lower',
              data: { lower: '2', changed: 'the last pod, web-2' },
              output: set('      partition: 2\n'),
            },
            all(set('      partition: 0\n')),
          ],
        },
      ],
    },
    {
      name: 'as many as the replicas, which start at 5',
      code: set('      partition: 3\n', '  replicas: 3\n  ordinals: {start: 5}\n'),
      errors: [
        {
          messageId: 'beyond',
          line: 11,
          column: 18,
          suggestions: [
            {
              messageId: 'lower',
              data: { lower: '2', changed: 'the last pod, web-7' },
              output: set('      partition: 2\n', '  replicas: 3\n  ordinals: {start: 5}\n'),
            },
            all(set('      partition: 0\n', '  replicas: 3\n  ordinals: {start: 5}\n')),
          ],
        },
      ],
    },
    {
      name: 'replicas that are not set are one',
      code: set('      partition: 1\n', ''),
      errors: [
        {
          messageId: 'beyond',
          line: 9,
          column: 18,
          data: {
            object: 'StatefulSet/web',
            path,
            partition: '1',
            replicas: 'single replica (replicas is not set, so it is 1)',
            advice: 'Leave it out.',
          },
          suggestions: [all(set('      partition: 0\n', ''))],
        },
      ],
    },
    {
      name: 'a staged rollout where none is wanted',
      code: set('      partition: 2\n'),
      options: [{ staged: false }],
      errors: [
        {
          messageId: 'staged',
          line: 10,
          column: 18,
          data: { object: 'StatefulSet/web', path, partition: '2', kept: '2', replicas: '3 pods' },
          suggestions: [all(set('      partition: 0\n'))],
        },
      ],
    },
  ],
})
