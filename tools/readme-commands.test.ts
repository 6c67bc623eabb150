import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
// @ts-expect-error a plain script without types
import { commandsIn, withFreshOutput } from './readme-commands.mjs'

const root = fileURLToPath(new URL('../', import.meta.url))
const readme = readFileSync(path.join(root, 'README.md'), 'utf8')
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>
  bin: Record<string, string>
  exports: Record<string, string | { default: string }>
}

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
    const named = [...readme.matchAll(/\bnpm (start|test|run ([a-z-]+))/g)].map(
      ([, command, script]) => script ?? command ?? '',
    )
    expect(named).toEqual(expect.arrayContaining(['start', 'test']))
    for (const name of named) expect(manifest.scripts[name], `npm ${name}`).toBeDefined()
  })

  it("npm start prints the plan of the chapter's StatefulSet", () => {
    const out = execFileSync('npm', ['start', '--silent'], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    })
    expect(out).toMatch(/^sample-statefulset: 3 pods created one at a time, .*; 3 claims made\n/)
    expect(out).toMatch(/3 {2}\+ sample-statefulset-2 .* 3 of 3 ready/)
  })

  it('shows a configuration that lint takes', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'rollcast-readme-'))
    try {
      cpSync(path.join(root, 'testdata/readme/deploy'), path.join(folder, 'legacy'), { recursive: true })
      const [, config] = /```yaml\n(kubernetesVersion[\s\S]*?)```/.exec(readme) ?? []
      writeFileSync(path.join(folder, 'rollcast.config.yaml'), config ?? '')
      const { stdout, stderr, status } = spawnSync(
        process.execPath,
        [path.join(root, manifest.bin.rollcast ?? ''), 'lint', '.'],
        { cwd: folder, encoding: 'utf8' },
      )
      expect(stderr).toBe('')
      expect(status).toBe(1)
      expect(stdout).toMatch(/warning .* rollcast\/partition/)
      expect(stdout).not.toContain('no-max-surge')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('links to files that there are', () => {
    for (const [, file] of readme.matchAll(/\]\(((?!https?:)[^)#]+)\)/g)) {
      if (file?.endsWith('decisions') === true) continue
      expect(() => readFileSync(path.join(root, file ?? '')), file).not.toThrow()
    }
  })
})

describe('the package', () => {
  it('holds what its commands and its imports lead to', () => {
    const packed = JSON.parse(
      execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root, encoding: 'utf8' }),
    ) as { files: { path: string }[] }[]
    const files = new Set(packed[0]?.files.map((file) => file.path))
    const wanted = [
      ...Object.values(manifest.bin),
      ...Object.values(manifest.exports).map((target) => (typeof target === 'string' ? target : target.default)),
    ]
    for (const file of wanted) expect(files, file).toContain(file.replace(/^\.\//, ''))
    expect([...files].filter((file) => /^(src|testdata|tools)\//.test(file))).toEqual([])
  })
})
