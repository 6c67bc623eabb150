import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findFiles, readSource, SourceError } from './files.js'

let cwd = ''

beforeAll(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'rollcast-files-'))
  for (const file of [
    'web.yaml',
    'notes.txt',
    '[odd].yaml',
    'deploy/b.yml',
    'deploy/a.yaml',
    'deploy/sub/c.json',
    'deploy/sub/readme.md',
    'deploy/node_modules/x/d.yaml',
    'deploy/.git/e.yaml',
    'deploy/.hidden/f.yaml',
    'deploy/.g.yaml',
    'empty/readme.md',
  ]) {
    mkdirSync(path.dirname(path.join(cwd, file)), { recursive: true })
    writeFileSync(path.join(cwd, file), `# ${file}\n`)
  }
  symlinkSync('web.yaml', path.join(cwd, 'link.yaml'))
})

afterAll(() => {
  rmSync(cwd, { recursive: true })
})

const deploy = ['deploy/a.yaml', 'deploy/b.yml', 'deploy/sub/c.json']

async function errorOf(promise: Promise<unknown>): Promise<{ message: string; file: string }> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(SourceError)
  const { message, file } = error as SourceError
  return { message, file }
}

describe('findFiles', () => {
  it.each([
    ['a file', ['web.yaml'], ['web.yaml']],
    ['a file of any name that is named outright', ['notes.txt'], ['notes.txt']],
    ['a file whose name looks like a glob', ['[odd].yaml'], ['[odd].yaml']],
    ['a link to a file', ['link.yaml'], ['link.yaml']],
    ['a file below ./', ['./web.yaml'], ['web.yaml']],
    ['a hidden file that is named outright', ['deploy/.g.yaml'], ['deploy/.g.yaml']],
    ['a folder: manifests below it, without hidden ones and node_modules', ['deploy'], deploy],
    ['a folder with a slash', ['./deploy/'], deploy],
    ['a glob', ['deploy/*.y*ml'], ['deploy/a.yaml', 'deploy/b.yml']],
    ['a glob over folders', ['**/*.json'], ['deploy/sub/c.json']],
    ['a glob with braces', ['deploy/{a,b}.*'], ['deploy/a.yaml', 'deploy/b.yml']],
    ['standard input', ['-'], ['-']],
    [
      'several, in the order of the arguments, each once',
      ['deploy/sub', 'web.yaml', 'deploy'],
      ['deploy/sub/c.json', 'web.yaml', 'deploy/a.yaml', 'deploy/b.yml'],
    ],
  ])('finds %s', async (_, patterns, expected) => {
    expect(await findFiles(patterns, { cwd })).toEqual(expected)
  })

  it('finds hidden files and folders where they are asked for, never .git and node_modules', async () => {
    expect(await findFiles(['deploy'], { cwd, hidden: true })).toEqual([
      'deploy/.g.yaml',
      'deploy/.hidden/f.yaml',
      ...deploy,
    ])
  })

  it('finds what lies outside the folder by the path that leads there', async () => {
    const inside = path.join(cwd, 'deploy')
    expect(await findFiles(['../web.yaml', '../deploy/sub'], { cwd: inside })).toEqual(['../web.yaml', 'sub/c.json'])
  })

  it('keeps an absolute path absolute', async () => {
    const absolute = deploy.map((file) => path.join(cwd, file))
    expect(await findFiles([path.join(cwd, 'deploy')], { cwd: path.join(cwd, 'empty') })).toEqual(absolute)
    expect(await findFiles([path.join(cwd, 'deploy')], { cwd })).toEqual(absolute)
  })

  it('leaves ignored files out of folders and globs, not the one that is named', async () => {
    expect(await findFiles(['deploy', 'web.yaml'], { cwd, ignore: ['deploy/sub/**', '*.yaml'] })).toEqual([
      'deploy/a.yaml',
      'deploy/b.yml',
      'web.yaml',
    ])
  })

  it.each([
    ['missing.yaml', 'There is no file or folder missing.yaml. Check the path.'],
    ['web.yaml/x', 'There is no file or folder web.yaml/x. Check the path.'],
    [
      'missing/*.yaml',
      'No file matches missing/*.yaml. Check the pattern, and quote it so that the shell leaves it alone.',
    ],
    ['empty', 'There is no *.yaml, *.yml or *.json file in the folder empty.'],
  ])('says that %s leads to nothing', async (file, message) => {
    expect(await errorOf(findFiles([file], { cwd }))).toEqual({ message, file })
  })
})

describe('what findFiles passes by is told', () => {
  const told = async (pattern: string, options: object = {}): Promise<string[]> => {
    const unseen: string[] = []
    await findFiles([pattern], {
      cwd,
      ...options,
      onUnseen: ({ file, reason, isOnPurpose }) => unseen.push(`${file} ${reason}${isOnPurpose ? '' : '!'}`),
    })
    return unseen.sort()
  }

  it('links that lead nowhere, endings in capitals, pipes and devices', async () => {
    mkdirSync(path.join(cwd, 'odd/sub'), { recursive: true })
    writeFileSync(path.join(cwd, 'odd/a.yaml'), '')
    writeFileSync(path.join(cwd, 'odd/B.YAML'), '')
    writeFileSync(path.join(cwd, 'odd/sub/c.Yml'), '')
    symlinkSync('none.yaml', path.join(cwd, 'odd/dangling.yaml'))
    symlinkSync('none.txt', path.join(cwd, 'odd/dangling.txt'))
    symlinkSync('user@host', path.join(cwd, 'odd/.#a.yaml'))
    symlinkSync('/dev/null', path.join(cwd, 'odd/device.yaml'))
    execFileSync('mkfifo', [path.join(cwd, 'odd/pipe.yaml')])
    const unseen = [
      'odd/B.YAML ends in .YAML, which kubectl does not read in a folder either; name it outright, or rename it',
      'odd/dangling.yaml is a link that leads nowhere!',
      'odd/device.yaml is a device, a socket or a named pipe; in a folder, only files are read!',
      'odd/pipe.yaml is a device, a socket or a named pipe; in a folder, only files are read!',
      'odd/sub/c.Yml ends in .Yml, which kubectl does not read in a folder either; name it outright, or rename it',
    ]
    expect(await findFiles(['odd'], { cwd })).toEqual(['odd/a.yaml'])
    expect(await told('odd')).toEqual(unseen)
    expect(await told('odd', { ignore: ['odd/[Bd]*', 'odd/sub'] })).toEqual([unseen[3]])
    expect(await told('odd/*.yaml')).toEqual([unseen[1], unseen[2], unseen[3]])
  })

  // The superuser may read everything.
  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('folders that cannot be read', async () => {
    mkdirSync(path.join(cwd, 'locked/in'), { recursive: true })
    writeFileSync(path.join(cwd, 'locked/a.yaml'), '')
    chmodSync(path.join(cwd, 'locked/in'), 0)
    expect(await told('locked')).toEqual(['locked/in is a folder that you have no right to read!'])
    chmodSync(path.join(cwd, 'locked/in'), 0o700)
  })

  it('names a link outright that leads nowhere', async () => {
    symlinkSync('none.yaml', path.join(cwd, 'nowhere.yaml'))
    expect((await errorOf(findFiles(['nowhere.yaml'], { cwd }))).message).toBe(
      'nowhere.yaml is a link that leads nowhere.',
    )
  })
})

describe('readSource', () => {
  it('reads a file', async () => {
    expect(await readSource('deploy/a.yaml', { cwd })).toBe('# deploy/a.yaml\n')
  })

  it('reads standard input, whose chunks may cut a character in two', async () => {
    const bytes = Buffer.from('name: ü\n')
    expect(await readSource('-', { stdin: Readable.from([bytes.subarray(0, 7), bytes.subarray(7)]) })).toBe('name: ü\n')
  })

  it('keeps a byte order mark of UTF-8, so that offsets count from it', async () => {
    writeFileSync(path.join(cwd, 'bom.txt'), '\uFEFFa: 1\n')
    expect(await readSource('bom.txt', { cwd })).toBe('\uFEFFa: 1\n')
  })

  it('reads UTF-16 as PowerShell writes it', async () => {
    writeFileSync(path.join(cwd, 'utf16.txt'), Buffer.from('\uFEFFa: ü\r\n', 'utf16le'))
    expect(await readSource('utf16.txt', { cwd })).toBe('a: ü\r\n')
  })

  it('says what is wrong with a file that cannot be read', async () => {
    writeFileSync(path.join(cwd, 'latin1.txt'), Buffer.from([0x61, 0xfc, 0x0a]))
    expect(await errorOf(readSource('nowhere.yaml', { cwd }))).toEqual({
      message: 'There is no file nowhere.yaml. Check the path.',
      file: 'nowhere.yaml',
    })
    expect(await errorOf(readSource('deploy', { cwd }))).toEqual({
      message: 'deploy is a folder; a file is expected here.',
      file: 'deploy',
    })
    expect(await errorOf(readSource('latin1.txt', { cwd }))).toEqual({
      message: 'latin1.txt is no UTF-8 text. Save it as UTF-8.',
      file: 'latin1.txt',
    })
  })
})
