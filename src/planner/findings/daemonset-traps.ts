/** What a plan shows as a success, and what goes otherwise than people expect. */
import { hostPortsOf } from '../../kubernetes/host-ports.js'
import { asNumber } from '../../kubernetes/json.js'
import type { Pod } from '../cluster.js'
import { templateGenerationAnnotation, templateGenerationLabel } from '../objects/daemonset/pods.js'
import type { Finding } from '../plan.js'
import { nodeOf, type DaemonSetStory } from './daemonset-story.js'
import { counted } from '../../words/counted.js'
import { listed, one } from './step-story.js'
import { revisionLabel, historyOf } from '../objects/index.js'

/** D-45: two pods cannot hold one host port, so the new one never gets onto the node. */
export function surgeWithHostPorts(story: DaemonSetStory): Finding[] {
  if (!story.changed || story.budget.maxSurge === 0) return []
  const ports = [...new Set(hostPortsOf(story.podSpec).map(({ port }) => String(port)))]
  if (ports.length === 0) return []
  return [
    {
      id: 'surge-host-port',
      severity: 'error',
      object: story.shown,
      message: `maxSurge ${story.budget.maxSurge} together with host ${one(ports, 'port', 'ports')} ${listed(ports)}: the new pod cannot be scheduled as long as the old one holds ${one(ports, 'the port', 'them')}, so every rollout hangs${story.cluster.assumed.scheduler === undefined ? ', which a plan without nodes leaves out' : ''}. Set maxSurge to 0 and maxUnavailable to 1 or more.`,
    },
  ]
}

/** D-72: adopted pods that count as up to date by their generation alone keep the old template. */
export function adoptedNotReplaced(story: DaemonSetStory): Finding[] {
  if (!story.touched) return []
  const generation = story.set.metadata.annotations[templateGenerationAnnotation]
  const current = historyOf(story.cluster, story.set).at(-1)?.metadata.labels[revisionLabel]
  const isTrapped = ({ metadata }: Pod) =>
    metadata.deletionTimestamp === undefined &&
    metadata.labels[templateGenerationLabel] === generation &&
    metadata.labels[revisionLabel] !== current
  const trapped = story.pods.filter(isTrapped)
  if (trapped.length === 0 || generation === undefined) return []
  const nodes = [...new Set(trapped.map((pod) => pod.nodeName ?? pod.targetNode ?? ''))].sort()
  const images = [...new Set(trapped.map((pod) => pod.image))].sort()
  return [
    {
      id: 'adopted-not-replaced',
      severity: 'warning',
      object: story.shown,
      nodes,
      message: `The adopted ${one(nodes, 'pod', 'pods')} on ${listed(nodes)} ${one(nodes, 'keeps', 'keep')} ${listed(images)}: ${one(nodes, 'its', 'their')} label ${templateGenerationLabel} is ${generation}, as the new set's own count is, so ${one(nodes, 'it looks', 'they look')} up to date. ${one(nodes, 'It is', 'They are')} replaced with the next change of the template; kubectl rollout restart makes one.`,
      commands: [
        `kubectl rollout restart ds/${story.set.metadata.name}${story.set.metadata.namespace === 'default' ? '' : ` -n ${story.set.metadata.namespace}`}`,
      ],
    },
  ]
}

/** OnDelete: pods of an old template stay until somebody deletes them. */
export function waitsForDeletion(story: DaemonSetStory): Finding[] {
  if (story.strategy !== 'OnDelete' || !story.changed || !story.existed) return []
  const outdated = story.desired - (asNumber(story.set.status['updatedNumberScheduled']) ?? 0)
  if (outdated <= 0) return []
  return [
    {
      id: 'on-delete',
      severity: 'info',
      object: story.shown,
      message: `updateStrategy OnDelete: ${outdated} of ${counted(story.desired, 'pod')} ${outdated === 1 ? 'keeps the old template until it is' : 'keep the old template until they are'} deleted by hand.`,
    },
  ]
}

/** D-28: old pods that are not available go first, and are not held back by the budget. */
export function replacedOutsideBudget(story: DaemonSetStory): Finding[] {
  if (story.strategy !== 'RollingUpdate' || !story.changed || !story.existed) return []
  const before = story.podsBefore.filter(({ terminating }) => terminating !== true)
  const served = new Set(before.filter(({ ready }) => ready).map(nodeOf))
  const unready = [...new Set(before.map(nodeOf))].filter((name) => !served.has(name)).sort()
  const replacedFirst = new Set(
    story.firstAnswer.filter(({ op }) => op === 'delete' || op === 'create').map(({ node }) => node),
  )
  const replaced = unready.filter((name) => replacedFirst.has(name))
  if (replaced.length === 0) return []
  return [
    {
      id: 'unavailable-first',
      severity: 'info',
      object: story.shown,
      nodes: replaced,
      message: `The ${one(replaced, 'pod', 'pods')} on ${listed(replaced)} ${one(replaced, 'was not ready before: it is', 'were not ready before: they are')} replaced first, outside of the budget.`,
    },
  ]
}

/**
 * Open in Kubernetes from 1.36 on, under the gate StaleControllerConsistencyDaemonSet: the wake-up for minReadySeconds
 * is lost where one pod ends and another gets ready at the same time.
 */
export function mayMissAvailability(story: DaemonSetStory): Finding[] {
  const { cluster, set, budget } = story
  const waits = (asNumber(set.spec['minReadySeconds']) ?? 0) > 0
  if (cluster.target.gates['StaleControllerConsistencyDaemonSet'] !== true || !waits || budget.maxSurge === 0) return []
  if (!story.existed || !story.changed || story.strategy !== 'RollingUpdate') return []
  if (!story.answers.some(({ op }) => op === 'create')) return []
  const where = set.metadata.namespace === 'default' ? '' : ` -n ${set.metadata.namespace}`
  return [
    {
      id: 'may-miss-availability',
      severity: 'warning',
      object: story.shown,
      message:
        'A fault that is open in Kubernetes (gate StaleControllerConsistencyDaemonSet): with maxSurge and minReadySeconds, the controller can miss that a new pod has become available, where it gets ready while another pod ends. The rollout then stands still until anything touches the set.',
      commands: [`kubectl annotate ds ${set.metadata.name}${where} rollcast/woken=once --overwrite`],
    },
  ]
}
