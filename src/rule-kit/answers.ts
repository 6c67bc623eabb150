/** What the API server answers to a manifest: the questions that several rules ask. */
import type { FieldPath } from '../kubernetes/field-path.js'
import { meantKindOf } from '../kubernetes/kinds.js'
import type { Manifest } from '../manifest/types.js'
import { answerCreate, answerUpdate, type Answer } from '../validation/index.js'
import type { Run } from './run.js'

const accepted: Answer = { accepted: true, code: 201, message: '', causes: [], decodeFaults: [], warnings: [] }

/** The answer to an update where the run knows the object before, else to a create. */
export function answerTo(manifest: Manifest, { target, before }: Run): Answer {
  const { object } = manifest
  if (meantKindOf(object) === undefined) return accepted
  const options = { duplicateKeys: duplicateKeysOf(manifest) }
  const old = before.of(object)
  return old === undefined ? answerCreate(object, target, options) : answerUpdate(old, object, target, options)
}

function duplicateKeysOf({ document, base }: Manifest): { path: FieldPath; line: number }[] {
  return document.duplicateKeys
    .filter(({ path }) => base.every((key, index) => path[index] === key))
    .map(({ path, line }) => ({ path: path.slice(base.length), line }))
}
