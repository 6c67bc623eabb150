import { isObject, type JsonObject, type JsonValue } from '../kubernetes/json.js'

/** Writes a value as YAML, in the block form in which people write manifests. */
export function yamlText(value: JsonObject): string {
  return `${lines(value).join('\n')}\n`
}

function lines(value: JsonValue): string[] {
  if (isObject(value)) {
    return Object.entries(value).flatMap(([key, item]) => {
      if (item === undefined) return []
      const name = scalar(key)
      if (isEmpty(item)) return [`${name}: ${Array.isArray(item) ? '[]' : '{}'}`]
      if (Array.isArray(item)) return [`${name}:`, ...lines(item)]
      if (isObject(item)) return [`${name}:`, ...lines(item).map((line) => `  ${line}`)]
      return [`${name}: ${scalar(item)}`]
    })
  }
  if (!Array.isArray(value)) return [scalar(value)]
  return value.flatMap((item) => {
    if (isEmpty(item)) return [`- ${Array.isArray(item) ? '[]' : '{}'}`]
    const [first = '', ...rest] = lines(item)
    return [`- ${first}`, ...rest.map((line) => `  ${line}`)]
  })
}

function isEmpty(value: JsonValue): boolean {
  return (isObject(value) || Array.isArray(value)) && Object.keys(value).length === 0
}

/** Plain where nothing else can be read from it, in the 1.1 dialect and in the 1.2 one; else in double quotes, as JSON. */
function scalar(value: JsonValue): string {
  if (typeof value !== 'string') return JSON.stringify(value)
  const isPlain = /^[A-Za-z_./][\w ./:@%+=(),-]*$/.test(value) && !/[:,]( |$)| #| $/.test(value) && !/^(y|yes|n|no|on|off|true|false|null|nan|inf|\.nan|\.inf|~)$/i.test(value) && !/^[.\d]/.test(value)
  return isPlain ? value : JSON.stringify(value)
}
