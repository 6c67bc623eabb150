import { ruleTest } from '../../src/rule-kit/testing/rule-test.js'
import rule from './rule.js'

await ruleTest('unrendered-template', rule, {
  valid: [
    { name: 'braces in a string', code: 'apiVersion: v1\nkind: ConfigMap\ndata: {a: "{{ b }}"}\n' },
    { name: 'a broken document without braces', code: 'kind: [a\n' },
  ],
  invalid: [
    {
      name: 'a value',
      code: 'apiVersion: apps/v1\nkind: DaemonSet\nspec: {a: {{ .Values.a }}}\n',
      errors: [{ messageId: 'template', line: 3, column: 11, endLine: 3, endColumn: 26 }],
    },
    {
      name: 'a control line',
      code: '{{- if .Values.on }}\nkind: DaemonSet\n{{- end }}\n',
      errors: [{ messageId: 'template', line: 1, column: 1 }],
    },
  ],
})
