/**
 * The API server's whole answer to a request: decode, default, drop what is switched off, validate (V-1 … V-84).
 * `answerCreate` is a dry-run create, `answerUpdate` a dry-run PUT over what is stored.
 */
import { storedObject } from '../defaults/index.js'
import { asObject, type JsonObject } from '../kubernetes/json.js'
import { kindNamed, qualifiedKind } from '../kubernetes/kinds.js'
import type { Target } from '../kubernetes/target.js'
import { atLeast } from '../kubernetes/versions.js'
import type { Answer, Cause, DecodeFault, ServerWarning } from './answer.js'
import { commonFaultsOnCreate, commonFaultsOnUpdate } from './common-fields.js'
import { decodeCode, decodeFaults, decodeMessage, type DuplicateKeyPlace } from './decode.js'
import {
  absentNamespace,
  generatedName,
  nameFault,
  namespaceFault,
  notServedMessage,
  preconditionFault,
  refuse,
  storedBeforeFault,
  versionFault,
} from './identity.js'
import { quoteText } from './field.js'
import { text } from './pod-template/read.js'
import { strategyOf } from './strategies.js'
import type { Strategy, Subject } from './strategy.js'

export type { Answer, Cause, CauseReason, DecodeFault, ServerWarning } from './answer.js'
export * from '../kubernetes/make-target.js'
export type { JsonObject, JsonValue } from '../kubernetes/json.js'

/** What a request asks for beside its object. */
export interface AnswerOptions {
  /** Where keys stand twice in the manifest's text: the object itself cannot tell. */
  readonly duplicateKeys?: readonly DuplicateKeyPlace[]
  /** What becomes of unknown and duplicate fields: kubectl asks for `Strict`, a plain client gets `Warn`. */
  readonly fieldValidation?: 'Strict' | 'Warn' | 'Ignore'
  /** A dry run asks all but the store, which refuses to create what names a resourceVersion. On by default. */
  readonly dryRun?: boolean
}

/**
 * The answer to a dry-run create of an object of the kinds in strategies.ts; every other kind is answered as not
 * served.
 */
export function answerCreate(object: JsonObject, target: Target, options: AnswerOptions = {}): Answer {
  return answer(object, target, options, (strategy) => {
    const absent = absentNamespace(object)
    if (absent !== undefined) return absent
    const stored = storedObject(object, target)
    const subject: Subject = { stored: named(stored, generatedName(object)), submitted: object, target }
    const own = strategy.validate(subject)
    const causes = own.length > 0 ? own : commonFaultsOnCreate(subject)
    if (causes.length > 0) return invalid(subject, causes)
    const storedBefore = options.dryRun === false ? storedBeforeFault(object) : undefined
    return storedBefore ?? accept(201, stored, strategy.warningsOnCreate(subject))
  })
}

/**
 * The answer to a dry-run update of an object that the server has already taken.
 * @param old the manifest from which the stored object came.
 */
export function answerUpdate(old: JsonObject, object: JsonObject, target: Target, options: AnswerOptions = {}): Answer {
  // what is stored is read in the version that the update is written in; what does not decode cannot have been stored
  const known: JsonObject = strategyOf(object) === undefined ? old : { ...old, apiVersion: object.apiVersion }
  if (decodeFaults(known, [], target).some((fault) => !isStrictFault(fault)))
    return answerCreate(object, target, options)
  const elsewhere =
    (strategyOf(object) === undefined ? versionFault(old, object, target) : undefined) ?? namespaceFault(old, object)
  if (elsewhere !== undefined) return elsewhere
  return answer(object, target, options, (strategy) => {
    const before: Subject = { stored: storedObject(known, target), submitted: old, target }
    const refused = nameFault(before.stored, object) ?? preconditionFault(old, object)
    if (refused !== undefined) return refused
    const subject: Subject = { stored: storedObject(object, target, before.stored), submitted: object, target }
    const causes = [...commonFaultsOnUpdate(subject, before), ...strategy.validateUpdate(subject, before)]
    return causes.length > 0
      ? invalid(subject, causes)
      : accept(200, subject.stored, strategy.warningsOnUpdate(subject, before))
  })
}

function named(stored: JsonObject, name: string | undefined): JsonObject {
  return name === undefined ? stored : { ...stored, metadata: { ...asObject(stored.metadata), name } }
}

/** What comes before any rule: is the kind served, and does the object decode. */
function answer(
  object: JsonObject,
  target: Target,
  options: AnswerOptions,
  validate: (strategy: Strategy) => Answer,
): Answer {
  const all = decodeFaults(object, options.duplicateKeys ?? [], target)
  const strict = all.filter((fault) => isStrictFault(fault))
  const faults = (options.fieldValidation ?? 'Strict') === 'Strict' ? all : all.filter((fault) => !isStrictFault(fault))
  const strategy = strategyOf(object)
  if (faults.length > 0 || strategy === undefined) {
    const isKind = faults.some(({ kind, path }) => kind === 'not-served' && path[0] === 'apiVersion')
    return refuse(decodeCode(faults), isKind ? notServedMessage(object) : decodeMessage(object, faults), faults)
  }
  const whole = validate(strategy)
  if (options.fieldValidation !== 'Warn' || strict.length === 0) return whole
  return { ...whole, warnings: [...strict.map(({ message, path }) => ({ message, path })), ...whole.warnings] }
}

function isStrictFault({ kind }: DecodeFault): boolean {
  return kind === 'unknown-field' || kind === 'duplicate-field'
}

/**
 * One cause is written as it is, more in brackets, and what is said twice is written once (NewInvalid). It stays two
 * causes up to 1.36; since then what the rules of the schema say as well is filtered out, and that leaves out what is
 * said twice, too.
 */
function invalid(subject: Subject, causes: readonly Cause[]): Answer {
  const words = ({ field, message }: Cause): string => `${field}: ${message}`
  const all = [...causes.filter((cause) => !isDeclared(cause)), ...causes.filter(isDeclared)]
  const once = all.filter((cause, index) => all.findIndex((other) => words(other) === words(cause)) === index)
  const name = text(asObject(subject.stored.metadata), 'name')
  const list = once.length === 1 ? once.map(words).join('') : `[${once.map(words).join(', ')}]`
  const kind = text(subject.stored, 'kind')
  const message = `${qualifiedKind(kindNamed(kind) ?? { kind, group: '' })} ${quoteText(name)} is invalid: ${list}`
  return {
    accepted: false,
    code: 422,
    message,
    causes: atLeast(subject.target.version, 37) ? once : all,
    decodeFaults: [],
    warnings: [],
  }
}

/** Rules that the types themselves declare (1.37) are asked after all that are written out. */
function isDeclared({ field }: Cause): boolean {
  return field.startsWith('spec.template.spec.evictionResponders')
}

/** A warning that is said twice is sent once. */
function accept(code: 200 | 201, stored: JsonObject, warnings: readonly ServerWarning[]): Answer {
  const once = warnings.filter(
    ({ message }, index) => warnings.findIndex((other) => other.message === message) === index,
  )
  return { accepted: true, code, message: '', causes: [], decodeFaults: [], warnings: once, stored }
}
