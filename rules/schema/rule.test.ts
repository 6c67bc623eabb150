import { ruleTest } from '../../src/rule-kit/testing/rule-test.js'
import rule from './rule.js'

const set = (spec: string, container = '', kind = 'DaemonSet') => `apiVersion: apps/v1
kind: ${kind}
metadata: {name: agent}
spec:
${spec}  selector: {matchLabels: {app: agent}}
  template:
    metadata: {labels: {app: agent}}
    spec:
      containers:
      - name: agent
        image: fluentd:1.16
${container}`
const object = 'DaemonSet/agent'

await ruleTest('schema', rule, {
  valid: [
    { name: 'all that there is', code: set('  minReadySeconds: 5\n', '        env: [{name: A, value: "yes"}]\n') },
    { name: 'fields without a value', code: set('  minReadySeconds:\n  updateStrategy: ~\n') },
    {
      name: 'an octal number where a number is wanted',
      code: set('', '').replace(
        '      containers',
        '      volumes: [{name: a, secret: {secretName: b, defaultMode: 0400}}]\n      containers',
      ),
    },
    { name: 'an object of another kind', code: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nfoo: 1\n' },
    { name: 'no manifest', code: 'a: 1\na: 2\n' },
  ],
  invalid: [
    {
      name: 'a misspelt field, whose right name is free and whose value fits: fixed',
      code: set('  updateStrategy:\n    rollingUpdate:\n      maxUnavaliable: 2\n'),
      errors: [
        {
          messageId: 'unknownField',
          line: 7,
          column: 7,
          endLine: 7,
          endColumn: 21,
          data: {
            object,
            path: 'spec.updateStrategy.rollingUpdate.maxUnavaliable',
            words: 'strict decoding error: unknown field "spec.updateStrategy.rollingUpdate.maxUnavaliable".',
            advice: 'Did you mean "maxUnavailable"?',
          },
        },
      ],
      output: set('  updateStrategy:\n    rollingUpdate:\n      maxUnavailable: 2\n'),
    },
    {
      name: 'a misspelt field whose right name is taken: no fix',
      code: set('  minReadySecond: 5\n  minReadySeconds: 6\n'),
      errors: [{ messageId: 'unknownField', line: 5, column: 3 }],
    },
    {
      name: "another kind's field",
      code: set('  replicas: 3\n'),
      errors: [
        {
          messageId: 'unknownField',
          line: 5,
          column: 3,
          data: {
            object,
            path: 'spec.replicas',
            words: 'strict decoding error: unknown field "spec.replicas".',
            advice: 'A DaemonSet runs one pod on each node that fits: it has no replicas. Leave the line out.',
          },
          suggestions: [{ messageId: 'change', data: { change: 'Leave the field out.' }, output: set('') }],
        },
      ],
    },
    {
      name: 'a word that YAML 1.1 reads as a boolean',
      code: set('', '        env: [{name: A, value: yes}]\n'),
      errors: [
        {
          messageId: 'surprise',
          line: 12,
          column: 32,
          endLine: 12,
          endColumn: 35,
          data: {
            object,
            path: 'spec.template.spec.containers[0].env[0].value',
            field: 'spec.template.spec.containers[0].env[0].value',
            source: 'yes',
            type: 'boolean',
            value: 'true',
            words:
              'json: cannot unmarshal bool into Go struct field EnvVar.spec.template.spec.containers.env.value of type string.',
          },
        },
      ],
      output: set('', '        env: [{name: A, value: "yes"}]\n'),
    },
    {
      name: 'a number where a string is wanted',
      code: set('').replace('{app: agent}}\n    spec', '{app: agent, version: 1.10}}\n    spec'),
      errors: [{ messageId: 'wrongType', line: 7, column: 46 }],
      output: set('').replace('{app: agent}}\n    spec', '{app: agent, version: "1.10"}}\n    spec'),
    },
    {
      name: 'a number in quotes',
      code: set('  minReadySeconds: "5"\n'),
      errors: [{ messageId: 'wrongType', line: 5, column: 20 }],
      output: set('  minReadySeconds: 5\n'),
    },
    {
      name: 'a boolean in quotes',
      code: set('', '        tty: "true"\n'),
      errors: [{ messageId: 'wrongType', line: 12, column: 14 }],
      output: set('', '        tty: true\n'),
    },
    {
      name: 'a string where a list is wanted',
      code: set('', '        command: sleep 5\n'),
      errors: [
        {
          messageId: 'wrongType',
          line: 12,
          column: 18,
          data: {
            object,
            path: 'spec.template.spec.containers[0].command',
            field: 'spec.template.spec.containers[0].command',
            advice: 'A list is wanted here.',
            words:
              'json: cannot unmarshal string into Go struct field Container.spec.template.spec.containers.command of type []string.',
          },
        },
      ],
    },
    {
      name: 'an amount that is none',
      code: set('', '        resources: {requests: {cpu: one}}\n'),
      errors: [{ messageId: 'badValue', line: 12, column: 37 }],
    },
    {
      name: 'a key that stands twice',
      code: set('  minReadySeconds: 5\n  minReadySeconds: 6\n'),
      errors: [
        {
          messageId: 'duplicateKey',
          line: 6,
          column: 3,
          endLine: 6,
          endColumn: 18,
          data: {
            object,
            path: 'spec.minReadySeconds',
            field: 'spec.minReadySeconds',
            line: '5',
            words: 'strict decoding error: key "minReadySeconds" already set in map.',
          },
        },
      ],
    },
    {
      name: 'a key that stands twice in any object',
      code: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, name: b}\n',
      errors: [{ messageId: 'duplicateKey', line: 3, column: 21 }],
    },
    {
      name: 'fields of objects whose rules are not known',
      code: 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {clusterIp: None}\n',
      errors: [{ messageId: 'unknownField', line: 4, column: 8 }],
      output: 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {clusterIP: None}\n',
    },
  ],
})
