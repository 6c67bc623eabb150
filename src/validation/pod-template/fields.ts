/** Small rules that many fields share, and the places of fields whose name in the server's words is not their place. */
import { dnsLabelFaults, dnsSubdomainFaults, qualifiedNameFaults } from '../../kubernetes/names.js'
import type { Target } from '../../kubernetes/target.js'
import type { Cause } from '../answer.js'
import type { JsonObject } from '../../kubernetes/json.js'
import { child, invalid, notSupported, required, type Field } from '../field.js'
import { goValue } from '../go-value.js'
import { text } from './read.js'

/** A field that the server calls by another field's name: an index left out, another spelling. */
export function writtenAs(place: Field, name: Field): Field {
  return { field: name.field, path: place.path }
}

/** One cause for each fault that a check found in a value. */
export function invalidEach(at: Field, value: unknown, faults: readonly string[]): Cause[] {
  return faults.map((fault) => invalid(at, value, fault))
}

export function validateDnsLabel(value: string, at: Field): Cause[] {
  return invalidEach(at, value, dnsLabelFaults(value))
}

export function validateDnsSubdomain(value: string, at: Field): Cause[] {
  return invalidEach(at, value, dnsSubdomainFaults(value))
}

export function validateQualifiedName(value: string, at: Field, target: Target): Cause[] {
  return invalidEach(at, value, qualifiedNameFaults(value, target))
}

export function validateNonnegative(value: number, at: Field): Cause[] {
  return value < 0 ? [invalid(at, value, 'must be greater than or equal to 0')] : []
}

export function validatePositive(value: number, at: Field): Cause[] {
  return value <= 0 ? [invalid(at, value, 'must be greater than zero')] : []
}

/**
 * A word out of a few. It has a type of its own, so that from 1.34 on the server writes it as JSON: `<` as `\u003c`.
 */
export function validateOneOf(
  word: string,
  words: readonly string[],
  at: Field,
  target: Target,
  named = words,
): Cause[] {
  return words.includes(word) ? [] : [notSupported(at, goValue('string', word, target), named)]
}

/** Required strings. */
export function validateRequired(source: JsonObject, keys: readonly string[], at: Field): Cause[] {
  return keys.filter((key) => text(source, key) === '').map((key) => required(child(at, key), ''))
}

/** A path may not lead upwards (validatePathNoBacksteps). */
export function validateNoBacksteps(path: string, at: Field): Cause[] {
  return path.split('/').includes('..') ? [invalid(at, path, "must not contain '..'")] : []
}

/** A path has to lead downwards from where it starts (validateLocalDescendingPath). */
export function validateDescendingPath(path: string, at: Field): Cause[] {
  const causes = validateNoBacksteps(path, at)
  return path.startsWith('/') ? [invalid(at, path, 'must be a relative path'), ...causes] : causes
}

/**
 * As validateDescendingPath; and names that begin with two dots are the kubelet's own (ValidateLocalNonReservedPath).
 */
export function validateNonReservedPath(path: string, at: Field): Cause[] {
  const causes = validateDescendingPath(path, at)
  return path.startsWith('..') && !path.startsWith('../')
    ? [...causes, invalid(at, path, "must not start with '..'")]
    : causes
}
