import { createRule } from '../../src/rule-kit/create-rule.js'

export default createRule<'broken'>({
  name: 'syntax',
  description: 'Each document of a file can be read; the others are looked at all the same',
  presets: { recommended: 'error', api: 'error', strict: 'error' },
  messages: {
    broken: 'This document cannot be read, and no object in it was looked at: {{fault}}',
  },
  checkFile({ file, report }) {
    for (const { id, message, range } of file.faults) {
      if (id === 'broken-yaml') report({ messageId: 'broken', data: { fault: message }, range })
    }
  },
})
