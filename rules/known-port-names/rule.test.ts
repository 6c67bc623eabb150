import { ruleTest } from '../../src/rule-kit/testing/rule-test.js'
import rule from './rule.js'

const set = (container: string, ports = '[{name: http, containerPort: 80}]') => `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: web}
spec:
  template:
    spec:
      containers:
      - name: nginx
        image: nginx:1.16
        ports: ${ports}
        ${container}
`
const port = (name: string) => `readinessProbe: {httpGet: {port: ${name}, path: /}}`
const two = '[{name: http, containerPort: 80}, {name: metrics, containerPort: 90}]'
const other = (name: string, output: string) => ({ messageId: 'other', data: { port: name }, output })

await ruleTest('known-port-names', rule, {
  valid: [
    { name: 'a port that is there', code: set(port('http')) },
    { name: 'a number', code: set(port('8080')) },
    { name: 'a number in quotes', code: set(port('"8080"')) },
    { name: 'no port, which the server refuses', code: set('readinessProbe: {httpGet: {path: /}}') },
    { name: 'a placeholder', code: set(port('"${PORT}"')) },
    { name: 'a command', code: set('livenessProbe: {exec: {command: [true]}}') },
  ],
  invalid: [
    {
      name: 'a slip of the pen',
      code: set(port('htpp'), two),
      errors: [
        {
          messageId: 'unknown',
          line: 11,
          column: 42,
          endLine: 11,
          endColumn: 46,
          data: {
            object: 'StatefulSet/web',
            path: 'spec.template.spec.containers[0].readinessProbe.httpGet.port',
            container: 'nginx',
            port: 'htpp',
            outcome: 'the probe fails for ever, and the pod never gets ready',
            advice: 'Did you mean "http"?',
          },
          suggestions: [other('http', set(port('http'), two))],
        },
      ],
    },
    {
      name: 'the only port under another name',
      code: set('livenessProbe: {tcpSocket: {port: web}}'),
      errors: [
        {
          messageId: 'unknown',
          line: 11,
          column: 43,
          suggestions: [other('http', set('livenessProbe: {tcpSocket: {port: http}}'))],
        },
      ],
    },
    {
      name: 'one of several that are called otherwise',
      code: set('startupProbe: {httpGet: {port: admin}}', two),
      errors: [{ messageId: 'unknown', line: 11, column: 40 }],
    },
    {
      name: 'no port at all',
      code: set('lifecycle: {preStop: {httpGet: {port: stop}}, postStart: {httpGet: {port: start}}}', '[]'),
      errors: [
        { messageId: 'unknown', line: 11, column: 47 },
        { messageId: 'unknown', line: 11, column: 83 },
      ],
    },
    {
      name: 'a sidecar has its own ports',
      code: set(port('http')).replace(
        '      containers:',
        '      initContainers:\n      - {name: side, image: "a:1", restartPolicy: Always, startupProbe: {httpGet: {port: http}}}\n      containers:',
      ),
      errors: [{ messageId: 'unknown', line: 8, column: 90 }],
    },
  ],
})
