import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
// @ts-expect-error a plain script without types
import { commandsIn, withFreshOutput } from './readme-commands.mjs'

const root = new URL('../', import.meta.url)
const readme = readFileSync(new URL('README.md', root), 'utf8')
const scripts = (JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { scripts: Record<string, string> }).scripts

describe('the README', () => {
  it('starts with what a plan and a lint print', () => {
    const [first, second] = commandsIn(readme) as string[]
    expect(first).toMatch(/^rollcast plan/)
    expect(second).toMatch(/^rollcast lint/)
  })

  it('shows what its commands print today', () => {
    expect(withFreshOutput(readme)).toBe(readme)
  })

  it('names npm commands that there are', () => {
    const named = [...readme.matchAll(/\bnpm (start|test|run ([a-z-]+))/g)].map(([, command, script]) => script ?? command ?? '')
    expect(named).toEqual(expect.arrayContaining(['start', 'test']))
    for (const name of named) expect(scripts[name], `npm ${name}`).toBeDefined()
  })

  it('links to files that there are', () => {
    for (const [, path] of readme.matchAll(/\]\(((?!https?:)[^)#]+)\)/g)) {
      expect(() => readFileSync(new URL(path ?? '', root)), `${path} in ${fileURLToPath(root)}`).not.toThrow(/ENOENT/)
    }
  })
})
