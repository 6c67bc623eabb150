import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findFiles } from './files.js'

const top = realpathSync(mkdtempSync(path.join(tmpdir(), 'rollcast-ignore-')))
beforeAll(() => {
  for (const [file, text] of Object.entries({
    '.git/HEAD': '',
    '.gitignore': '# builds\nbuild/\n*.gen.yaml\n/only-top.yaml\n!keep.gen.yaml\n',
    'web.yaml': '',
    'a.gen.yaml': '',
    'keep.gen.yaml': '',
    'only-top.yaml': '',
    'build/out.yaml': '',
    'deploy/only-top.yaml': '',
    'deploy/build/out.yaml': '',
    'deploy/.gitignore': 'secret.yaml\n!b.gen.yaml\n',
    'deploy/secret.yaml': '',
    'deploy/b.gen.yaml': '',
  })) {
    mkdirSync(path.dirname(path.join(top, file)), { recursive: true })
    writeFileSync(path.join(top, file), text)
  }
})
afterAll(() => void rmSync(top, { recursive: true }))

const find = (patterns: string[], cwd = top, gitIgnore = true) => findFiles(patterns, { cwd, hidden: true, gitIgnore })

describe('.gitignore', () => {
  it('leaves files and folders out of folders and globs, the nearest one counts', async () => {
    const found = ['deploy/b.gen.yaml', 'deploy/only-top.yaml', 'keep.gen.yaml', 'web.yaml']
    expect(await find(['.'])).toEqual(found)
    expect(await find(['**/*.yaml'])).toEqual(found)
    expect(await find(['.'], top, false)).toContain('build/out.yaml')
  })

  it('counts from the top of the repository, wherever one is in it', async () => {
    expect(await find(['.'], path.join(top, 'deploy'))).toEqual(['b.gen.yaml', 'only-top.yaml'])
  })

  it('leaves out nothing that is named: a file, or a folder', async () => {
    expect(await find(['a.gen.yaml', 'build'])).toEqual(['a.gen.yaml', 'build/out.yaml'])
  })
})

describe('a folder to which links lead', () => {
  it('is looked at once, by its own path', async () => {
    const folder = path.join(top, 'linked')
    mkdirSync(path.join(folder, 'real'), { recursive: true })
    mkdirSync(path.join(folder, 'outside'))
    writeFileSync(path.join(folder, 'real/x.yaml'), '')
    symlinkSync('real', path.join(folder, 'a-link'))
    symlinkSync('real', path.join(folder, 'z-link'))
    symlinkSync('..', path.join(folder, 'real/up'))
    expect(await find(['.'], folder)).toEqual(['real/x.yaml'])
    expect(await find(['a-link'], folder)).toEqual(['a-link/x.yaml'])
  })
})
