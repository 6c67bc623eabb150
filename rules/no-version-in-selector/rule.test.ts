import { ruleTest } from '../../src/rule-kit/testing/rule-test.js'
import rule from './rule.js'

const set = (selector: string, kind = 'StatefulSet') => `apiVersion: apps/v1
kind: ${kind}
metadata: {name: web}
spec:
  selector:
${selector}  template:
    metadata: {labels: {app: web, version: v1, helm.sh/chart: web-1.2.0, tier: a1}}
    spec: {containers: [{name: a, image: 'b:1'}]}
`
const data = (label: string, value: string, path: string) => ({ object: 'StatefulSet/web', label, value, path })

await ruleTest('no-version-in-selector', rule, {
  valid: [
    { name: 'a label that stays', code: set('    matchLabels: {app: web}\n') },
    { name: 'a version that is a name', code: set('    matchLabels: {app: web, version: blue}\n') },
    { name: 'labels of no release', code: set('    matchLabels: {tier: a1}\n') },
    { name: 'another kind', code: set('    matchLabels: {version: v1}\n', 'Deployment') },
    {
      name: 'pods of any version',
      code: set('    matchLabels: {app: web}\n    matchExpressions: [{key: version, operator: Exists}]\n'),
    },
    { name: 'a number, which the server refuses', code: set('    matchLabels: {version: 1}\n') },
  ],
  invalid: [
    {
      name: "the chart's label",
      code: set('    matchLabels:\n      app: web\n      helm.sh/chart: web-1.2.0\n'),
      errors: [
        {
          messageId: 'version',
          line: 8,
          column: 7,
          endLine: 8,
          endColumn: 20,
          data: data('helm.sh/chart', 'web-1.2.0', 'spec.selector.matchLabels["helm.sh/chart"]'),
        },
      ],
    },
    {
      name: 'a version, of a DaemonSet too',
      code: set('    matchLabels: {app: web, version: v1}\n', 'DaemonSet'),
      errors: [{ messageId: 'version', line: 6, column: 29 }],
    },
    {
      name: 'one of several, as an expression',
      code: set('    matchExpressions:\n    - {key: version, operator: In, values: [v1, v2]}\n'),
      errors: [{ messageId: 'version', line: 7, column: 13 }],
    },
    {
      name: "a project's own label",
      code: set('    matchLabels: {tier: a1}\n'),
      options: [{ labels: ['tier'] }],
      errors: [{ messageId: 'version', line: 6, column: 19 }],
    },
  ],
})
