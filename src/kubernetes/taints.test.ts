import { describe, expect, it } from 'vitest'
import { daemonPodTolerations, formatTaint, toleratesTaint, untoleratedTaint, type Toleration } from './taints.js'

const toleration = (parts: Partial<Toleration>): Toleration => ({
  key: '',
  operator: '',
  value: '',
  effect: '',
  ...parts,
})

describe('a toleration', () => {
  it('without an operator compares the value, as Equal does', () => {
    expect(
      toleratesTaint(toleration({ key: 'k', value: 'v' }), { key: 'k', value: 'v', effect: 'NoSchedule' }, false),
    ).toBe(true)
    expect(
      toleratesTaint(
        toleration({ key: 'k', operator: 'Equal', value: 'w' }),
        { key: 'k', value: 'v', effect: 'NoSchedule' },
        false,
      ),
    ).toBe(false)
    expect(toleratesTaint(toleration({ key: 'k' }), { key: 'k', effect: 'NoSchedule' }, false)).toBe(true)
  })
  it('without a key and with Exists tolerates everything of its effect', () => {
    expect(
      toleratesTaint(
        toleration({ operator: 'Exists', effect: 'NoExecute' }),
        { key: 'any', effect: 'NoExecute' },
        false,
      ),
    ).toBe(true)
    expect(
      toleratesTaint(
        toleration({ operator: 'Exists', effect: 'NoExecute' }),
        { key: 'any', effect: 'NoSchedule' },
        false,
      ),
    ).toBe(false)
  })
  it('compares numbers with Lt and Gt only where the gate is on (D-8)', () => {
    const fewer = toleration({ key: 'errors', operator: 'Lt', value: '5' })
    expect(toleratesTaint(fewer, { key: 'errors', value: '4', effect: 'NoExecute' }, true)).toBe(true)
    expect(toleratesTaint(fewer, { key: 'errors', value: '5', effect: 'NoExecute' }, true)).toBe(false)
    expect(toleratesTaint(fewer, { key: 'errors', value: '04', effect: 'NoExecute' }, true)).toBe(false)
    expect(toleratesTaint(fewer, { key: 'errors', value: '4', effect: 'NoExecute' }, false)).toBe(false)
    const more = toleration({ key: 'slots', operator: 'Gt', value: '-1' })
    expect(toleratesTaint(more, { key: 'slots', value: '0', effect: 'NoSchedule' }, true)).toBe(true)
    expect(toleratesTaint(more, { key: 'slots', value: '99999999999999999999', effect: 'NoSchedule' }, true)).toBe(
      false,
    )
  })
})

describe('the tolerations of a daemon pod', () => {
  it('are the automatic ones, in this order, after those of the template', () => {
    const keys = daemonPodTolerations({ tolerations: [{ key: 'mine', operator: 'Exists' }] }).map(
      (one) => `${one.key}:${one.effect}`,
    )
    expect(keys).toEqual([
      'mine:',
      'node.kubernetes.io/not-ready:NoExecute',
      'node.kubernetes.io/unreachable:NoExecute',
      'node.kubernetes.io/disk-pressure:NoSchedule',
      'node.kubernetes.io/memory-pressure:NoSchedule',
      'node.kubernetes.io/pid-pressure:NoSchedule',
      'node.kubernetes.io/unschedulable:NoSchedule',
    ])
  })
  it('hold network-unavailable only for pods on the host network', () => {
    expect(daemonPodTolerations({ hostNetwork: true }).at(-1)?.key).toBe('node.kubernetes.io/network-unavailable')
  })
  it('replace one of the template that says the same, and with it its tolerationSeconds (D-6)', () => {
    const same = { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 30 }
    const all = daemonPodTolerations({ tolerations: [same] })
    expect(all[0]).toEqual({ key: 'node.kubernetes.io/not-ready', operator: 'Exists', value: '', effect: 'NoExecute' })
    expect(all).toHaveLength(6)
  })
})

it('names the first taint that counts and is not tolerated', () => {
  const taints = [
    { key: 'a', effect: 'PreferNoSchedule' },
    { key: 'b', value: 'x', effect: 'NoSchedule' },
    { key: 'c', effect: 'NoExecute' },
  ]
  const found = untoleratedTaint(taints, [], ['NoSchedule', 'NoExecute'], false)
  expect(found && formatTaint(found)).toBe('b=x:NoSchedule')
  expect(untoleratedTaint(taints, [toleration({ key: 'c', operator: 'Exists' })], ['NoExecute'], false)).toBeUndefined()
})
