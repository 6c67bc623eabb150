import type { Plugin } from '../plugin.js'
import { interPodAffinity } from './inter-pod-affinity.js'
import { nodeAffinity } from './node-affinity.js'
import { nodePorts } from './node-ports.js'
import { nodeResourcesFit } from './node-resources-fit.js'
import { nodeUnschedulable } from './node-unschedulable.js'
import { podTopologySpread } from './pod-topology-spread.js'
import { taintToleration } from './taint-toleration.js'

/**
 * The plugins of the default profile that a spec alone decides, in their order: the first that refuses a node gives the
 * reason. Volumes have no say here: where one can be attached stands in no manifest.
 */
export const plugins: readonly Plugin[] = [
  nodeUnschedulable,
  taintToleration,
  nodeAffinity,
  nodePorts,
  nodeResourcesFit,
  podTopologySpread,
  interPodAffinity,
]
