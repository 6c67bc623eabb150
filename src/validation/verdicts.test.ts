/** Our answers against the real API server's, recorded: testdata/verdicts/README.md says how. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isObject, type JsonObject } from '../kubernetes/json.js'
import { resolveTarget } from '../kubernetes/target.js'
import { parseVersion } from '../kubernetes/versions.js'
import { readManifestFile } from '../manifest/index.js'
import { answerCreate, answerUpdate, type Answer, type Cause } from './index.js'

interface Verdict {
  readonly case: string
  readonly accepted: boolean
  readonly code: number
  readonly message?: string
  readonly causes?: readonly Pick<Cause, 'field' | 'reason' | 'message'>[]
  readonly warnings?: readonly string[]
  readonly defaulted?: JsonObject
}

const folder = (name: string): URL => new URL(`../../testdata/${name}/`, import.meta.url)

/** What differs from one recording to the next: addresses in memory, and the identity of a stored object. */
function plain(text: string): string {
  return text.replace(/\(0x[0-9a-f]+\)/g, '(0x…)').replace(/(UID in object meta: )\S*/, '$1…')
}

/** A generated name ends in letters that nobody can foresee. */
function plainName(object: JsonObject | undefined): JsonObject | undefined {
  const metadata = object?.metadata
  return object !== undefined && isObject(metadata) && metadata.generateName !== undefined
    ? { ...object, metadata: { ...metadata, name: '…' } }
    : object
}

/**
 * The first document of a file, whether it names an API or not. The recorder puts an empty line in front of what it
 * sends.
 */
function read(url: URL) {
  const [document] = readManifestFile(`\n${readFileSync(url, 'utf8')}`).documents
  if (document === undefined || !isObject(document.value)) throw new Error(`${url.pathname} holds no object`)
  return { object: document.value, duplicateKeys: document.duplicateKeys }
}

function ask(home: URL, name: string, version: string): Answer {
  const target = resolveTarget(parseVersion(version))
  if (name.endsWith('.yaml')) {
    const { object, duplicateKeys } = read(new URL(`manifests/${name}`, home))
    return answerCreate(object, target, { duplicateKeys })
  }
  const before = read(new URL(`pairs/${name.replace(/\/before$/, '')}/before.yaml`, home))
  if (name.endsWith('/before'))
    return answerCreate(before.object, target, { fieldValidation: 'Warn', duplicateKeys: before.duplicateKeys })
  const after = read(new URL(`pairs/${name}/after.yaml`, home))
  return answerUpdate(before.object, after.object, target, { duplicateKeys: after.duplicateKeys })
}

const homes = [folder('verdicts')]

describe.each(
  homes.flatMap((home) =>
    readdirSync(home)
      .filter((name) => /^1\..*\.json$/.test(name))
      .map((name) => ({ home, version: name.replace('.json', ''), of: home.pathname.split('testdata/')[1] })),
  ),
)('the API server of $version on $of', ({ home, version }) => {
  const verdicts = JSON.parse(readFileSync(new URL(`${version}.json`, home), 'utf8')) as Verdict[]
  it.each(verdicts.map((verdict) => [verdict.case, verdict] as const))('%s', (name, verdict) => {
    const answer = ask(home, name, version)
    const ours = {
      accepted: answer.accepted,
      code: answer.code,
      message: plain(answer.message),
      causes: answer.causes.map(({ field, reason, message }) => ({ field, message: plain(message), reason })),
      warnings: answer.warnings.map(({ message }) => message),
      defaulted: plainName(answer.stored),
    }
    expect(ours).toEqual({
      accepted: verdict.accepted,
      code: verdict.code,
      message: plain(verdict.message ?? ''),
      causes: (verdict.causes ?? []).map((cause) => ({ ...cause, message: plain(cause.message) })),
      // the recorder keeps the header's own quotation marks
      warnings: (verdict.warnings ?? []).map((text) => text.replaceAll('\\"', '"')),
      defaulted: plainName(verdict.defaulted),
    })
  })
})
