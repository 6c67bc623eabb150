/** What the scheduler is told: as a watch would tell it, in order. */
import type { Assumed, Cluster, SchedulingNews } from '../cluster.js'
import { writable } from './writable.js'

/** From now on a scheduler decides where pods run. */
export function startScheduler(cluster: Cluster, scheduler: NonNullable<Assumed['scheduler']>): void {
  writable(cluster).assumed.scheduler = scheduler
}

/** Tells the scheduler, where there is one, what has changed. */
export function tellScheduler(cluster: Cluster, news: SchedulingNews): void {
  if (cluster.assumed.scheduler !== undefined) writable(cluster).queue.schedulingNews.add(news)
}

/** Takes the news one by one, also those that come meanwhile. */
export function* takeSchedulingNews(cluster: Cluster): Iterable<SchedulingNews> {
  const { schedulingNews } = writable(cluster).queue
  for (const news of schedulingNews) {
    schedulingNews.delete(news)
    yield news
  }
}
