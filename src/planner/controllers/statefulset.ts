import type { Sync } from './controller.js'

/** One sync of a StatefulSet. */
export const syncStatefulSet: Sync = () => 'done'
