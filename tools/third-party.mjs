/** The notices of what is bundled: its licences ask that their text comes along. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * One text with the licence of each package of which a bundle holds something.
 * @param inputs the paths of all bundled files, as esbuild's metafile has them.
 */
export function thirdPartyNotices(inputs) {
  const folders = new Set()
  for (const input of inputs) {
    const [folder] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input) ?? []
    if (folder !== undefined) folders.add(folder)
  }
  const packages = [...folders].map((folder) => ({
    folder,
    ...JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')),
  }))
  packages.sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0))
  return [
    'Rollcast holds parts of these packages. Their licences follow.\n',
    ...packages.map(({ folder, name, version, license }) => {
      const text = licenceIn(folder)
      if (text === undefined && license === undefined) throw new Error(`${name} has no licence`)
      return `${name} ${version} (${license})\n\n${text ?? `Its package holds no text; its licence is ${license}.`}\n`
    }),
  ].join(`\n${'-'.repeat(80)}\n\n`)
}

function licenceIn(folder) {
  const name = readdirSync(folder).find((file) => /^(?:licen[cs]e|copying)(?:\.|-|$)/i.test(file))
  return name === undefined || !existsSync(join(folder, name))
    ? undefined
    : readFileSync(join(folder, name), 'utf8').trim()
}
