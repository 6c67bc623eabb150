/** Makes a rule's folder: node tools/new-rule.mjs NAME. Then write the rule, and run tools/update-docs.mjs. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'

const [name] = process.argv.slice(2)
if (name === undefined || !/^[a-z]+(-[a-z]+)*$/.test(name)) {
  process.stderr.write('Usage: node tools/new-rule.mjs NAME, a name such as no-max-surge\n')
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
  check({ manifest, report, isRefused }) {
    const path = ['spec']
    if (manifest.name === '' || isRefused(path)) return
    report({ path, messageId: 'found' })
  },
})
`,
  'rule.test.ts': `import { ruleTest } from '../../src/rule-kit/testing/rule-test.js'
import rule from './rule.js'

await ruleTest('${name}', rule, { valid: [], invalid: [] })
`,
  'README.md': `<!-- end of the generated head -->

TODO why.

## Bad

\`\`\`yaml
\`\`\`

## Good

\`\`\`yaml
\`\`\`
`,
}
for (const part of ['valid', 'invalid']) mkdirSync(join(folder, part), { recursive: true })
for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text)
console.log(
  `rules/${name}: write rule.ts, rule.test.ts, README.md and manifests in valid/ and invalid/; then run node tools/update-docs.mjs`,
)
