import { ruleTest } from '../../src/rule-kit/testing/rule-test.js'
import rule from './rule.js'

await ruleTest('syntax', rule, {
  valid: [
    { name: 'an empty file', code: '' },
    { name: 'comments alone', code: '# nothing\n---\n# here\n' },
    { name: 'JSON', code: '{"a": [1, 2]}' },
    { name: 'a key that stands twice, which is read', code: 'a: 1\na: 2\n' },
  ],
  invalid: [
    { name: 'one document of two', code: 'a: [1\n---\nb: 2\n', errors: [{ messageId: 'broken', line: 1, column: 4 }] },
    {
      name: 'both',
      code: 'a: [1\n---\nb: }\n',
      errors: [
        { messageId: 'broken', line: 1, column: 4 },
        { messageId: 'broken', line: 3, column: 4 },
      ],
    },
  ],
})
