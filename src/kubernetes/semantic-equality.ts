/**
 * Equality as the API server means it (equality.Semantic.DeepEqual): nothing equals empty, and amounts are compared as
 * amounts (V-74).
 */
import type { GoType, GoTypes } from './go-types/index.js'
import { asList, asObject, type JsonValue } from './json.js'
import { compareQuantities } from './quantity.js'

/** Tells whether two stored values of a declared Go type (`apps/v1.StatefulSetSpec`) mean the same. */
export function semanticallyEqual(
  left: JsonValue | undefined,
  right: JsonValue | undefined,
  type: string,
  types: GoTypes,
): boolean {
  return equal(left, right, { form: 'declared', name: type }, types)
}

function equal(left: JsonValue | undefined, right: JsonValue | undefined, type: GoType, types: GoTypes): boolean {
  switch (type.form) {
    case 'pointer':
      if (isUnset(left) || isUnset(right)) return isUnset(left) && isUnset(right)
      return equal(left, right, type.element, types)
    case 'slice': {
      const [ours, theirs] = [asList(left), asList(right)]
      return (
        ours.length === theirs.length && ours.every((item, index) => equal(item, theirs[index], type.element, types))
      )
    }
    case 'map': {
      const [ours, theirs] = [asObject(left), asObject(right)]
      const keys = Object.keys(ours)
      if (keys.length !== Object.keys(theirs).length) return false
      return keys.every((key) => Object.hasOwn(theirs, key) && equal(ours[key], theirs[key], type.element, types))
    }
    case 'declared':
      return equalDeclared(left, right, type.name, types)
    case 'scalar':
      return equalScalar(left, right)
  }
}

function equalDeclared(
  left: JsonValue | undefined,
  right: JsonValue | undefined,
  name: string,
  types: GoTypes,
): boolean {
  if (name.endsWith('resource.Quantity')) return compareQuantities(amount(left), amount(right)) === 0
  // a struct in Go that JSON writes as a number or a text
  if (name.endsWith('intstr.IntOrString')) return (left ?? 0) === (right ?? 0)
  const declaration = types.find(name)
  if (declaration === undefined || /\.(Micro)?Time$/.test(name)) return equalScalar(left, right)
  if (declaration.form === 'named') return equal(left, right, declaration.underlying, types)
  const [ours, theirs] = [asObject(left), asObject(right)]
  return [...declaration.jsonFields].every(([key, field]) => equal(ours[key], theirs[key], field.type, types))
}

function isUnset(value: JsonValue | undefined): boolean {
  return value === undefined || value === null
}

function amount(value: JsonValue | undefined): string | number {
  return typeof value === 'string' || typeof value === 'number' ? value : 0
}

/**
 * What is not there is the type's zero; a value of no known type (a timestamp, free JSON) is compared as it is written.
 */
function equalScalar(left: JsonValue | undefined, right: JsonValue | undefined): boolean {
  const plain = (value: JsonValue | undefined): string =>
    isUnset(value) || value === '' || value === 0 || value === false ? '' : JSON.stringify(value)
  return plain(left) === plain(right)
}
