import { ruleTest } from '../../src/rule-kit/testing/rule-test.js'
import rule from './rule.js'

const set = (owners: string) => `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
  ownerReferences: ${owners}
spec: {}
`
const owner = (more = '') => `{apiVersion: a.example/v1, kind: Database, name: main, uid: abc${more}}`

await ruleTest('no-controlled-set', rule, {
  valid: [
    { name: 'nobody owns it', code: set('[]') },
    { name: 'an owner that is no controller', code: set(`[${owner()}]`) },
    {
      name: 'another kind',
      code: set(`[${owner(', controller: true')}]`).replace('StatefulSet', 'Deployment'),
    },
  ],
  invalid: [
    {
      name: 'an operator owns it',
      code: set(`[${owner()}, ${owner(', controller: true').replace('main', 'other')}]`),
      errors: [
        {
          messageId: 'controlled',
          line: 5,
          column: 87,
          data: { object: 'StatefulSet/web', path: 'metadata.ownerReferences[1]', owner: 'Database/other' },
        },
      ],
    },
  ],
})
