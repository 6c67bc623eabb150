/** Manifests for tests: a StatefulSet `web` of which only what a test is about has to be said. */
import type { JsonObject, JsonValue } from '../../kubernetes/json.js'
import { readKubectlLine } from '../kubectl/kubectl.js'
import type { ApplyAct, Step, StepSettings } from '../request.js'

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
export function applyWeb(options: WebOptions = {}): ApplyAct {
  return { do: 'apply', objects: [web(options)] }
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

/** A kubectl line, without the word `kubectl`. */
export function kubectl(line: string, settings: StepSettings = {}): Step {
  return { do: 'kubectl', line: readKubectlLine(line.split(' ')), objects: [], ...settings }
}

/** A rolling update with a block. */
export function rolling(block: JsonObject): JsonObject {
  return { type: 'RollingUpdate', rollingUpdate: block }
}
