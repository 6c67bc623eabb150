/** What a DaemonSet says about all nodes alike: all that the decisions about one node need to know of it. */
export interface SetView {
  readonly hash: string
  readonly templateGeneration: string | undefined
  readonly minReadySeconds: number
  /** util.AllowsSurge: maxSurge of one node is more than none (D-40). */
  readonly allowsSurge: boolean
  /** Old pods that are not available count against the budget (D-27). */
  readonly countsUnhealthyOldPods: boolean
  /** Tells whether a failed pod's node is still in back-off (D-24). */
  readonly inBackOff: (node: string) => boolean
}
