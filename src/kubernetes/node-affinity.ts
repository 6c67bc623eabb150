/**
 * Which nodes a pod's nodeSelector and required node affinity select (D-3), as k8s.io/component-helpers' nodeaffinity
 * matches them. A term that cannot be understood matches no node; preferred affinity is the scheduler's matter and not
 * looked at.
 */
import { asList, asObject, asString, isObject, type JsonObject, type JsonValue } from './json.js'

/** The part of a node that selectors look at. */
export interface SelectableNode {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
}

type Matcher = (node: SelectableNode) => boolean

/** One condition, with the words in which a person would read it. */
interface Requirement {
  readonly text: string
  readonly matches: Matcher
}

/** The compiled form of nodeSelector and required node affinity. */
export interface RequiredNodeAffinity {
  matches(node: SelectableNode): boolean
  /** Why a node is not selected, in words; undefined where it is. */
  mismatch(node: SelectableNode): string | undefined
}

const labelValue = /^(?:[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$/
const labelName = /^[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/
const labelPrefix = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/

function isLabelKey(key: string): boolean {
  const slash = key.indexOf('/')
  if (slash < 0) return labelName.test(key)
  const prefix = key.slice(0, slash)
  return prefix.length <= 253 && labelPrefix.test(prefix) && labelName.test(key.slice(slash + 1))
}

/** strconv.ParseInt(text, 10, 64) */
function parseInt64(text: string | undefined): bigint | undefined {
  if (text === undefined || !/^[+-]?[0-9]+$/.test(text)) return undefined
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text)
  return BigInt.asIntN(64, value) === value ? value : undefined
}

function strings(value: JsonValue | undefined): string[] {
  return asList(value).map((item) => asString(item) ?? '')
}

function describe(key: string, operator: string, values: readonly string[]): string {
  switch (operator) {
    case 'Exists':
      return `label ${key} is set`
    case 'DoesNotExist':
      return `label ${key} is not set`
    case 'Gt':
    case 'Lt':
      return `${key} ${operator === 'Gt' ? '>' : '<'} ${values.join(', ')}`
    default:
      return `${key} ${operator === 'NotIn' ? 'not in' : 'in'} (${values.join(', ')})`
  }
}

/** A matchExpressions entry; undefined where Kubernetes cannot parse it (labels.NewRequirement). */
function labelRequirement(expression: JsonObject): Requirement | undefined {
  const key = asString(expression['key']) ?? ''
  const operator = asString(expression['operator']) ?? ''
  const values = strings(expression['values'])
  const text = describe(key, operator, values)
  if (!isLabelKey(key) || !values.every((value) => labelValue.test(value))) return undefined
  const label = (node: SelectableNode) => (Object.hasOwn(node.labels, key) ? node.labels[key] : undefined)
  switch (operator) {
    case 'In':
      return values.length === 0 ? undefined : { text, matches: (node) => values.includes(label(node) ?? '\0') }
    case 'NotIn':
      return values.length === 0 ? undefined : { text, matches: (node) => !values.includes(label(node) ?? '\0') }
    case 'Exists':
      return values.length > 0 ? undefined : { text, matches: (node) => label(node) !== undefined }
    case 'DoesNotExist':
      return values.length > 0 ? undefined : { text, matches: (node) => label(node) === undefined }
    case 'Gt':
    case 'Lt': {
      const limit = parseInt64(values[0])
      if (values.length !== 1 || limit === undefined) return undefined
      return {
        text,
        matches: (node) => {
          const actual = parseInt64(label(node))
          return actual !== undefined && (operator === 'Gt' ? actual > limit : actual < limit)
        },
      }
    }
    default:
      return undefined
  }
}

/** A matchFields entry: only In and NotIn, only one value; the one field that a node has is metadata.name. */
function fieldRequirement(expression: JsonObject): Requirement | undefined {
  const key = asString(expression['key']) ?? ''
  const operator = asString(expression['operator']) ?? ''
  const [value, ...more] = strings(expression['values'])
  if (value === undefined || more.length > 0) return undefined
  const field = (node: SelectableNode) => (key === 'metadata.name' ? node.name : '')
  const text = `${key} ${operator === 'NotIn' ? 'is not' : 'is'} ${value}`
  if (operator === 'In') return { text, matches: (node) => field(node) === value }
  if (operator === 'NotIn') return { text, matches: (node) => field(node) !== value }
  return undefined
}

/**
 * A term's conditions; `unparsable` where a part of it cannot be parsed: it selects nothing then, as an empty one does.
 */
function readTerm(term: JsonObject): readonly Requirement[] | 'unparsable' | undefined {
  const expressions = asList(term['matchExpressions']).map((item) => labelRequirement(asObject(item)))
  const fields = asList(term['matchFields']).map((item) => fieldRequirement(asObject(item)))
  const all = [...expressions, ...fields]
  // An empty term selects no node.
  if (all.length === 0) return undefined
  const parsed = all.filter((requirement) => requirement !== undefined)
  return parsed.length === all.length ? parsed : 'unparsable'
}

/** Compiles nodeSelector and required node affinity of a pod's spec. */
export function requiredNodeAffinity(podSpec: JsonObject): RequiredNodeAffinity {
  const selector = Object.entries(asObject(podSpec['nodeSelector'])).map(
    ([key, value]) => [key, asString(value) ?? ''] as const,
  )
  const required = asObject(asObject(podSpec['affinity'])['nodeAffinity'])[
    'requiredDuringSchedulingIgnoredDuringExecution'
  ]
  const terms = isObject(required)
    ? asList(required['nodeSelectorTerms']).flatMap((item) => {
        const term = readTerm(asObject(item))
        return term === undefined ? [] : [term]
      })
    : undefined
  const mismatch = (node: SelectableNode): string | undefined => {
    for (const [key, value] of selector) {
      if (!Object.hasOwn(node.labels, key) || node.labels[key] !== value)
        return `nodeSelector ${key}=${value} does not match`
    }
    if (terms === undefined) return undefined
    if (terms.some((term) => term !== 'unparsable' && term.every((requirement) => requirement.matches(node))))
      return undefined
    const [only] = terms
    if (terms.length !== 1 || only === undefined || only === 'unparsable')
      return 'no term of the required node affinity matches'
    const missed = only.find((requirement) => !requirement.matches(node))
    return `required node affinity ${missed?.text ?? ''} does not match`
  }
  return { mismatch, matches: (node) => mismatch(node) === undefined }
}
