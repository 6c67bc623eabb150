import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plan, planThoroughly } from './simulate.js'
import { daemonSetStories, requestOf } from './testing/daemonset-stories.js'
import { statefulSetStories } from './testing/statefulset-stories.js'

fc.configureGlobal({ seed: 1737 })

describe('controllers that look only at what has changed write what those write that look at everything', () => {
  it('whatever is done to a StatefulSet', () => {
    fc.assert(
      fc.property(statefulSetStories, (request) => {
        expect(plan(request)).toEqual(planThoroughly(request))
      }),
      { numRuns: 200 },
    )
  })

  it('whatever is done to a DaemonSet and its nodes', () => {
    fc.assert(
      fc.property(daemonSetStories, (story) => {
        expect(plan(requestOf(story))).toEqual(planThoroughly(requestOf(story)))
      }),
      { numRuns: 200 },
    )
  })
})
