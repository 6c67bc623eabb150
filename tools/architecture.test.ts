/** What docs/architecture.md names is there. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8')

it('names files and rooms that there are', () => {
  const named = [...page.matchAll(/`([\w./-]+\/[\w.-]+\.ts|src\/[\w-]+)`/g)].map(([, path = '']) => path)
  expect(named.length).toBeGreaterThan(25)
  const places = ['', 'src', 'src/planner']
  expect(
    named.filter((path) => !path.includes('NAME') && !places.some((place) => existsSync(join(root, place, path)))),
  ).toEqual([])
})

it('goes from text to finding in few steps', () => {
  const walk = page.split("## From a manifest's text to a printed finding")[1]?.split('\n## ')[0] ?? ''
  const files = new Set([...walk.matchAll(/`([\w/-]+\/[\w.-]+\.ts)`/g)].map(([, path]) => path))
  expect(files.size).toBeGreaterThan(15)
  expect(files.size).toBeLessThanOrEqual(24)
})
