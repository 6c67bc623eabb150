import { describe, expect, it } from 'vitest'
import { daemonSetHash } from './daemonset-hash.js'

const template = {
  metadata: { labels: { app: 'agent' } },
  spec: {
    containers: [
      {
        image: 'nginx:1.16',
        imagePullPolicy: 'IfNotPresent',
        name: 'nginx',
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

describe("a DaemonSet revision's hash", () => {
  it.each([
    [33, '66ffb4775d'],
    [34, '5f8d86459'],
    [36, '7b45fb4dd9'],
    [37, '77d4467b9f'],
  ])('is the one that Kubernetes 1.%i gives the same template', (minor, hash) => {
    expect(daemonSetHash(template, minor)).toBe(hash)
  })
  it('changes with the collision count, as Go has it', () => {
    expect(daemonSetHash(template, 37, 0)).toBe('6bf4759655')
    expect(daemonSetHash(template, 37, 1)).toBe('5567b96ccd')
  })
  it('is not known for a template that holds a time', () => {
    expect(
      daemonSetHash({ ...template, metadata: { ...template.metadata, creationTimestamp: '2026-01-01T00:00:00Z' } }, 37),
    ).toBeUndefined()
  })
})
