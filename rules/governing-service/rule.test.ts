import { ruleTest } from '../../src/rule-kit/testing/rule-test.js'
import rule from './rule.js'

const set = (serviceName: string, metadata = '{name: web}') => `apiVersion: apps/v1
kind: StatefulSet
metadata: ${metadata}
spec:
  replicas: 3
  serviceName: ${serviceName}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web, tier: back}}
    spec: {containers: [{name: a, image: 'b:1'}]}
`
const service = (name: string, spec: string, metadata = `{name: ${name}}`) => `apiVersion: v1
kind: Service
metadata: ${metadata}
spec: ${spec}
`
const headless = (name: string) => service(name, '{clusterIP: None, selector: {app: web}}')
const plain = (name: string) => service(name, '{selector: {app: web}, ports: [{port: 80}]}')
const at = (line = 6) => ({ line, column: 16 })
const other = (name: string, output: string) => ({ messageId: 'other', data: { service: name }, output })

await ruleTest('governing-service', rule, {
  valid: [
    { name: 'a set by itself: its Service may be anywhere', code: set('nginx') },
    { name: 'a run without any Service: they are kept elsewhere', code: set('nginx'), files: {} },
    {
      name: 'a run whose Services are for others',
      code: set('nginx'),
      files: { 'other.yaml': service('other', '{clusterIP: None, selector: {app: other}}') },
    },
    { name: 'a headless Service in the same file', code: `${headless('nginx')}---\n${set('nginx')}` },
    { name: 'a headless Service in another file', code: set('nginx'), files: { 'sub/nginx.yaml': headless('nginx') } },
    {
      name: "a Service in the set's namespace, by name or without one",
      code: set('nginx', '{name: web, namespace: shop}'),
      files: { 'nginx.yaml': headless('nginx') },
    },
    {
      name: 'the Service of this overlay, and not that of another one',
      code: set('nginx'),
      files: { 'nginx.yaml': headless('nginx'), 'test/nginx.yaml': plain('nginx') },
    },
    {
      name: 'overlays of which one has a headless Service',
      code: set('nginx'),
      files: { 'prod/nginx.yaml': headless('nginx'), 'test/nginx.yaml': plain('nginx') },
    },
    {
      name: 'a patch of the Service',
      code: set('nginx'),
      files: { 'patch.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {name: nginx, labels: {a: b}}\n' },
    },
    {
      name: 'a patch that a kustomization lists',
      code: set('nginx'),
      files: {
        'kustomization.yaml': 'resources: [web.yaml, nginx.yaml]\npatches: [{path: other/nginx.yaml}]\n',
        'nginx.yaml': headless('nginx'),
        'other/nginx.yaml': plain('nginx'),
      },
    },
    {
      name: 'a selector with labels that the controller adds',
      code: set('nginx'),
      files: {
        'nginx.yaml': service(
          'nginx',
          '{clusterIP: None, selector: {app: web, statefulset.kubernetes.io/pod-name: web-0}}',
        ),
      },
    },
    {
      name: 'a missing one, where a template may hold it',
      code: set('nginx'),
      files: { 'web.yaml': plain('web'), 'nginx.yaml': 'kind: Service\nmetadata: {{ .Values.metadata }}\n' },
    },
    {
      name: 'a missing one, where a kustomization takes resources from elsewhere',
      code: set('nginx'),
      files: { 'web.yaml': plain('web'), 'kustomization.yaml': 'resources: [web.yaml, ../base]\n' },
    },
    {
      name: 'a missing one, where files are examples that stand side by side',
      code: set('nginx'),
      files: { 'web.yaml': plain('web'), 'example.yaml': set('other') },
    },
    {
      name: 'a pod that is alone: nobody asks for its name',
      code: `${plain('web')}---\n${set('web').replace('replicas: 3', 'replicas: 1')}`,
    },
    {
      name: 'Services of a project that lies elsewhere',
      code: set('nginx'),
      files: { 'other/project/deploy/nginx.yaml': plain('nginx') },
    },
    {
      name: 'a Service for one pod of another set',
      code: set('nginx'),
      files: { 'one.yaml': service('one', '{selector: {statefulset.kubernetes.io/pod-name: other-0}}') },
    },
    { name: 'a serviceName that the server refuses to be a name', code: set('""'), files: { 'a.yaml': plain('web') } },
    {
      name: 'a Service of the name in another namespace is none of it, and no other is there',
      code: set('nginx', '{name: web, namespace: shop}'),
      files: { 'nginx.yaml': service('nginx', '{clusterIP: None}', '{name: nginx, namespace: other}') },
    },
    {
      name: 'a StatefulSet of another project',
      code: set('nginx').replace('apps/v1', 'apps.kruise.io/v1beta1'),
      files: { 'web.yaml': headless('web') },
    },
  ],
  invalid: [
    {
      name: 'a Service for these pods under another name',
      code: set('nginx'),
      files: { 'web.yaml': headless('web') },
      errors: [
        {
          messageId: 'missing',
          ...at(),
          endLine: 6,
          endColumn: 21,
          data: {
            object: 'StatefulSet/web',
            path: 'spec.serviceName',
            name: 'nginx',
            pod: 'web-0.nginx',
            advice: 'Did you mean "web"?',
          },
          suggestions: [other('web', set('web'))],
        },
      ],
    },
    {
      name: 'Services for these pods of which none is headless',
      code: set('nginx').replace('spec:\n', 'spec:\n  ordinals: {start: 3}\n'),
      files: { 'web.yaml': plain('web'), 'web-metrics.yaml': plain('web-metrics') },
      errors: [
        {
          messageId: 'missing',
          ...at(7),
          data: {
            object: 'StatefulSet/web',
            path: 'spec.serviceName',
            name: 'nginx',
            pod: 'web-3.nginx',
            advice: 'The pods are selected by "web", "web-metrics": add a headless Service "nginx".',
          },
        },
      ],
    },
    {
      name: 'a slip of the pen, in a file of which no other is known',
      code: `${headless('nginx')}---\n${set('ngnix')}`,
      errors: [
        { messageId: 'missing', ...at(11), suggestions: [other('nginx', `${headless('nginx')}---\n${set('nginx')}`)] },
      ],
    },
    {
      name: 'a Service that is not headless, beside one that is',
      code: set('web'),
      files: { 'svc/web.yaml': plain('web'), 'svc/peers.yaml': headless('web-peers') },
      errors: [
        {
          messageId: 'notHeadless',
          ...at(),
          data: {
            object: 'StatefulSet/web',
            path: 'spec.serviceName',
            name: 'web',
            pod: 'web-0.web',
            where: ' (svc/web.yaml)',
            advice: 'Name "web-peers", which is.',
            selector: 'app: web',
          },
          suggestions: [other('web-peers', set('web-peers'))],
        },
      ],
    },
    {
      name: 'a Service that is not headless, in the same file',
      code: `${plain('web')}---\n${set('web')}`,
      errors: [
        {
          messageId: 'notHeadless',
          ...at(11),
          data: {
            object: 'StatefulSet/web',
            path: 'spec.serviceName',
            name: 'web',
            pod: 'web-0.web',
            where: '',
            advice: 'Make it headless, or add a headless Service and name that.',
            selector: 'app: web',
          },
        },
      ],
    },
    {
      name: 'a Service for one pod of the set alone, and no other',
      code: set('nginx'),
      files: { 'one.yaml': service('web-0', '{selector: {statefulset.kubernetes.io/pod-name: web-0}}') },
      errors: [{ messageId: 'missing', ...at() }],
    },
    {
      name: 'a Service for other pods',
      code: set('nginx'),
      files: { 'nginx.yaml': service('nginx', '{clusterIP: None, selector: {app: nginx, tier: back}}') },
      errors: [
        {
          messageId: 'selectsNothing',
          ...at(),
          data: {
            object: 'StatefulSet/web',
            path: 'spec.serviceName',
            name: 'nginx',
            pod: 'web-0.nginx',
            where: ' (nginx.yaml)',
            advice: 'Make it headless, or add a headless Service and name that.',
            selector: 'app: nginx, tier: back',
          },
        },
      ],
    },
    {
      name: 'a Service without a selector',
      code: `${service('nginx', '{clusterIP: None}')}---\n${set('nginx')}`,
      errors: [{ messageId: 'selectsNothing', ...at(11) }],
    },
  ],
})
