/** What the API server answers to a manifest: the questions that several rules ask. */
import type { FieldPath } from '../kubernetes/field-path.js'
import type { Manifest } from '../manifest/types.js'
import { answerCreate, answerUpdate, type Answer } from '../validation/index.js'
import { strategyOf } from '../validation/strategies.js'
import type { Run } from './run.js'

const accepted: Answer = { accepted: true, code: 201, message: '', causes: [], decodeFaults: [], warnings: [] }

/** Kinds that a manifest may name under a version which no server serves any more: the answer says so. */
const servedKinds: Readonly<Record<string, RegExp>> = {
  StatefulSet: /^[^.]*$/,
  DaemonSet: /^[^.]*$/,
  PodDisruptionBudget: /^policy\//,
  HorizontalPodAutoscaler: /^autoscaling\//,
}

/** The answer to an update where the run knows the object before, else to a create. */
export function answerTo(manifest: Manifest, { target, before }: Run): Answer {
  const { object, apiVersion, kind } = manifest
  if (strategyOf(object) === undefined && servedKinds[kind]?.test(apiVersion) !== true) return accepted
  const options = { duplicateKeys: duplicateKeysOf(manifest) }
  const old = before.of(object)
  return old === undefined ? answerCreate(object, target, options) : answerUpdate(old, object, target, options)
}

function duplicateKeysOf({ document, base }: Manifest): { path: FieldPath; line: number }[] {
  return document.duplicateKeys
    .filter(({ path }) => base.every((key, index) => path[index] === key))
    .map(({ path, line }) => ({ path: path.slice(base.length), line }))
}
