import { podFeatureGates, type PodGateStage } from './pod-feature-gates.js'
import { atLeast, type KubernetesVersion } from './versions.js'

/** How far a gate has come, and whether it is on where nobody sets it. */
export interface GateState {
  readonly stage: 'absent' | 'alpha' | 'beta' | 'stable' | 'deprecated'
  readonly enabled: boolean
}

const absent: GateState = { stage: 'absent', enabled: false }
const alpha: GateState = { stage: 'alpha', enabled: false }
const betaOff: GateState = { stage: 'beta', enabled: false }
const beta: GateState = { stage: 'beta', enabled: true }
const stable: GateState = { stage: 'stable', enabled: true }
const stages: Readonly<Record<PodGateStage, GateState>> = {
  alpha,
  beta,
  betaOff,
  stable,
  deprecatedOff: { stage: 'deprecated', enabled: false },
}

/** From a version on, a gate is in a state; the last entry that is not newer than the version counts. */
type History = readonly (readonly [minor: number, patch: number, state: GateState])[]

/**
 * The gates that change an answer of Rollcast, by minor and patch version: docs/semantics/validation.md, section 7. A
 * gate that is gone stays on.
 */
const gates: Readonly<Record<string, History>> = {
  ...Object.fromEntries(
    Object.entries(podFeatureGates).map(([name, history]): [string, History] => [
      name,
      history.map(([minor, stage]) => [minor, 0, stages[stage]]),
    ]),
  ),
  // V-91: on in 1.35.0 to 1.35.3; switched off again in 1.35.4 after a regression (S-57)
  MaxUnavailableStatefulSet: [
    [29, 0, alpha],
    [35, 0, beta],
    [35, 4, betaOff],
    [37, 0, beta],
  ],
  StatefulSetStartOrdinal: [
    [29, 0, beta],
    [31, 0, stable],
  ],
  StatefulSetAutoDeletePVC: [
    [29, 0, beta],
    [32, 0, stable],
  ],
  PodIndexLabel: [
    [29, 0, beta],
    [32, 0, stable],
  ],
  // S-98, S-99: absent in 1.34.0 and 1.34.1
  StatefulSetSemanticRevisionComparison: [
    [29, 0, absent],
    [34, 2, beta],
  ],
  StatefulSetRecreateStrategy: [
    [29, 0, absent],
    [37, 0, alpha],
  ],
  StaleControllerConsistencyStatefulSet: [
    [29, 0, absent],
    [36, 0, beta],
  ],
  StaleControllerConsistencyDaemonSet: [
    [29, 0, absent],
    [36, 0, beta],
  ],
  TaintTolerationComparisonOperators: [
    [29, 0, absent],
    [35, 0, alpha],
  ],
  VolumeAttributesClass: [
    [29, 0, alpha],
    [31, 0, betaOff],
    [34, 0, stable],
  ],
  RecoverVolumeExpansionFailure: [
    [29, 0, alpha],
    [32, 0, beta],
    [34, 0, stable],
  ],
  HPAConfigurableTolerance: [
    [29, 0, absent],
    [33, 0, alpha],
    [35, 0, beta],
    [37, 0, stable],
  ],
  HPAGeneration: [
    [29, 0, absent],
    [37, 0, beta],
  ],
  HPAScaleToZero: [
    [29, 0, alpha],
    [37, 0, beta],
  ],
  HonorPVReclaimPolicy: [
    [29, 0, alpha],
    [31, 0, beta],
    [33, 0, stable],
  ],
}

/** The names of all gates in the table. */
export const featureGateNames: readonly string[] = Object.keys(gates)

/** The state of a gate in a version, by default. A gate that is not in the table is absent. */
export function gateState(name: string, version: KubernetesVersion): GateState {
  let state = absent
  for (const [minor, patch, next] of gates[name] ?? []) if (atLeast(version, minor, patch)) state = next
  return state
}
