/** What can be changed about a refusal: a fix where only one change can be meant, else suggestions. */
import { isPositiveBudget, isZeroBudget, rollingUpdatePath } from '../../src/objects/update-strategy.js'
import type { Report } from '../../src/rule-kit/create-rule.js'
import { removeField, replaceValue } from '../../src/rule-kit/text-edits.js'
import { asString, entryOf, valueAt } from '../../src/kubernetes/json.js'
import { nearestName } from '../../src/kubernetes/nearest-name.js'
import type { Cause } from '../../src/validation/answer.js'
import type { Look } from './advice.js'
import { withoutSurge } from '../no-max-surge/without-surge.js'

type Changes = Pick<Report<'change'>, 'fix' | 'suggest'>

const maxSurge = [...rollingUpdatePath, 'maxSurge']
const maxUnavailable = [...rollingUpdatePath, 'maxUnavailable']

/** The four names by which people and `kubectl get pvc` call the access modes. */
const accessModes: Readonly<Record<string, string>> = {
  RWO: 'ReadWriteOnce',
  ROX: 'ReadOnlyMany',
  RWX: 'ReadWriteMany',
  RWOP: 'ReadWriteOncePod',
}

export function fixFor(look: Look, cause: Cause): Changes {
  const { path, message } = cause
  const value = valueAt(look.manifest.object, path)
  if (/may not be set when maxUnavailable/.test(message)) return withoutBoth(look)
  if (/cannot be 0$/.test(message) && isZeroBudget(value)) return { fix: [replaceValue(look, path, '1')] }
  if (/cannot be 0 when maxSurge is 0$/.test(message) && isZeroBudget(value) && !hasSurge(look))
    return { fix: [replaceValue(look, path, '1')] }
  if (/valid percent string/.test(message) && typeof value === 'string' && /^[1-9]\d{0,8}$/.test(value))
    return { fix: [replaceValue(look, path, value)] }
  if (cause.reason === 'FieldValueNotSupported') return supportedValue(look, cause)
  if (cause.reason === 'FieldValueForbidden' && /activeDeadlineSeconds/.test(message))
    return suggest('Leave activeDeadlineSeconds out.', removeField(look, path))
  return {}
}

/** A maxSurge that is no number counts as none, and is the fault to mend first. */
function hasSurge(look: Look): boolean {
  const surge = valueAt(look.manifest.object, maxSurge) ?? 0
  return !isZeroBudget(surge)
}

function suggest(change: string, ...edits: Parameters<typeof suggestion>[1][]): Changes {
  return { suggest: [suggestion(change, ...edits)] }
}

function suggestion(change: string, ...edits: ReturnType<typeof removeField>[]) {
  return { messageId: 'change' as const, data: { change }, edits }
}

/** V-52: where the house has no maxSurge, leaving it out is the one way; else there are two. */
function withoutBoth(look: Look): Changes {
  if (look.isInUse('no-max-surge')) return { fix: withoutSurge(look) }
  const removed = removeField(look, maxSurge)
  const other = valueAt(look.manifest.object, maxUnavailable)
  const leave = suggestion('Leave maxSurge out.', removed)
  return {
    suggest: isPositiveBudget(other)
      ? [leave, suggestion('Set maxUnavailable to 0.', replaceValue(look, maxUnavailable, '0'))]
      : [leave],
  }
}

/** A value of which only the case is wrong, or the short name of an access mode, can mean one thing alone. */
function supportedValue(look: Look, { path, message }: Cause): Changes {
  const supported = [...(message.split('supported values: ')[1] ?? '').matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(
    (match) => match[1] ?? '',
  )
  const place = placeOfValue(look, path, message)
  if (place === undefined) return {}
  const { value } = place
  const meant = entryOf(accessModes, value.toUpperCase()) ?? nearestName(value, supported, value.length < 5 ? 1 : 2)
  if (meant === undefined || !supported.includes(meant)) return {}
  const edit = replaceValue(look, place.path, meant)
  const isSure = meant.toLowerCase() === value.toLowerCase() || entryOf(accessModes, value.toUpperCase()) === meant
  return isSure ? { fix: [edit] } : suggest(`Write ${meant}.`, edit)
}

/** The server names a list's field; the value that it does not support stands in one of the items. */
function placeOfValue(
  look: Look,
  path: Cause['path'],
  message: string,
): { path: Cause['path']; value: string } | undefined {
  const value = valueAt(look.manifest.object, path)
  if (typeof value === 'string') return { path, value }
  if (!Array.isArray(value)) return undefined
  const named = /^Unsupported value: "((?:[^"\\]|\\.)*)"/.exec(message)?.[1]
  const index = value.findIndex((item) => asString(item) === named)
  return index === -1 || named === undefined ? undefined : { path: [...path, index], value: named }
}
