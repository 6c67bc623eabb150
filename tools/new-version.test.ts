import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { newestMinor, newestVersion } from '../src/kubernetes/versions.js'
import { functionText, listedGates, stateIn } from './kubernetes-source.mjs'

describe('npm run new-version', () => {
  it('misses nothing of the newest version', () => {
    expect(execFileSync('node', ['tools/new-version.mjs', newestVersion], { encoding: 'utf8' })).toMatch(
      new RegExp(`^Nothing is missing for ${newestVersion}\\.$`, 'm'),
    )
  })

  it('lists what the next version lacks, and ends with status 1', () => {
    const next = `1.${newestMinor + 1}`
    const { status, stdout } = spawnSync('node', ['tools/new-version.mjs', next], { encoding: 'utf8' })
    expect(status).toBe(1)
    for (const lacking of [`schemas of ${next}`, `testdata/traces/${next}.x`, `newestMinor is ${newestMinor}`])
      expect(stdout).toMatch(new RegExp(`MISSING +.*${lacking.replaceAll('.', '\\.')}`))
  })
})

it('no text of the code names the newest version: it comes from versions.ts', () => {
  const files = execFileSync(
    'git',
    ['ls-files', 'src/cli', 'src/rule-kit', 'src/eslint', 'src/report', 'src/sources'],
    {
      encoding: 'utf8',
    },
  )
  const naming = files
    .trim()
    .split('\n')
    .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|\/testing\//.test(file))
    .filter((file) => new RegExp(`1\\.${newestMinor}(?!\\d)|minor: ${newestMinor}`).test(readFileSync(file, 'utf8')))
  expect(naming).toEqual([])
})

const go = `package a

// one says it is one {
func one() int {
	return 1 // of "many"
}

func (s *set) one(text string) string {
	return "// no comment {" + text
}

func many[T any](of T) {
	/* nothing */
}
`

describe('functions of a Go file', () => {
  it('are found by name, of every type, without comments and layout', () => {
    expect(functionText(go, 'one')).toBe(
      'func one() int { return 1 }\nfunc (s *set) one(text string) string { return "// no comment {" + text }',
    )
    expect(functionText(go, 'many')).toBe('func many[T any](of T) { }')
  })

  it('are the same where only a comment or the layout changed, and others where the code did', () => {
    expect(functionText(go.replace('// of "many"', ''), 'one')).toBe(functionText(go, 'one'))
    expect(functionText(go.replace('return 1', 'return 2'), 'one')).not.toBe(functionText(go, 'one'))
    expect(functionText(go, 'none')).toBeUndefined()
  })
})

it('feature gates are read with their states, whatever the order of a state’s fields', () => {
  const gates = listedGates(`
var defaultVersionedKubernetesFeatureGates = map[featuregate.Feature]featuregate.VersionedSpecs{
	Sidecars: {
		{Version: version.MustParse("1.28"), Default: false, PreRelease: featuregate.Alpha},
		{Version: version.MustParse("1.33"), Default: true, LockToDefault: true, PreRelease: featuregate.GA}, // gone in 1.36
	},

	generic.Other: {
		{Version: version.MustParse("1.35"), Default: false, LockToDefault: true, PreRelease: featuregate.Deprecated},
	},
}
`)
  expect([...gates.keys()]).toEqual(['Sidecars', 'Other'])
  expect(stateIn(gates.get('Sidecars'), 32)).toEqual({ minor: 28, stage: 'alpha', enabled: false })
  expect(stateIn(gates.get('Sidecars'), 34)).toEqual({ minor: 33, stage: 'stable', enabled: true })
  expect(stateIn(gates.get('Other'), 34)).toBeUndefined()
  expect(stateIn(gates.get('Other'), 35)).toEqual({ minor: 35, stage: 'deprecated', enabled: false })
})
