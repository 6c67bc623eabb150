import { describe, expect, it } from 'vitest'
import { nodeShouldRunDaemonPod } from './placement.js'

const node = (taints: readonly { key: string; value?: string; effect: string }[] = []) => ({
  name: 'cp-1',
  labels: { 'kubernetes.io/os': 'linux' },
  taints,
})
const place = (spec: Record<string, never> | object, where = node()) =>
  nodeShouldRunDaemonPod({ spec: spec as never }, false)(where)

describe('a node', () => {
  it('gets a pod where nothing speaks against it', () => {
    expect(place({})).toEqual({ shouldRun: true, shouldContinue: true })
  })
  it('with a NoSchedule taint gets none, and keeps the one that it has (D-4)', () => {
    expect(place({}, node([{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }]))).toEqual({
      shouldRun: false,
      shouldContinue: true,
      why: 'taint node-role.kubernetes.io/control-plane:NoSchedule is not tolerated',
    })
  })
  it('with a NoExecute taint loses the one that it has', () => {
    const taints = [
      { key: 'a', effect: 'NoSchedule' },
      { key: 'b', value: 'c', effect: 'NoExecute' },
    ]
    expect(place({}, node(taints))).toEqual({
      shouldRun: false,
      shouldContinue: false,
      why: 'taint b=c:NoExecute is not tolerated',
    })
  })
  it('that is cordoned or not ready still gets one (D-7)', () => {
    const taints = [
      { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' },
      { key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' },
    ]
    expect(place({}, node(taints)).shouldRun).toBe(true)
  })
  it('that the nodeSelector, the affinity or nodeName leaves out loses its pod (D-2, D-3)', () => {
    expect(place({ nodeSelector: { gpu: 'yes' } })).toEqual({
      shouldRun: false,
      shouldContinue: false,
      why: 'nodeSelector gpu=yes does not match',
    })
    expect(place({ nodeName: 'cp-2' })).toEqual({ shouldRun: false, shouldContinue: false, why: 'nodeName is cp-2' })
  })
  it('is not looked at for preferred affinity, pod affinity or PreferNoSchedule', () => {
    const preferred = {
      affinity: {
        nodeAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 1, preference: { matchExpressions: [{ key: 'x', operator: 'Exists' }] } },
          ],
        },
      },
    }
    expect(place(preferred, node([{ key: 'p', effect: 'PreferNoSchedule' }])).shouldRun).toBe(true)
  })
})
