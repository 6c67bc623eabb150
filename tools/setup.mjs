/**
 * Makes a clone ready to run: installs what package-lock.json names, when it is not there or is older
 * than the lock file, and builds dist/ when a source file is newer than it. A second run does nothing.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'

const root = fileURLToPath(new URL('..', import.meta.url))

const modified = (path) => (existsSync(join(root, path)) ? statSync(join(root, path)).mtimeMs : 0)

function newest(folder) {
  let latest = 0
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) latest = Math.max(latest, statSync(join(entry.parentPath ?? entry.path, entry.name)).mtimeMs)
  }
  return latest
}

function run(command, args) {
  try {
    execFileSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
  } catch (error) {
    process.stderr.write(
      `\nset-up stopped: \`${command} ${args.join(' ')}\` failed (exit status ${error.status ?? 'unknown'}); its own words are above.\n`,
    )
    process.exit(1)
  }
}

if (modified('node_modules/.package-lock.json') < modified('package-lock.json')) {
  process.stderr.write('Installing what package-lock.json names …\n')
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
}
const sources = Math.max(...['src', 'rules', 'schemas', 'tools'].map(newest), modified('package.json'))
if (modified('dist/built') < sources) {
  process.stderr.write('Building dist/ …\n')
  run(process.execPath, ['tools/build.mjs'])
}
