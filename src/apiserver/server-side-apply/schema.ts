/**
 * How the API server sees a type when it merges: what may be a scalar, a list or a map there, and whether lists and
 * maps are one value or many (kube-openapi, schemaconv). It follows from the Go types and from their topology.
 */
import { goTypes, type GoType, type GoTypes } from '../../kubernetes/go-types/index.js'
import { isObject, type JsonValue } from '../../kubernetes/json.js'
import { rootType } from '../../kubernetes/kinds.js'
import { topologies, type Topologies, type Topology } from '../../kubernetes/topology/index.js'

export type ScalarType = 'numeric' | 'string' | 'boolean' | 'untyped'

export interface ListType {
  readonly isAtomic: boolean
  /** The keys by which items are told apart; none for a set of scalars. */
  readonly keys: readonly string[]
  readonly element: Schema
  /** The value of a key that an item leaves out. */
  readonly keyDefault: (key: string) => JsonValue | undefined
}

export interface MapType {
  readonly isAtomic: boolean
  /** A declared field; undefined for a key that the type does not name. */
  readonly field: (name: string) => Schema | undefined
  /** What keys that are not declared hold; undefined where there must be none. */
  readonly element: Schema | undefined
}

/** What may stand in one place; for most places just one of the three. */
export interface Atom {
  readonly scalar?: ScalarType
  readonly list?: ListType
  readonly map?: MapType
}

/** A type by name: looked up when it is needed, for types may hold themselves. */
export type Schema = () => Atom

const untyped: Schema = () => untypedAtom
const untypedAtom: Atom = {
  scalar: 'untyped',
  list: { isAtomic: true, keys: [], element: untyped, keyDefault: () => undefined },
  map: { isAtomic: true, field: () => undefined, element: untyped },
}

/** What a kind without a schema is merged by: maps entry by entry, lists as one value. */
export const deducedSchema: Schema = () => deducedAtom
const deducedAtom: Atom = {
  scalar: 'untyped',
  list: { isAtomic: true, keys: [], element: untyped, keyDefault: () => undefined },
  map: { isAtomic: false, field: () => undefined, element: deducedSchema },
}

/** A whole number or a string, in a document that says no type for it. */
const intOrString: Schema = () => ({
  ...deducedAtom,
  list: { isAtomic: true, keys: [], element: untyped, keyDefault: () => undefined },
})

/** The schema of a kind in 1.MINOR; that of a kind that Rollcast has no types of is deduced from its values. */
export function schemaOf(apiVersion: string, kind: string, minor: number): Schema {
  const root = rootType(apiVersion, kind)
  return root === undefined ? deducedSchema : new Types(goTypes(minor), topologies(minor)).declared(root, undefined)
}

const primitives: Readonly<Record<string, ScalarType>> = { string: 'string', bool: 'boolean' }

/** Types that are written otherwise than their Go struct has it. */
const special: Readonly<Record<string, Schema>> = {
  'resource.Quantity': () => ({ scalar: 'untyped' }),
  'intstr.IntOrString': intOrString,
  'meta/v1.Time': () => ({ scalar: 'untyped' }),
  'meta/v1.MicroTime': () => ({ scalar: 'untyped' }),
  'meta/v1.FieldsV1': () => ({ map: { isAtomic: false, field: () => undefined, element: deducedSchema } }),
  'runtime.RawExtension': untyped,
}

class Types {
  constructor(
    private readonly types: GoTypes,
    private readonly topology: Topologies,
  ) {}

  private schema(type: GoType, topology: Topology | undefined): Schema {
    switch (type.form) {
      case 'pointer':
        return this.schema(type.element, topology)
      case 'scalar':
        return type.name === 'interface{}' ? untyped : () => ({ scalar: primitives[type.name] ?? 'numeric' })
      case 'slice':
        if (type.element.form === 'scalar' && type.element.name === 'byte') return () => ({ scalar: 'string' })
        return () => ({ list: this.list(type.element, topology) })
      case 'map':
        return () => ({
          map: {
            isAtomic: topology?.type === 'atomic',
            field: () => undefined,
            element: this.schema(type.element, undefined),
          },
        })
      case 'declared':
        return this.declared(type.name, topology)
    }
  }

  private list(element: GoType, topology: Topology | undefined): ListType {
    return {
      isAtomic: topology?.type !== 'map' && topology?.type !== 'set',
      keys: topology?.type === 'map' ? topology.keys : [],
      element: this.schema(element, undefined),
      keyDefault: (key) => (element.form === 'declared' ? this.topology.keyDefault(element.name, key) : undefined),
    }
  }

  /** @param topology what the field says in which the type stands; it goes before what the type says. */
  declared(name: string, topology: Topology | undefined): Schema {
    const known = special[name]
    if (known !== undefined) return known
    const declaration = this.types.find(name)
    if (declaration === undefined) return untyped
    if (declaration.form === 'named') return this.schema(declaration.underlying, topology)
    return () => ({
      map: {
        isAtomic: (topology ?? this.topology.ofType(name))?.type === 'atomic',
        field: (fieldName) => {
          const field = declaration.jsonFields.get(fieldName)
          return field === undefined ? undefined : this.schema(field.type, this.topology.ofField(name, fieldName))
        },
        element: undefined,
      },
    })
  }
}

/** Of what may stand in a place, what a value is; all of it where the value fits nowhere. */
export function atomFor(schema: Schema, value: JsonValue | undefined): Atom {
  const atom = schema()
  if (value === undefined || value === null) return atom
  if (Array.isArray(value)) return atom.list === undefined ? atom : { list: atom.list }
  if (isObject(value)) return atom.map === undefined ? atom : { map: atom.map }
  return atom.scalar === undefined ? atom : { scalar: atom.scalar }
}
