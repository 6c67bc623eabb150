import { formatQuantity, parseQuantity, roundUpQuantity } from '../kubernetes/quantity.js'
import type { JsonObject } from '../kubernetes/json.js'
import { pointerAt } from './go-value.js'

/** SetDefaults_ResourceList on both lists of a resource requirement. */
export function roundResources(resources: JsonObject | undefined): void {
  roundResourceList(pointerAt(resources, 'limits'))
  roundResourceList(pointerAt(resources, 'requests'))
}

/** SetDefaults_ResourceList: no amount is finer than a thousandth. */
export function roundResourceList(list: JsonObject | undefined): void {
  if (list === undefined) return
  for (const [name, amount] of Object.entries(list)) {
    if (typeof amount === 'string') list[name] = formatQuantity(roundUpQuantity(parseQuantity(amount), -3))
  }
}
