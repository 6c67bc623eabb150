/** The repository's own .eslintrc.cjs, which loads the built plugin, under the ESLints that read such a file. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join, relative } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

interface Result {
  readonly filePath: string
  readonly messages: readonly {
    readonly line: number
    readonly column: number
    readonly ruleId: string
    readonly severity: number
  }[]
}

async function lint(eslint: string, args: string[]): Promise<{ status: number; found: Record<string, string[]> }> {
  const env = { ...process.env, ESLINT_USE_FLAT_CONFIG: 'false' }
  const command = [join('node_modules', eslint, 'bin', 'eslint.js'), '--format', 'json', ...args]
  const { status, stdout } = await promisify(execFile)(process.execPath, command, { cwd: root, env }).then(
    (ran) => ({ status: 0, stdout: ran.stdout }),
    (error: { code: number; stdout: string; stderr: string }) => {
      if (error.stdout === '') throw new Error(error.stderr)
      return { status: error.code, stdout: error.stdout }
    },
  )
  const results = JSON.parse(stdout) as Result[]
  const written = results.map(({ filePath, messages }) => [
    relative(root, filePath),
    messages.map(
      ({ line, column, ruleId, severity }) => `${line}:${column} ${ruleId}${severity === 1 ? ' (warning)' : ''}`,
    ),
  ])
  return { status, found: Object.fromEntries(written) as Record<string, string[]> }
}

describe.each([
  ['ESLint 8', 'eslint8'],
  ['ESLint 9 with ESLINT_USE_FLAT_CONFIG=false', 'eslint'],
])('.eslintrc.cjs under %s', (_, eslint) => {
  beforeAll(() => {
    if (!existsSync(join(root, 'dist/index.js')))
      throw new Error('dist/index.js is not built: run node tools/setup.mjs first.')
  })

  it('finds nothing wrong with the manifests of the chapter', async () => {
    const { status, found } = await lint(eslint, ['testdata'])
    expect(status).toBe(0)
    expect(found['testdata/chapter/sample-statefulset.yaml']).toEqual([])
    expect(found['testdata/chapter/sample-ds-ondelete.yaml']).toEqual([])
    expect(Object.values(found).flat()).toEqual([])
  })

  it('finds what is wrong with others', async () => {
    const { status, found } = await lint(eslint, ['--no-ignore', 'testdata/lint'])
    expect(status).toBe(1)
    expect(found).toEqual({
      'testdata/lint/agent.yaml': ['14:17 rollcast/no-max-surge'],
      'testdata/lint/web.yaml': [
        '10:18 rollcast/partition',
        '24:18 rollcast/schema',
        '37:13 rollcast/volume-claim-templates (warning)',
      ],
    })
  })

  it('is overruled by an option, and heeds what one names', async () => {
    const { found } = await lint(eslint, [
      '--no-ignore',
      '--rule',
      'rollcast/schema: off',
      '--rule',
      'rollcast/partition: off',
      'testdata/lint/web.yaml',
    ])
    expect(found).toEqual({ 'testdata/lint/web.yaml': ['37:13 rollcast/volume-claim-templates (warning)'] })
  })
})
