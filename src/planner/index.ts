/**
 * The planner: what a story does to a cluster, step by step. It runs anywhere: no files, no clock, no YAML. `plan` is
 * the one door; what goes in has been read (`resolveTarget`, `readKubectlLine`, `./manifest` for YAML), and what comes
 * out is data (`./report` writes it).
 */
export { plan } from './simulate.js'
export { KubectlError, UnknownKubectlLineError } from './kubectl/command-line.js'
export { knownKubectlLines, readKubectlLine } from './kubectl/kubectl.js'
export type { KubectlCommand, KubectlLine, ReadYaml } from './kubectl/kubectl.js'
export { nodeDescriptionOf } from './server/node-object.js'
export { findingIds, planFormat } from './plan.js'
export { applyLine, clusterAct, stepSettings } from './scenario-step.js'
export type * from './plan.js'
export type * from './request.js'
export type * from './scenario.js'
export * from '../kubernetes/make-target.js'
export type { JsonObject, JsonValue } from '../kubernetes/json.js'
