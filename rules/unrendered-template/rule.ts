import { createRule } from '../../src/rule-kit/create-rule.js'

export default createRule<'template'>({
  name: 'unrendered-template',
  type: 'suggestion',
  description: 'A file holds manifests and not a template that has to be rendered first',
  presets: { recommended: 'warn', api: 'warn', strict: 'warn' },
  messages: { template: '{{fault}}' },
  checkFile({ file, report }) {
    for (const { id, message, range } of file.faults) {
      if (id === 'template') report({ messageId: 'template', data: { fault: message }, range })
    }
  },
})
