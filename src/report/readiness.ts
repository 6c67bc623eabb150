import type { FinalState, PlanEvent } from '../planner/plan.js'

/**
 * Which names have a pod that is ready. Of several the one that is deleted is the one that is not ready, else the
 * oldest.
 */
export function readiness(before: FinalState | undefined, isMine: (pod: FinalState['pods'][number]) => boolean) {
  const pods = new Map<string, { ready: boolean }[]>()
  let ready = 0
  const of = (name: string): { ready: boolean }[] => {
    const known = pods.get(name) ?? []
    pods.set(name, known)
    return known
  }
  const change = (name: string, edit: (known: { ready: boolean }[]) => void): void => {
    const known = of(name)
    const was = known.some((pod) => pod.ready)
    edit(known)
    ready += Number(known.some((pod) => pod.ready)) - Number(was)
  }
  const see = ({ op, name }: Pick<PlanEvent, 'op' | 'name'>): void => {
    change(name, (known) => {
      if (op === 'create') known.push({ ready: false })
      else if (op === 'delete')
        known.splice(
          Math.max(
            0,
            known.findIndex((pod) => !pod.ready),
          ),
          1,
        )
      else if (op === 'ready') markReady(known)
      else if (op === 'unready' || op === 'failed') for (const pod of known) pod.ready = false
    })
  }
  for (const pod of before?.pods ?? []) {
    if (pod.terminating === true || !isMine(pod)) continue
    change(pod.name, (known) => known.push({ ready: pod.ready }))
  }
  return { see, count: () => ready }
}

function markReady(pods: { ready: boolean }[]): void {
  const pod = pods.findLast(({ ready }) => !ready)
  if (pod !== undefined) pod.ready = true
}
