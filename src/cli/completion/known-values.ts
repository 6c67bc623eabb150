/** Values that options know and their declarations do not hold; each is looked up only where it is asked for. */
import { gitIn } from '../../sources/git/git.js'
import type { KnownValues } from './complete.js'

export const knownValues: KnownValues = {
  'kubernetes-version': async () => [...(await import('../../kubernetes/versions.js')).supportedVersions].reverse(),
  config: async () => (await import('../../eslint/presets.js')).presetNames,
  rule: async () => Object.keys((await import('../../../rules/index.js')).rules),
  assume: () => ['broken'],
  base: async () => {
    const listed = await gitIn(process.cwd()).textIfAny([
      'for-each-ref',
      '--format=%(refname:short)',
      'refs/heads',
      'refs/remotes',
      'refs/tags',
    ])
    return (listed ?? '').split('\n').filter((ref) => ref !== '')
  },
}
