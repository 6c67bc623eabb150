/**
 * Makes a rule's folder: node tools/new-rule.mjs NAME [--in-run | --update]. Then write the rule and its page, and run
 * tools/update-docs.mjs. CONTRIBUTING.md says what the three kinds of rules are.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'

/** By flag: the check of the rule, and the blocks of its page. */
const checks = {
  '--in-run': {
    body: `  checkInRun({ self, objects, report, isRefused }) {
    const path = ['spec']
    const services = objects.selecting('Service', self)
    if (services.length === 0 || isRefused(path)) return
    report({ path, messageId: 'found', data: { file: objects.fileOf(services[0] ?? self) } })
  },`,
    blocks: ['```yaml\n```', '```yaml service.yaml\n```'],
  },
  '--update': {
    body: `  checkUpdate({ manifest, before, report, isRefused }) {
    const path = ['spec']
    if (before.spec === manifest.object.spec || isRefused(path)) return
    report({ path, messageId: 'found' })
  },`,
    blocks: ['```yaml before\n```', '```yaml\n```'],
  },
  '': {
    body: `  check({ manifest, report, isRefused }) {
    const path = ['spec']
    if (manifest.name === '' || isRefused(path)) return
    report({ path, messageId: 'found' })
  },`,
    blocks: ['```yaml\n```'],
  },
}

const [name, flag = ''] = process.argv.slice(2)
const { body, blocks } = checks[flag] ?? {}
if (name === undefined || !/^[a-z]+(-[a-z]+)*$/.test(name) || body === undefined) {
  process.stderr.write('Usage: node tools/new-rule.mjs NAME [--in-run | --update], a name such as no-max-surge\n')
  process.exit(2)
}
const folder = fileURLToPath(new URL(`../rules/${name}/`, import.meta.url))
if (existsSync(folder)) {
  process.stderr.write(`rules/${name} is there already.\n`)
  process.exit(2)
}

const files = {
  'rule.ts': `import { createRule } from '../../src/rule-kit/create-rule.js'

export default createRule<'found'>({
  name: '${name}',
  description: 'TODO what holds where the rule has nothing to say, in one line without a period',
  presets: { strict: 'warn' },
  kinds: ['DaemonSet', 'StatefulSet'],
  messages: {
    found: '{{object}}: TODO what is there: what will happen in the cluster. What to do.',
  },
${body}
})
`,
  'rule.test.ts': `import { ruleTest } from '../../src/rule-kit/testing/rule-test.js'
import rule from './rule.js'

await ruleTest('${name}', rule, { valid: [], invalid: [] })
`,
  'README.md': `<!-- end of the generated head -->

TODO what it reports, and when.

## Why

TODO what happens in the cluster.

## Bad

${blocks.join('\n\n')}

## Good

${blocks.join('\n\n')}

## When to leave it off

TODO for whom it is not.
`,
}
for (const part of ['valid', 'invalid']) mkdirSync(join(folder, part), { recursive: true })
for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text)
console.log(
  `rules/${name}: write rule.ts, rule.test.ts, README.md and manifests in valid/ and invalid/; then run node tools/update-docs.mjs`,
)
