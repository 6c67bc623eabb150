/** Each rule's folder is complete, and what is generated of it is up to date. */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readObjects } from '../src/manifest/index.js'
import { readManifests } from '../src/rule-kit/file-in-run.js'
import type { Rule } from '../src/rule-kit/rule.js'
import { runRules } from '../src/rule-kit/run-rules.js'
import { nothingBefore, objectsBefore, runOfOneFile } from '../src/rule-kit/run.js'
import { targetOf } from '../src/rule-kit/settings.js'
import { casesIn, sectionOf, type PageCase } from '../src/rule-kit/testing/page-blocks.js'
import { indexOf } from '../src/rule-kit/testing/rule-test.js'
import { rules } from './index.js'

const root = fileURLToPath(new URL('..', import.meta.url))

describe.each(Object.entries(rules))('%s', (name, rule) => {
  const { meta } = rule
  const folder = join(root, 'rules', name)
  const page = readFileSync(join(folder, 'README.md'), 'utf8')

  it('has a page that says what it holds, why, how it looks, and when to leave it off', () => {
    const headings = [...page.matchAll(/^## (.*)$/gm)].map((match) => match[1])
    const options = meta.schema.length > 0 ? ['Options'] : []
    expect(headings).toEqual(['Why', 'Bad', 'Good', ...options, 'When to leave it off'])
    const words = (text: string) => text.replaceAll(/^```[^]*?^```$/gm, '').split(/\s+/).length
    const [, written = ''] = page.split('<!-- end of the generated head -->')
    expect(words(written.split('\n## ')[0] ?? '')).toBeGreaterThan(15)
    for (const heading of ['Why', 'When to leave it off'])
      expect(words(sectionOf(page, heading)), heading).toBeGreaterThan(5)
    expect(page).not.toContain('TODO')
  })

  it('reports each bad manifest of its page, and none of the good ones', () => {
    const [bad, good] = ['Bad', 'Good'].map((heading) => casesIn(sectionOf(page, heading), meta.docs.kinds ?? []))
    expect(bad?.length).toBeGreaterThan(0)
    expect(good?.length).toBeGreaterThan(0)
    for (const one of bad ?? []) expect(findingsOf(rule, one), one.text).not.toEqual([])
    for (const one of good ?? []) expect(findingsOf(rule, one), one.text).toEqual([])
  })

  it('reports what its page shows under an option, and only under that', () => {
    const shown = casesIn(sectionOf(page, 'Options'), meta.docs.kinds ?? [])
    const silent = shown.filter((one) => findingsOf(rule, one).length === 0)
    const loud = shown.filter((one) => findingsOf(rule, { ...one, options: {} }).length > 0)
    expect([...silent, ...loud].map(({ text }) => text)).toEqual([])
  })

  it('names each option on its page', () => {
    const [schema] = meta.schema as { properties?: object }[]
    const named = [...page.matchAll(/^- `(\w+)` \(default /gm)].map((match) => match[1])
    expect(named).toEqual(Object.keys(schema?.properties ?? {}))
  })

  it('has manifests that are good and manifests that are not', () => {
    expect(existsSync(join(folder, 'rule.test.ts'))).toBe(true)
    for (const kind of ['valid', 'invalid']) expect(readdirSync(join(folder, kind))).not.toEqual([])
  })

  it('names the object in each of its messages, and says what to do in each of its suggestions', () => {
    const silent = Object.values(meta.messages).filter((text) => {
      const isSuggestion = meta.hasSuggestions === true && /^[A-Z]/.test(text)
      return !isSuggestion && !/^\{\{(?:change|fault)\}\}$/.test(text) && !text.startsWith('{{object}}: ')
    })
    // a document that cannot be read holds no object
    expect(silent).toEqual(name === 'syntax' ? Object.values(meta.messages) : [])
  })
})

/** What the rule alone has to say of a case, as a run would be that has all of the page's files. */
function findingsOf(rule: Rule, { text, options, before, files }: PageCase): string[] {
  const run = {
    ...runOfOneFile(targetOf({})),
    before: before === undefined ? nothingBefore : objectsBefore(readObjects(before)),
    index: () => indexOf(files),
  }
  return runRules(readManifests('manifest.yaml', text), run, [{ rule, options }]).map(({ message }) => message)
}

it('the index, the pages and the README say what the rules say', () => {
  expect(() =>
    execFileSync(process.execPath, ['tools/update-docs.mjs', '--check'], { cwd: root, stdio: 'pipe' }),
  ).not.toThrow()
})
