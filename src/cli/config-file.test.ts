import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { configFileAbove } from './config-file.js'

const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'rollcast-config-')))
afterAll(() => void rmSync(root, { recursive: true }))
let count = 0

/** What is found from a folder of a repository that holds these files. */
function found(files: readonly string[], from = '.'): string | undefined {
  const top = path.join(root, String(count++))
  mkdirSync(path.join(top, from), { recursive: true })
  for (const name of ['.git/HEAD', ...files]) {
    const [file = '', text = ''] = name.split(' ')
    mkdirSync(path.dirname(path.join(top, file)), { recursive: true })
    writeFileSync(path.join(top, file), text)
  }
  const file = configFileAbove(path.join(top, from))
  return file === undefined ? undefined : path.relative(top, file)
}

describe('the configuration file', () => {
  it.each<[string[], string | undefined]>([
    [[], undefined],
    [['rollcast.config.yaml'], 'rollcast.config.yaml'],
    [['rollcast.config.mjs', 'rollcast.config.yaml'], 'rollcast.config.mjs'],
    [['.rollcastrc'], '.rollcastrc'],
    [['.rollcastrc.json', '.config/rollcast.yaml'], '.rollcastrc.json'],
    [['.config/rollcast.yaml'], '.config/rollcast.yaml'],
    [['package.json {"rollcast":{}}'], 'package.json'],
    [['package.json {"name":"x"}'], undefined],
    [['package.json {'], undefined],
    [['package.json {"rollcast":{}}', 'rollcast.config.yaml'], 'rollcast.config.yaml'],
  ])('of %j is %s', (files, expected) => {
    expect(found(files)).toBe(expected)
  })

  it('is the nearest one, up to the top of the repository', () => {
    expect(found(['rollcast.config.yaml', 'a/rollcast.config.yml'], 'a/b')).toBe('a/rollcast.config.yml')
    expect(found(['rollcast.config.yaml', 'a/package.json {}'], 'a/b')).toBe('rollcast.config.yaml')
    expect(found(['rollcast.config.yaml', 'inner/.git/HEAD'], 'inner/b')).toBeUndefined()
  })
})
