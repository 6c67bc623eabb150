/** What a set's pods are made from, before and after a step: read from the revisions that a plan shows. */
import {
  asList,
  asObject,
  asString,
  entryOf,
  equalJson,
  isObject,
  type JsonObject,
  type JsonValue,
} from '../kubernetes/json.js'
import type { FinalRevision } from '../planner/plan.js'
import type { SetName } from '../planner/plan-sets.js'
import type { SetState } from '../planner/by-set.js'

/** The newest template of a set: the one that its pods get. */
export interface NewestTemplate {
  readonly revision: string
  readonly template: JsonObject
}

/** The newest revision of a set in a state, which is given for the set alone. */
export function newestTemplate({ history }: SetState): NewestTemplate | undefined {
  const newest = [...history].sort((a, b) => a.revision - b.revision).at(-1)
  return newest === undefined ? undefined : { revision: newest.name, template: templateOf(newest) }
}

function templateOf(revision: FinalRevision): JsonObject {
  const data: unknown = JSON.parse(revision.data)
  return asObject(asObject(asObject(isObject(data) ? data : {})['spec'])['template'])
}

/** The revision as a pod's label names it: a StatefulSet's whole name, a DaemonSet's hash alone. */
export function revisionLabelOf(set: SetName, revision: string): string {
  return set.kind === 'DaemonSet' ? revision.slice(set.name.length + 1) : revision
}

/** A revision's name without the set's: the hash. */
export function shortRevision(set: SetName, revision: string): string {
  return revision.startsWith(`${set.name}-`) ? revision.slice(set.name.length + 1) : revision
}

/** What changes: `nginx:1.16 → nginx:1.17`, else the fields that differ; what runs where nothing does. */
export function changeText(before: NewestTemplate | undefined, after: NewestTemplate | undefined): string {
  if (after === undefined) return before === undefined ? '' : imagesOf(before.template).join(', ')
  if (before === undefined || equalJson(before.template, after.template)) return imagesOf(after.template).join(', ')
  const changes = changedFields(withoutDirective(before.template), withoutDirective(after.template), '')
  const images = changes.filter(({ path }) => path.endsWith('.image'))
  const others = changes
    .filter(({ path }) => !path.endsWith('.image'))
    .map(({ path, from, to }) => (path.length < 60 && short(from, to) ? `${path}: ${show(from)} → ${show(to)}` : path))
  const shown = [...images.map(({ from, to }) => `${show(from)} → ${show(to)}`), ...others]
  return shown.length > 3 ? `${shown.slice(0, 2).join(', ')} and ${shown.length - 2} more changes` : shown.join(', ')
}

function withoutDirective(template: JsonObject): JsonObject {
  const { $patch: _, ...rest } = template
  return rest
}

function imagesOf(template: JsonObject): string[] {
  return asList(asObject(template['spec'])['containers']).map(
    (container) => asString(asObject(container)['image']) ?? '',
  )
}

interface FieldChange {
  readonly path: string
  readonly from: JsonValue | undefined
  readonly to: JsonValue | undefined
}

function changedFields(before: JsonValue | undefined, after: JsonValue | undefined, path: string): FieldChange[] {
  if (equalJson(before, after)) return []
  const grows = !path.endsWith(']')
  if ((isObject(before) || (grows && isPlainMap(after))) && (isObject(after) || (grows && isPlainMap(before))))
    return changedKeys(asObject(before), asObject(after), path)
  if (
    Array.isArray(before) &&
    Array.isArray(after) &&
    [...before, ...after].every((item) => isObject(item) && typeof item['name'] === 'string')
  ) {
    const names = [...new Set([...before, ...after].map((item) => asString(asObject(item)['name']) ?? ''))]
    const named = (items: JsonValue[], name: string): JsonValue | undefined =>
      items.find((item) => asObject(item)['name'] === name)
    return names.flatMap((name) => changedFields(named(before, name), named(after, name), `${path}[${name}]`))
  }
  return [{ path: path.replace(/^metadata\./, '').replace(/^spec\./, ''), from: before, to: after }]
}

/** A map of words alone (labels, annotations, a nodeSelector), which is shown key by key where it comes or goes. */
function isPlainMap(value: JsonValue | undefined): boolean {
  return isObject(value) && Object.values(value).every((item) => typeof item === 'string')
}

function changedKeys(before: JsonObject, after: JsonObject, path: string): FieldChange[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
    changedFields(entryOf(before, key), entryOf(after, key), path === '' ? key : `${path}.${key}`),
  )
}

function short(...values: (JsonValue | undefined)[]): boolean {
  return values.every((value) => value === undefined || (typeof value !== 'object' && String(value).length <= 30))
}

function show(value: JsonValue | undefined): string {
  return value === undefined ? '(none)' : typeof value === 'object' ? JSON.stringify(value) : String(value)
}
