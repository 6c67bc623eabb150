export type * from './plan.js'
export type * from './scenario.js'
