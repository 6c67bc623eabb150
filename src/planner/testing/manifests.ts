/** Manifests for tests: a StatefulSet `web` of which only what a test is about has to be said. */
import type { JsonObject, JsonValue } from '../../kubernetes/json.js'
import type { ReadStep, Step } from '../scenario.js'

export interface WebOptions {
  readonly replicas?: number | undefined
  readonly image?: string
  readonly parallel?: boolean
  readonly strategy?: JsonObject | undefined
  readonly claims?: readonly string[]
  /** `[whenDeleted, whenScaled]` */
  readonly retention?: readonly ['Retain' | 'Delete', 'Retain' | 'Delete'] | undefined
  readonly start?: number
  readonly minReadySeconds?: number
  readonly annotations?: JsonObject
  readonly storage?: string
  readonly name?: string
}

/** Applies a StatefulSet. */
export function applyWeb(options: WebOptions = {}): ReadStep {
  const object = web(options)
  return { step: { apply: JSON.stringify(object) }, objects: [object] }
}

function web({ replicas = 3, image = 'nginx:1.16', name = 'web', ...options }: WebOptions): JsonObject {
  const claims = options.claims ?? []
  const optional = (key: string, value: JsonValue | undefined): JsonObject =>
    value === undefined ? {} : { [key]: value }
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name },
    spec: {
      replicas,
      serviceName: name,
      selector: { matchLabels: { app: name } },
      ...optional('podManagementPolicy', options.parallel === true ? 'Parallel' : undefined),
      ...optional('updateStrategy', options.strategy),
      ...optional('ordinals', options.start === undefined ? undefined : { start: options.start }),
      ...optional('minReadySeconds', options.minReadySeconds),
      ...optional(
        'persistentVolumeClaimRetentionPolicy',
        options.retention === undefined
          ? undefined
          : { whenDeleted: options.retention[0], whenScaled: options.retention[1] },
      ),
      template: {
        metadata: { labels: { app: name }, ...optional('annotations', options.annotations) },
        spec: {
          containers: [
            { name: 'nginx', image, volumeMounts: claims.map((claim) => ({ name: claim, mountPath: `/${claim}` })) },
          ],
        },
      },
      ...optional(
        'volumeClaimTemplates',
        claims.length === 0
          ? undefined
          : claims.map((claim) => ({
              metadata: { name: claim },
              spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: options.storage ?? '1Gi' } } },
            })),
      ),
    },
  }
}

/** An act that reads no manifest. */
export function act(step: Step): ReadStep {
  return { step, objects: [] }
}

/** A kubectl line, without the word `kubectl`. */
export function kubectl(line: string, rest: Partial<Step> = {}): ReadStep {
  return act({ kubectl: line.split(' '), ...rest })
}

/** A rolling update with a block. */
export function rolling(block: JsonObject): JsonObject {
  return { type: 'RollingUpdate', rollingUpdate: block }
}
