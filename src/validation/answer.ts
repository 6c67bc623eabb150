import type { FieldPath } from '../kubernetes/field-path.js'
import type { JsonObject } from '../kubernetes/json.js'

/** The API server's own words for the kind of a fault (`details.causes[].reason`). */
export type CauseReason =
  | 'FieldValueRequired'
  | 'FieldValueInvalid'
  | 'FieldValueNotSupported'
  | 'FieldValueForbidden'
  | 'FieldValueNotFound'
  | 'FieldValueDuplicate'
  | 'FieldValueTooLong'
  | 'FieldValueTooMany'
  | 'FieldValueTypeInvalid'
  | 'InternalError'

/** One reason for which the API server refuses an object (V-1). */
export interface Cause {
  readonly reason: CauseReason
  /** The path as the server writes it, which is not always where the field stands (V-25, V-30). */
  readonly field: string
  /** The server's words without the path: `Invalid value: -1: must be greater than or equal to 0`. */
  readonly message: string
  /** Where the fault stands in the manifest. */
  readonly path: FieldPath
}

/**
 * A fault that the server meets while it decodes, before any rule is asked (V-4c): status 400 or 404, without causes.
 */
export interface DecodeFault {
  readonly kind: 'unknown-field' | 'duplicate-field' | 'wrong-type' | 'bad-value' | 'not-served'
  /** The server's words for this one fault: `unknown field "spec.strategy"`. */
  readonly message: string
  readonly path: FieldPath
  /** The field name that was probably meant, where one is close enough. */
  readonly suggestion?: string
}

/** A warning that the server sends along with its answer. */
export interface ServerWarning {
  readonly message: string
  readonly path: FieldPath
}

/** The API server's answer to one request. */
export interface Answer {
  readonly accepted: boolean
  /** 200 and 201 accepted; 400 not decodable, 404 not served, 409 and 500 refused by the store, 422 invalid. */
  readonly code: 200 | 201 | 400 | 404 | 409 | 422 | 500
  /** The server's whole message; empty where it accepts. */
  readonly message: string
  readonly causes: readonly Cause[]
  readonly decodeFaults: readonly DecodeFault[]
  readonly warnings: readonly ServerWarning[]
  /** The object as it would be stored; only where it is accepted. */
  readonly stored?: JsonObject
}
