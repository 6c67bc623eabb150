/**
 * Makes the commit that a release's tag names: it holds the built package, as JavaScript actions do, so that pre-commit,
 * `npm install` from git and GitHub can use the tag as it is, without development dependencies and without building.
 *
 *   node tools/release-commit.mjs            the commit and the tag v<version>, from a clean HEAD
 *   node tools/release-commit.mjs --no-tag   the commit alone; prints its hash
 *
 * Its parent is HEAD; branches and the working tree stay as they are. What to push is printed.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What the tag holds besides the package: what hooks and actions look for in a repository. */
const forHosts = ['.pre-commit-hooks.yaml', 'action.yml']

/** Makes the commit of what is built; its hash. */
export function releaseCommit() {
  const folder = mkdtempSync(join(tmpdir(), 'rollcast-release-'))
  // An index of its own: the one of the working tree is not touched.
  const environment = { ...process.env, GIT_INDEX_FILE: join(folder, 'index') }
  const git = (args, input) =>
    execFileSync('git', args, { cwd: root, env: environment, encoding: 'utf8', input, maxBuffer: 1 << 26 }).trim()
  try {
    const [{ files }] = JSON.parse(
      execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
        cwd: root,
        encoding: 'utf8',
        maxBuffer: 1 << 26,
      }),
    )
    const names = [...files.map(({ path }) => path), ...forHosts].filter((name) => name !== 'package.json')
    git(['add', '--force', '--', ...names])
    const manifest = git(['hash-object', '-w', '--stdin'], `${JSON.stringify(releasedManifest(), null, 2)}\n`)
    git(['update-index', '--add', '--cacheinfo', `100644,${manifest},package.json`])
    const { version } = releasedManifest()
    return git([
      'commit-tree',
      git(['write-tree']),
      '-p',
      git(['rev-parse', 'HEAD']),
      '-m',
      `Release ${version}: the built package`,
    ])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** package.json as it is installed from git: nothing to build, nothing to develop with. */
function releasedManifest() {
  const {
    scripts: _,
    devDependencies: __,
    files: ___,
    ...kept
  } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return kept
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim()
  if (git('status', '--porcelain') !== '') {
    process.stderr.write('Commit first: a release is made of what is committed.\n')
    process.exit(1)
  }
  for (const script of ['build', 'build-types'])
    execFileSync(process.execPath, [join(root, 'tools', `${script}.mjs`)], { stdio: ['ignore', 2, 2] })
  const commit = releaseCommit()
  if (process.argv.includes('--no-tag')) console.log(commit)
  else {
    const tag = `v${JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version}`
    git('tag', '--annotate', '--message', tag, tag, commit)
    console.log(`${tag} is ${commit}. Push it: git push origin ${tag}`)
    console.log(
      `GitHub's users of ${tag.split('.')[0]}: git tag --force ${tag.split('.')[0]} ${tag} && git push --force origin ${tag.split('.')[0]}`,
    )
  }
}
