import { ruleTest } from '../../src/rule-kit/testing/rule-test.js'
import rule from './rule.js'

const set = (image: string, more = '') => `apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent}
spec:
  template:
    spec:
${more}      containers:
      - name: main
        image: ${image}
`
const at = { line: 9, column: 16 }

await ruleTest('pinned-images', rule, {
  valid: [
    { name: 'a tag', code: set('fluentd:1.16') },
    { name: 'a tag, and a registry with a port', code: set('registry.example:5000/logs/fluentd:1.16') },
    { name: 'a digest', code: set(`fluentd@sha256:${'0'.repeat(64)}`) },
    { name: 'a placeholder', code: set('"${IMAGE}"') },
    { name: 'no image, which is another fault', code: set('""') },
    { name: 'a tag that moves, where nobody says so', code: set('fluentd:edge') },
  ],
  invalid: [
    {
      name: 'no tag',
      code: set('fluentd'),
      errors: [{ messageId: 'noTag', ...at, endLine: 9, endColumn: 23 }],
    },
    {
      name: 'no tag behind a port',
      code: set('registry.example:5000/fluentd'),
      errors: [{ messageId: 'noTag', ...at }],
    },
    { name: 'latest', code: set('fluentd:latest'), errors: [{ messageId: 'latest', ...at }] },
    {
      name: 'an init container, too',
      code: set('fluentd:1.16', '      initContainers: [{name: init, image: busybox}]\n'),
      errors: [{ messageId: 'noTag', line: 7, column: 44 }],
    },
    {
      name: 'a tag that moves',
      code: set('fluentd:edge'),
      options: [{ movingTags: ['edge'] }],
      errors: [{ messageId: 'latest', ...at }],
    },
  ],
})
