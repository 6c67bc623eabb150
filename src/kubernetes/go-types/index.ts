/**
 * The Go types of the Kubernetes API (k8s.io/api, k8s.io/apimachinery), as data. What the API server stores, how it
 * words a decoding fault and how a DaemonSet's hash comes about all follow from them: the order of fields, what is a
 * pointer, what is left out when empty.
 */
import { declarations } from './generated/types.js'

/** A Go type, taken apart. `scalar` covers bool, string, byte, the integers and interface{}. */
export type GoType =
  | { readonly form: 'scalar'; readonly name: string }
  | { readonly form: 'pointer' | 'slice'; readonly element: GoType }
  | { readonly form: 'map'; readonly key: GoType; readonly element: GoType }
  /** A declared type: its full name (`core/v1.Container`), to be looked up. */
  | { readonly form: 'declared'; readonly name: string }

/** A field of a Go struct. */
export interface GoField {
  readonly goName: string
  /** The name in JSON; empty for an inlined field and for one that JSON does not see. */
  readonly jsonName: string
  readonly omit: 'never' | 'empty' | 'zero'
  /** Its own fields stand in place of it in JSON. */
  readonly inline: boolean
  /** Unexported, or tagged `json:"-"`. */
  readonly hidden: boolean
  readonly type: GoType
  /** For a lifted field: the Go names of the inlined fields that it came through, outermost first. */
  readonly inlinedFrom?: readonly string[]
}

export interface GoStruct {
  readonly form: 'struct'
  /** With its package: `core/v1.Container`; Go's own `%T` writes only the last part, `v1.Container`. */
  readonly name: string
  /** In the order of the declaration. */
  readonly fields: readonly GoField[]
  /** The fields that JSON sees, inlined ones lifted, by JSON name, in the order in which Go's encoder writes them. */
  readonly jsonFields: ReadonlyMap<string, GoField>
}

/** A declared type that is no struct: `core/v1.Protocol`, which is a string. */
export interface GoNamed {
  readonly form: 'named'
  readonly name: string
  readonly underlying: GoType
}

/** The declared types of one minor version. */
export interface GoTypes {
  readonly minor: number
  /** The declaration of a name; undefined for a type of another module (`time.Time`). */
  find(name: string): GoStruct | GoNamed | undefined
  /** The struct of a name. */
  struct(name: string): GoStruct
  readonly names: readonly string[]
}

const byMinor = new Map<number, GoTypes>()

/** The Go types of 1.MINOR, one of the supported versions. */
export function goTypes(minor: number): GoTypes {
  let types = byMinor.get(minor)
  if (types === undefined) byMinor.set(minor, (types = readTypes(minor)))
  return types
}

function readTypes(minor: number): GoTypes {
  const texts = new Map<string, { form: string; body: string }>()
  for (const line of declarations.split('\n')) {
    const match = /^(\S+) (struct|named) (\S+) (.*)$/.exec(line)
    if (match?.[1] === undefined || !covers(match[1], minor)) continue
    texts.set(match[3] as string, { form: match[2] as string, body: match[4] as string })
  }
  const read = new Map<string, GoStruct | GoNamed>()
  const find = (name: string): GoStruct | GoNamed | undefined => {
    const known = read.get(name)
    if (known !== undefined) return known
    const text = texts.get(name)
    if (text === undefined) return undefined
    const declaration: GoStruct | GoNamed =
      text.form === 'named'
        ? { form: 'named', name, underlying: parseGoType(text.body) }
        : readStruct(name, text.body, find)
    read.set(name, declaration)
    return declaration
  }
  const struct = (name: string): GoStruct => {
    const declaration = find(name)
    if (declaration?.form !== 'struct') throw new Error(`1.${minor} has no Go struct ${name}`)
    return declaration
  }
  return { minor, find, struct, names: [...texts.keys()] }
}

function covers(ranges: string, minor: number): boolean {
  return ranges.split(',').some((range) => {
    const [from, to = from] = range.split('-')
    return minor >= Number(from) && minor <= Number(to)
  })
}

function readStruct(name: string, body: string, find: GoTypes['find']): GoStruct {
  const fields = body === '' ? [] : body.split(';').map(readField)
  let lifted: Map<string, GoField> | undefined
  return {
    form: 'struct',
    name,
    fields,
    get jsonFields() {
      return (lifted ??= liftFields(fields, find))
    },
  }
}

function liftFields(fields: readonly GoField[], find: GoTypes['find']): Map<string, GoField> {
  const lifted = new Map<string, GoField>()
  for (const field of fields) {
    if (field.hidden) continue
    if (!field.inline) {
      lifted.set(field.jsonName, field)
      continue
    }
    const inlined = field.type.form === 'declared' ? find(field.type.name) : undefined
    if (inlined?.form !== 'struct') continue
    for (const [jsonName, own] of inlined.jsonFields) {
      if (!lifted.has(jsonName))
        lifted.set(jsonName, { ...own, inlinedFrom: [field.goName, ...(own.inlinedFrom ?? [])] })
    }
  }
  return lifted
}

function readField(text: string): GoField {
  const [goName, json, type] = text.split(' ') as [string, string, string]
  const omit = json.endsWith('?') ? 'empty' : json.endsWith('!') ? 'zero' : 'never'
  const shown = json !== '+' && json !== '-'
  const jsonName = !shown ? '' : omit === 'never' ? json : json.slice(0, -1)
  return { goName, jsonName, omit, inline: json === '+', hidden: json === '-', type: parseGoType(type) }
}

/** Reads a Go type as the table writes it: `map[core/v1.ResourceName]resource.Quantity`, `*int32`. */
export function parseGoType(text: string): GoType {
  if (text.startsWith('*')) return { form: 'pointer', element: parseGoType(text.slice(1)) }
  if (text.startsWith('[]')) return { form: 'slice', element: parseGoType(text.slice(2)) }
  if (text.startsWith('map[')) {
    const end = text.indexOf(']')
    return { form: 'map', key: parseGoType(text.slice(4, end)), element: parseGoType(text.slice(end + 1)) }
  }
  return text.includes('.') ? { form: 'declared', name: text } : { form: 'scalar', name: text }
}

/** A type as Go's `%T` writes it: packages by their last part (`[]v1.EnvVar`). */
export function goTypeText(type: GoType): string {
  switch (type.form) {
    case 'pointer':
      return `*${goTypeText(type.element)}`
    case 'slice':
      return `[]${goTypeText(type.element) === 'byte' ? 'uint8' : goTypeText(type.element)}`
    case 'map':
      return `map[${goTypeText(type.key)}]${goTypeText(type.element)}`
    default:
      return type.form === 'scalar' ? type.name : type.name.slice(type.name.lastIndexOf('/') + 1)
  }
}
