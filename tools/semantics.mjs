/**
 * Reads the statements of docs/semantics: their numbers, and what each names as its evidence. Used by the test that
 * holds both, and by `npm run new-version`, which looks for the functions that another version changed.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../docs/semantics/', import.meta.url))

/** The pages, by the letter of their statements. */
export const pages = { S: 'statefulset.md', D: 'daemonset.md', V: 'validation.md' }

/**
 * @typedef {object} Statement
 * @property {string} number such as `S-36b`
 * @property {string} page the file's name
 * @property {string} text the statement with its evidence
 * @property {string[]} seenIn recordings, as they are named: `1.37.2/sts-seed`
 * @property {{ file: string, name: string | undefined }[]} readIn functions of Kubernetes' source; `file` is a whole
 *   path, by the table at the end of the page
 * @property {string[]} proposals such as `KEP-1847`
 */

/** @returns {Statement[]} all statements, page by page. */
export function readStatements() {
  return Object.values(pages).flatMap((page) => statementsOf(page, readFileSync(`${folder}${page}`, 'utf8')))
}

/** A statement begins as a list item or as a row of a table; it ends before the next one, or before a heading. */
function statementsOf(page, text) {
  const files = filesOf(text)
  const statements = []
  for (const line of text.split('\n')) {
    const number = /^(?:- |\| )\*\*([SDV]-\d+[a-z]?)\*\*/.exec(line)?.[1]
    const last = statements.at(-1)
    if (number !== undefined) statements.push({ number, lines: [line], open: true, row: line.startsWith('|') })
    else if (last !== undefined && (/^(?:#|\S)/.test(line) || last.row)) last.open = false
    else if (last?.open === true) last.lines.push(line)
  }
  return statements.map(({ number, lines, row }) => {
    const whole = lines.join('\n')
    const evidence = row
      ? (whole
          .trim()
          .replace(/\|$/, '')
          .split(/(?<!\\)\|/)
          .at(-1) ?? '')
      : afterText(whole)
    const named = [...evidence.matchAll(/`([^`\s]+)`/g)].map((match) => match[1])
    const sources = named.filter((name) => /\.go(?::|$)/.test(name))
    return {
      number,
      page,
      text: whole,
      seenIn: named.filter((name) => !sources.includes(name)),
      readIn: sources.map((source) => {
        const [file, name] = source.split(':')
        return { file: files.get(file) ?? file, name }
      }),
      proposals: evidence.match(/KEP-\d+/g) ?? [],
    }
  })
}

/** The evidence stands behind the text: from the first "Seen in" or "Read in" on. */
function afterText(text) {
  const start = text.search(/_(?:Seen|Read) in_/)
  return start === -1 ? '' : text.slice(start)
}

/** Which file a short name means: the table at the end of a page. */
function filesOf(text) {
  return new Map([...text.matchAll(/^\| `(\S+\.go)` +\| `(\S+\.go)` +\|$/gm)].map((match) => [match[1], match[2]]))
}
