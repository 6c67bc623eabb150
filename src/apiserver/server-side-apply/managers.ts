/** Who owns which fields: `metadata.managedFields` (apimachinery, managedfields). */
import { asString, isObject, type JsonObject, type JsonValue } from '../../kubernetes/json.js'
import type { FieldSet } from './field-set.js'
import { readFieldsV1, writeFieldsV1 } from './fields-v1.js'

/** `Apply` is server-side apply; every other write is an `Update`. */
export type Operation = 'Apply' | 'Update'

/** One entry of `managedFields`. */
export interface ManagedFields {
  readonly manager: string
  readonly operation: Operation
  readonly apiVersion: string
  /** `scale`, `status`; left out for the object itself. */
  readonly subresource?: string
  /** Seconds since 1970. `kubectl scale` leaves none. */
  readonly time?: number
  readonly fields: FieldSet
}

/** Who writes. */
export interface Writer {
  readonly manager: string
  readonly operation: Operation
  readonly apiVersion: string
  readonly subresource?: string
}

/**
 * What tells managers apart, and what they are sorted by. One that applies is the same in every version of the API.
 */
export function identifier({ manager, operation, apiVersion, subresource }: Writer): string {
  return JSON.stringify({
    ...(manager === '' ? {} : { manager }),
    operation,
    ...(operation === 'Apply' ? {} : { apiVersion }),
    ...(subresource === undefined ? {} : { subresource }),
  })
}

/** Entries by identifier: of two entries that are one manager, the later counts. */
export type Managers = ReadonlyMap<string, ManagedFields>

export function managersOf(entries: readonly ManagedFields[]): Map<string, ManagedFields> {
  return new Map(entries.map((entry) => [identifier(entry), entry]))
}

/** The entries of all managers, as the server stores them. */
export function entriesOf(managers: Managers): ManagedFields[] {
  return sortedEntries([...managers.values()])
}

/** Entries as the server stores them: those that applied first, then by time and name. */
export function sortedEntries(entries: readonly ManagedFields[]): ManagedFields[] {
  return [...entries].sort(
    (a, b) =>
      byText(a.operation, b.operation) ||
      bySecond(a.time, b.time) ||
      byText(a.manager, b.manager) ||
      byText(a.apiVersion, b.apiVersion) ||
      byText(a.subresource ?? '', b.subresource ?? ''),
  )
}

/** Without a time comes first. */
function bySecond(one: number | undefined, other: number | undefined): number {
  if (one === undefined || other === undefined) return Number(one !== undefined) - Number(other !== undefined)
  return Math.floor(one) - Math.floor(other)
}

function byText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

/** How a conflict names a manager: `"kubectl" with subresource "scale" using apps/v1`. */
export function managerText({ manager, operation, apiVersion, subresource }: Writer): string {
  const inSubresource = subresource === undefined ? '' : ` with subresource ${JSON.stringify(subresource)}`
  return `${JSON.stringify(manager)}${inSubresource}${operation === 'Update' ? ` using ${apiVersion}` : ''}`
}

/**
 * Reads `metadata.managedFields` of an object.
 * @returns undefined where they cannot be read: the server then takes it that nobody owns anything.
 */
export function readManagedFields(value: JsonValue | undefined): ManagedFields[] | undefined {
  if (!Array.isArray(value)) return []
  try {
    return value.map(readEntry)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function readEntry(value: JsonValue): ManagedFields {
  const entry = isObject(value) ? value : {}
  const { operation, fieldsType } = entry
  const apiVersion = asString(entry['apiVersion']) ?? ''
  if (operation !== 'Apply' && operation !== 'Update') throw new SyntaxError('operation must be `Apply` or `Update`')
  if (apiVersion === '') throw new SyntaxError('apiVersion must not be empty')
  if (fieldsType !== 'FieldsV1') throw new SyntaxError('missing fieldsType')
  const [time, subresource] = [asString(entry['time']), asString(entry['subresource'])]
  return {
    manager: asString(entry['manager']) ?? '',
    operation,
    apiVersion,
    ...(subresource === undefined || subresource === '' ? {} : { subresource }),
    ...(time === undefined ? {} : { time: Date.parse(time) / 1000 }),
    fields: readFieldsV1(entry['fieldsV1']),
  }
}

/** Writes entries as `metadata.managedFields` holds them. */
export function writeManagedFields(entries: readonly ManagedFields[]): JsonObject[] {
  return entries.map(({ manager, operation, apiVersion, subresource, time, fields }) => ({
    apiVersion,
    fieldsType: 'FieldsV1',
    fieldsV1: writeFieldsV1(fields),
    manager,
    operation,
    ...(subresource === undefined ? {} : { subresource }),
    ...(time === undefined ? {} : { time: new Date(time * 1000).toISOString().replace(/\.\d+Z$/, 'Z') }),
  }))
}
