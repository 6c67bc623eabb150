/** The nodes that a plan counts with: a number, a list of descriptions, or what `kubectl get nodes -o yaml` prints. */
import { asList, asObject, asString, isObject, type JsonObject, type JsonValue } from '../kubernetes/json.js'
import { canonicalQuantity, QuantityError } from '../kubernetes/quantity.js'
import { readObjects } from '../manifest/index.js'
import { nodeDescriptionOf, type NodeDescription, type Taint } from '../planner/index.js'
import { shownFile, yamlValue } from './manifests.js'
import { SourceError } from './source-error.js'

const mostNodes = 100_000

/** `--nodes 5` means node-1 to node-5; undefined where the text is no number. */
export function numberedNodes(text: string): NodeDescription[] | undefined {
  if (!/^\d+$/.test(text)) return undefined
  const count = Number(text)
  if (count < 1 || count > mostNodes)
    throw new SourceError(`--nodes ${text}: a number of nodes from 1 to ${mostNodes} is expected.`, text)
  return Array.from({ length: count }, (_, index) => ({ name: `node-${index + 1}` }))
}

/** Reads the text of a file of nodes. */
export function nodesIn(text: string, file: string): NodeDescription[] {
  if (/(?:^|[\s,{])"?kind"?\s*:/.test(text)) {
    const nodes = readObjects(text).filter((object) => object['kind'] === 'Node')
    if (nodes.length > 0) return nodes.map(nodeDescriptionOf)
  }
  const value = yamlValue(text, file)
  const list = isObject(value) ? value['nodes'] : value
  if (!Array.isArray(list) || list.length === 0) {
    throw new SourceError(
      `${shownFile(file)} holds no nodes. Write a list of names with labels and taints, or take what kubectl get nodes -o yaml prints.`,
      file,
    )
  }
  return list.map((item, index) => describedNode(item, `${shownFile(file)}: nodes[${index}]`, file))
}

/** Reads one description: `{name, labels, taints, unschedulable, notReady, allocatable}`. */
export function describedNode(value: JsonValue | undefined, place: string, file: string): NodeDescription {
  if (typeof value === 'string' && value !== '') return { name: value }
  if (!isObject(value) || asString(value['name']) === undefined || value['name'] === '')
    throw new SourceError(`${place} has no name.`, file)
  const unknown = Object.keys(value).find(
    (key) => !['name', 'labels', 'taints', 'unschedulable', 'notReady', 'allocatable'].includes(key),
  )
  if (unknown !== undefined)
    throw new SourceError(
      `${place} has a field "${unknown}"; a node has name, labels, taints, unschedulable, notReady and allocatable.`,
      file,
    )
  return {
    name: value['name'] as string,
    ...(value['labels'] === undefined ? {} : { labels: labelsOf(value['labels'], place, file) }),
    ...(value['taints'] === undefined
      ? {}
      : { taints: asList(value['taints']).map((taint) => taintOf(asObject(taint), place, file)) }),
    ...(value['unschedulable'] === true ? { unschedulable: true } : {}),
    ...(value['notReady'] === true ? { notReady: true } : {}),
    ...(value['allocatable'] === undefined ? {} : { allocatable: amountsOf(value['allocatable'], place, file) }),
  }
}

function amountsOf(value: JsonValue, place: string, file: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(asObject(value)).map(([name, amount]) => {
      try {
        return [name, canonicalQuantity(typeof amount === 'number' ? amount : (asString(amount) ?? ''))]
      } catch (error) {
        if (!(error instanceof QuantityError)) throw error
        throw new SourceError(
          `${place}: allocatable.${name} is ${JSON.stringify(amount)}, which is no amount; write one as in 4, 500m or 16Gi.`,
          file,
        )
      }
    }),
  )
}

function labelsOf(value: JsonValue, place: string, file: string): Record<string, string> {
  const labels = Object.entries(asObject(value))
  const odd = labels.find(([, text]) => typeof text !== 'string')
  if (odd !== undefined)
    throw new SourceError(`${place}: the label ${odd[0]} is no string. Put its value in quotes.`, file)
  return Object.fromEntries(labels) as Record<string, string>
}

function taintOf(taint: JsonObject, place: string, file: string): Taint {
  const [key, effect, value] = [asString(taint['key']), taint['effect'], asString(taint['value'])]
  if (key === undefined || (effect !== 'NoSchedule' && effect !== 'PreferNoSchedule' && effect !== 'NoExecute')) {
    throw new SourceError(`${place}: a taint has a key and an effect: NoSchedule, PreferNoSchedule or NoExecute.`, file)
  }
  return { key, effect, ...(value === undefined ? {} : { value }) }
}
