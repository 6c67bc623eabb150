/** The planner: what a scenario does to a cluster, step by step. It runs anywhere: no files, no clock, no YAML. */
export { plan } from './simulate.js'
export { KubectlError, UnknownKubectlLineError } from './kubectl/command-line.js'
export { knownKubectlLines, parseKubectl } from './kubectl/kubectl.js'
export { nodeDescriptionOf } from './server/node-object.js'
export { planFormat } from './plan.js'
export type * from './plan.js'
export type * from './scenario.js'
