/**
 * How long plans of large sets take, and how that grows with their size. Run it after a build: `node
 * bench/planner.mjs`. The numbers are processor time, since other work on the machine would blur the clock's.
 */
import { plan } from '../dist/planner.js'

const template = (image) => ({
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'nginx', image, volumeMounts: [{ name: 'www', mountPath: '/www' }] }] },
})
const claims = [
  { metadata: { name: 'www' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
]
const selector = { matchLabels: { app: 'web' } }
const statefulSet = (replicas, image, more = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'web' },
  spec: { replicas, serviceName: 'web', selector, template: template(image), volumeClaimTemplates: claims, ...more },
})
const daemonSet = (image, more = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'web' },
  spec: { selector, template: { ...template(image), spec: { containers: [{ name: 'nginx', image }] } }, ...more },
})

const target = {
  version: { minor: 37 },
  gates: { MaxUnavailableStatefulSet: true, StatefulSetAutoDeletePVC: true, PodIndexLabel: true },
}

function measure(name, sizes, objectsOf, nodesOf, pace) {
  const cells = sizes.map((size) => {
    const acts = objectsOf(size).map((object) => ({ do: 'apply', objects: [object] }))
    const nodes = Array.from({ length: nodesOf(size) }, (_, index) => ({ name: `node-${index + 1}` }))
    const before = process.cpuUsage()
    const { steps } = plan({ pace, nodes, steps: acts, target })
    const { user, system } = process.cpuUsage(before)
    const rounds = steps.reduce((sum, step) => sum + step.rounds.length, 0)
    return `${String(size).padStart(6)}: ${String(Math.round((user + system) / 1000)).padStart(6)} ms ${String(rounds).padStart(6)} rounds`
  })
  console.log(`${name.padEnd(58)}${cells.join('   ')}`)
}

const one = () => 1
const retention = { persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete', whenScaled: 'Delete' } }
const parallel = {
  podManagementPolicy: 'Parallel',
  updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '10%' } },
}
measure(
  'StatefulSet, OrderedReady: create, new image',
  [500, 1000, 5000],
  (n) => [statefulSet(n, 'nginx:1.16'), statefulSet(n, 'nginx:1.17')],
  one,
  'all',
)
measure(
  'StatefulSet, claims that follow: create, scale to 1',
  [500, 1000, 5000],
  (n) => [statefulSet(n, 'nginx:1.16', retention), statefulSet(1, 'nginx:1.16', retention)],
  one,
  'all',
)
measure(
  'StatefulSet, Parallel 10%, one by one: create, new image',
  [500, 1000, 5000],
  (n) => [statefulSet(n, 'nginx:1.16', parallel), statefulSet(n, 'nginx:1.17', parallel)],
  one,
  'one',
)
measure(
  'DaemonSet: create, new image, one node at a time',
  [1000, 5000, 15000],
  () => [daemonSet('nginx:1.16'), daemonSet('nginx:1.17')],
  (n) => n,
  'all',
)
