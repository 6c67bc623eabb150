/** Selectors as they are typed: `-l app=web,tier in (a,b),!old` and `--field-selector spec.nodeName=node-1`. */
import { matchesSelector } from '../../kubernetes/label-selector.js'
import { asObject, asString, valueAt, type JsonObject } from '../../kubernetes/json.js'
import { KubectlError } from './command-line.js'

/** Reads a label selector (labels.Parse). */
export function parseLabelSelector(text: string): JsonObject {
  const matchExpressions = splitOutsideBrackets(text).map((part) => requirement(part.trim(), text))
  return { matchExpressions }
}

/** Tells whether an object's labels are selected. */
export function labelsMatch(selector: JsonObject, object: JsonObject): boolean {
  return matchesSelector(selector, asObject(asObject(object['metadata'])['labels']))
}

function splitOutsideBrackets(text: string): string[] {
  const parts = ['']
  let depth = 0
  for (const character of text) {
    if (character === '(') depth++
    if (character === ')') depth--
    if (character === ',' && depth <= 0) parts.push('')
    else parts.push(`${parts.pop() ?? ''}${character}`)
  }
  return parts.filter((part) => part.trim() !== '')
}

function requirement(part: string, whole: string): JsonObject {
  const set = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(part)
  if (set?.[1] !== undefined) {
    return {
      key: set[1],
      operator: set[2] === 'in' ? 'In' : 'NotIn',
      values: (set[3] ?? '').split(',').map((value) => value.trim()),
    }
  }
  const pair = /^([^=!<>\s]+)\s*(==|=|!=)\s*([^=!<>\s]*)$/.exec(part)
  if (pair?.[1] !== undefined)
    return { key: pair[1], operator: pair[2] === '!=' ? 'NotIn' : 'In', values: [pair[3] ?? ''] }
  const bare = /^(!?)\s*([^=!<>\s(),]+)$/.exec(part)
  if (bare?.[2] !== undefined) return { key: bare[2], operator: bare[1] === '!' ? 'DoesNotExist' : 'Exists' }
  throw new KubectlError(`unable to parse requirement: ${JSON.stringify(whole)} is no label selector`)
}

/** A test for a field selector; the fields are those that the API server indexes. */
export function fieldSelector(text: string): (object: JsonObject) => boolean {
  const tests = text
    .split(',')
    .filter((part) => part !== '')
    .map((part) => {
      const match = /^([^=!]+)(==|=|!=)/.exec(part)
      if (match?.[1] === undefined) throw new KubectlError(`invalid selector: '${text}'; can't understand '${part}'`)
      const path = match[1].trimEnd().split('.')
      const [equal, value] = [match[2] !== '!=', part.slice(match[0].length).trimStart()]
      return (object: JsonObject): boolean => ((asString(valueAt(object, path)) ?? '') === value) === equal
    })
  return (object) => tests.every((test) => test(object))
}
