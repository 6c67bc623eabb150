import { describe, expect, it } from 'vitest'
import { goJson, revisionData, revisionHash, revisionName } from './revision-data.js'
import { resolveTarget } from './target.js'
import { parseVersion } from './versions.js'

/** The stored template of S-97's two test vectors. */
const template = {
  metadata: { labels: { app: 'foo' }, annotations: { test: 'value' } },
  spec: {
    containers: [
      {
        name: 'test',
        image: 'test',
        imagePullPolicy: 'Always',
        resources: {},
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
      },
    ],
    dnsPolicy: 'ClusterFirst',
    restartPolicy: 'Always',
    schedulerName: 'default-scheduler',
    securityContext: {},
    terminationGracePeriodSeconds: 30,
  },
}

describe('the revision of a StatefulSet', () => {
  it.each([
    ['1.33', 'test-c77f6d978'],
    ['1.34', 'test-776999688b'],
  ])('has in %s the name %s (S-97)', (version, name) => {
    expect(revisionName('test', revisionHash(revisionData(template, resolveTarget(parseVersion(version)))))).toBe(name)
  })

  it('gets another name after a collision (S-100)', () => {
    expect(revisionHash('{}', 1)).not.toBe(revisionHash('{}'))
  })

  it('is written as Go writes JSON: keys sorted, HTML characters escaped', () => {
    expect(goJson({ b: ['<a>&\u2028'], a: null, é: 1, Z: { y: true } })).toBe(
      '{"Z":{"y":true},"a":null,"b":["\\u003ca\\u003e\\u0026\\u2028"],"é":1}',
    )
  })
})
