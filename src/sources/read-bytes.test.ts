import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, describe, expect, it } from 'vitest'
import { readBytes, readStream } from './read-bytes.js'

const folder = mkdtempSync(path.join(tmpdir(), 'rollcast-bytes-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const at = (name: string): string => path.join(folder, name)
const pipe = (name: string): string => {
  execFileSync('mkfifo', [at(name)])
  return at(name)
}

describe('readBytes', () => {
  it('reads a file of any name', async () => {
    for (const name of ['-f.yaml', 'line\nbreak.yaml', '[odd]*.yaml', ' .yaml']) {
      writeFileSync(at(name), name)
      expect(String(await readBytes(at(name), name))).toBe(name)
    }
  })

  it('says which limit a file is above, and reads none of it', async () => {
    writeFileSync(at('large.yaml'), 'x'.repeat(2001))
    await expect(readBytes(at('large.yaml'), 'large.yaml', { maxBytes: 2000 })).rejects.toThrow(
      'large.yaml is larger than 2000 bytes (2001 bytes) and is not read. --max-bytes sets another limit.',
    )
    expect(await readBytes(at('large.yaml'), 'large.yaml', { maxBytes: 2001 })).toHaveLength(2001)
  })

  it.runIf(process.platform === 'linux')('stops at the limit where a device gives without end', async () => {
    symlinkSync('/dev/zero', at('zero.yaml'))
    await expect(readBytes(at('zero.yaml'), 'zero.yaml')).rejects.toThrow('zero.yaml is larger than 10 MiB')
  })

  it.skipIf(process.platform === 'win32')(
    'reads a named pipe to its end, however slowly it is written to',
    async () => {
      const name = pipe('slow')
      const reading = readBytes(name, 'slow')
      const writer = await open(name, 'w')
      await writer.write('a: ')
      await new Promise((resolve) => setTimeout(resolve, 100))
      await writer.write('b\n')
      await writer.close()
      expect(String(await reading)).toBe('a: b\n')
    },
  )

  it.skipIf(process.platform === 'win32')('waits for so long for somebody who writes to a named pipe', async () => {
    await expect(readBytes(pipe('silent'), 'silent', { patience: 0.1 })).rejects.toThrow(
      'silent is a named pipe, and nobody has written to it for 0.1 seconds.',
    )
  })

  it.each([
    ['a folder', '.', '. is a folder; a file is expected here.'],
    ['nothing', 'none.yaml', 'There is no file none.yaml. Check the path.'],
    [
      'a name that is no UTF-8',
      '\ufffd.yaml',
      'The name of \ufffd.yaml is no UTF-8, so it cannot be opened. Rename it.',
    ],
  ])('says what is wrong with %s', async (_, name, message) => {
    await expect(readBytes(at(name), name)).rejects.toThrow(message)
  })
})

describe('readStream', () => {
  it('stops at the limit', async () => {
    await expect(readStream(Readable.from(['abc', 'def']), { maxBytes: 5 })).rejects.toThrow(
      'Standard input is larger than 5 bytes',
    )
    expect(String(await readStream(Readable.from(['abc', 'def']), { maxBytes: 6 }))).toBe('abcdef')
  })
})
