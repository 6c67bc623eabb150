/**
 * The README's commands, run: each block ```console in README.md holds lines `$ rollcast …` and, below them, what they
 * print.
 * `node tools/readme-commands.mjs` writes what they print now; `--check` only compares. Commands run in
 * testdata/readme.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = join(root, 'testdata', 'readme')

/** What a line prints, on standard output and then on standard error; a line may be a row of commands (`a | b`). */
function run(line) {
  const command = line.replace(
    /\b(?:kubectl )?rollcast\b/g,
    () => `node ${JSON.stringify(join(root, 'dist', 'cli.js'))}`,
  )
  try {
    return execFileSync('sh', ['-c', `${command} 2>&1`], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1', COLUMNS: '100' },
    })
  } catch (error) {
    if (typeof error.stdout !== 'string') throw error
    return error.stdout
  }
}

/** The text with each console block's output as it is today. */
export function withFreshOutput(text) {
  return text.replace(/```console\n([\s\S]*?)```/g, (_, body) => {
    const lines = body.split('\n').filter((line) => line.startsWith('$ '))
    const shown = lines.map((line) => `${line}\n${run(line.slice(2)).trimEnd()}`.trimEnd())
    return `\`\`\`console\n${shown.join('\n\n')}\n\`\`\``
  })
}

/** Every line that starts with `$ ` in a console block. */
export function commandsIn(text) {
  return [...text.matchAll(/```console\n([\s\S]*?)```/g)].flatMap(([, body]) =>
    body
      .split('\n')
      .filter((line) => line.startsWith('$ '))
      .map((line) => line.slice(2)),
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = join(root, 'README.md')
  const text = readFileSync(path, 'utf8')
  const fresh = withFreshOutput(text)
  if (fresh !== text && process.argv.includes('--check')) {
    process.stderr.write('README.md shows output that is out of date. Run node tools/readme-commands.mjs\n')
    process.exit(1)
  }
  if (fresh !== text) writeFileSync(path, fresh)
}
