/**
 * Writes the scenarios of recordings as one file of stories, to be played on another version: `node
 * conformance/scenarios.mjs testdata/traces/1.37.2 > stories.yaml`. Takes recordings and folders of them.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'

const files = process.argv.slice(2).flatMap((path) =>
  statSync(path).isDirectory()
    ? readdirSync(path)
        .filter((name) => name.endsWith('.json'))
        .sort()
        .map((name) => join(path, name))
    : [path],
)
if (files.length === 0) {
  process.stderr.write('usage: node conformance/scenarios.mjs <recordings or folders of them>\n')
  process.exitCode = 2
}
console.log(files.map((file) => story(JSON.parse(readFileSync(file, 'utf8')).scenario)).join('=====\n'))

/** The recorder reads YAML 1.1, in which `yes` is a boolean. */
function story(scenario) {
  return stringify(scenario, { version: '1.1', lineWidth: 0 })
}
