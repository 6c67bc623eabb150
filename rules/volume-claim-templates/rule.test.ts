import { ruleTest } from '../../src/rule-kit/testing/rule-test.js'
import rule from './rule.js'

const set = (
  claims: string,
  container = 'volumeMounts: [{name: www, mountPath: /www}]',
  more = '',
) => `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: web}
spec:
  template:
    spec:
      containers:
      - {name: nginx, image: nginx, ${container}}
${more}  volumeClaimTemplates:
${claims}`
const claim = (name: string, spec = '{accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}') =>
  `  - metadata: {name: ${name}}\n    spec: ${spec}\n`
const data = (path: string, name: string) => ({ object: 'StatefulSet/web', path, name })
const namePath = (index: number) => `spec.volumeClaimTemplates[${index}].metadata.name`

await ruleTest('volume-claim-templates', rule, {
  valid: [
    { name: 'complete and mounted', code: set(claim('www')) },
    { name: 'none', code: set('') },
    { name: 'mounted as a block device', code: set(claim('www'), 'volumeDevices: [{name: www, devicePath: /dev/x}]') },
    {
      name: 'mounted by an init container alone',
      code: set(
        claim('www'),
        'tty: true',
        '      initContainers: [{name: i, image: i, volumeMounts: [{name: www, mountPath: /w}]}]\n',
      ),
    },
    {
      name: 'a mount whose name is misspelt is the fault',
      code: set(claim('www'), 'volumeMounts: [{name: ww, mountPath: /www}]'),
    },
    { name: 'no containers are the fault', code: set(claim('www')).replace(/ {6}- .*\n/, '') },
    {
      name: 'a policy where one is wanted',
      code: set(claim('www'), undefined, '  persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete}\n'),
      options: [{ retentionPolicy: true }],
    },
    { name: 'no policy where there are no claims', code: set(''), options: [{ retentionPolicy: true }] },
  ],
  invalid: [
    {
      name: 'not mounted',
      code: set(claim('www') + claim('cache')),
      errors: [
        { messageId: 'unmounted', line: 12, column: 22, endLine: 12, endColumn: 27, data: data(namePath(1), 'cache') },
      ],
    },
    {
      name: 'incomplete: no modes and no storage',
      code: set(claim('www', '{resources: {requests: {}}}')),
      errors: [
        {
          messageId: 'noAccessModes',
          line: 11,
          column: 5,
          data: data('spec.volumeClaimTemplates[0].spec.accessModes', 'www'),
        },
        {
          messageId: 'noStorage',
          line: 11,
          column: 24,
          data: data('spec.volumeClaimTemplates[0].spec.resources.requests.storage', 'www'),
        },
      ],
    },
    {
      name: 'without a name',
      code: set('  - spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}\n'),
      errors: [{ messageId: 'unnamed', line: 10, column: 5, data: data(namePath(0), '') }],
    },
    {
      name: 'two of one name',
      code: set(claim('www') + claim('www')),
      errors: [{ messageId: 'duplicate', line: 12, column: 22, data: data(namePath(1), 'www') }],
    },
    {
      name: 'a volume of the same name',
      code: set(claim('www'), undefined, '      volumes: [{name: www, emptyDir: {}}]\n'),
      errors: [{ messageId: 'replacesVolume', line: 11, column: 22, data: data(namePath(0), 'www') }],
    },
    {
      name: 'what becomes of the claims is not stated',
      code: set(claim('www')),
      options: [{ retentionPolicy: true }],
      errors: [{ messageId: 'retention', line: 9, column: 3, data: data('spec.volumeClaimTemplates', '') }],
    },
  ],
})
