import { ruleTest } from '../../src/rule-kit/testing/rule-test.js'
import rule from './rule.js'

const set = (env: string, more = '') => `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: web}
spec:
  template:
    spec:
      containers:
      - name: nginx
        image: nginx:1.16
${more}        env:
${env}`
const variable = (name: string, value: string) => `        - {name: ${name}, value: "${value}"}\n`
const data = (name: string, place: string, more: object) => ({
  object: 'StatefulSet/web',
  path: `spec.template.spec.containers[0].${place}`,
  name,
  ...more,
})

await ruleTest('environment-order', rule, {
  valid: [
    { name: 'one before it', code: set(variable('A', 'a') + variable('B', '$(A)/b')) },
    { name: 'the text itself', code: set(variable('B', '$$(A)')) },
    { name: "a shell's own", code: set(variable('B', '$(date +%s) $A')) },
    { name: "a Service's", code: set(variable('B', '$(KUBERNETES_SERVICE_HOST):$(WEB_PORT_80_TCP)')) },
    {
      name: 'what a ConfigMap may hold',
      code: set(variable('B', '$(A)'), '        envFrom: [{configMapRef: {name: a}}]\n'),
    },
    {
      name: "a command line's, in any order",
      code: set(variable('A', 'a'), '        args: ["$(A)", "$(hostname)"]\n'),
    },
  ],
  invalid: [
    {
      name: 'one that comes later',
      code: set(variable('B', '$(A)/b') + variable('A', 'a')),
      errors: [
        {
          messageId: 'later',
          line: 11,
          column: 28,
          endLine: 11,
          endColumn: 36,
          data: data('A', 'env[0].value', { where: 'the value of B', self: 'B' }),
        },
      ],
    },
    {
      name: 'one that is missing',
      code: set(variable('B', '$(OTHER)')),
      errors: [
        {
          messageId: 'missing',
          line: 11,
          column: 28,
          data: data('OTHER', 'env[0].value', {
            where: 'the value of B',
            advice: 'Set OTHER before it, or write $$(OTHER) if the text is meant.',
          }),
        },
      ],
    },
    {
      name: 'a slip of the pen in a command line',
      code: set(variable('POD_NAME', 'a'), '        args: [--name=$(POD_NAM)]\n'),
      errors: [
        {
          messageId: 'missing',
          line: 10,
          column: 16,
          data: data('POD_NAM', 'args[0]', { where: 'args[0]', advice: 'Did you mean $(POD_NAME)?' }),
        },
      ],
    },
  ],
})
