import { ruleTest } from '../../src/rule-kit/testing/rule-test.js'
import rule from './rule.js'

const map = (data: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n${data}`

await ruleTest('surprising-key', rule, {
  valid: [
    { name: 'plain keys', code: map('  one: a\n  "on": b\n') },
    { name: 'surprising values, which are not its matter', code: map('  one: on\n') },
    { name: 'no manifest', code: 'on: push\n' },
    { name: 'JSON', code: '{"apiVersion": "v1", "kind": "ConfigMap", "data": {"on": "a"}}' },
  ],
  invalid: [
    {
      name: 'a word that is a boolean',
      code: map('  on: a\n'),
      errors: [
        {
          messageId: 'key',
          line: 5,
          column: 3,
          endLine: 5,
          endColumn: 5,
          data: { object: 'ConfigMap/a', path: 'data.true', source: 'on', name: 'true' },
        },
      ],
      output: map('  "on": a\n'),
    },
    {
      name: 'a number that is octal, in a list',
      code: 'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: b}\n  data: {0777: a}\n',
      errors: [
        {
          messageId: 'key',
          line: 7,
          column: 10,
          data: { object: 'ConfigMap/b', path: 'data[511]', source: '0777', name: '511' },
        },
      ],
      output:
        'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: b}\n  data: {"0777": a}\n',
    },
  ],
})
