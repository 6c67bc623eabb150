/** Each rule's folder is complete, and what is generated of it is up to date. */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { rules } from './index.js'

const root = fileURLToPath(new URL('..', import.meta.url))

describe.each(Object.entries(rules))('%s', (name, { meta }) => {
  const folder = join(root, 'rules', name)
  const page = readFileSync(join(folder, 'README.md'), 'utf8')

  it('has a page with the headings that all pages have', () => {
    const headings = [...page.matchAll(/^## (.*)$/gm)].map((match) => match[1])
    const expected = ['Bad', 'Good', ...(meta.schema.length > 0 ? ['Options'] : [])]
    expect(headings).toEqual(name === 'unrendered-template' ? [] : expected)
  })

  it('names each option on its page', () => {
    const [schema] = meta.schema as { properties?: object }[]
    for (const option of Object.keys(schema?.properties ?? {})) expect(page).toContain(`- \`${option}\` (default `)
  })

  it('has manifests that are good and manifests that are not', () => {
    expect(existsSync(join(folder, 'rule.test.ts'))).toBe(true)
    for (const kind of ['valid', 'invalid']) expect(readdirSync(join(folder, kind))).not.toEqual([])
  })

  it('names the object in each of its messages', () => {
    if (name === 'syntax' || name === 'unrendered-template') return
    const own = Object.entries(meta.messages).filter(
      ([id, text]) => !/^\{\{(?:change|problem)\}\}$/.test(text) && id !== 'lower' && id !== 'zero',
    )
    for (const [, text] of own) expect(text.startsWith('{{object}}: ')).toBe(true)
  })
})

it('the index, the pages and the README say what the rules say', () => {
  expect(() =>
    execFileSync(process.execPath, ['tools/update-docs.mjs', '--check'], { cwd: root, stdio: 'pipe' }),
  ).not.toThrow()
})
