import { createRule, type ManifestLook } from '../../src/rule-kit/create-rule.js'
import { asList, asObject, asString, isObject, type JsonObject } from '../../src/kubernetes/json.js'
import {
  claimTemplatesOf,
  hasContainers,
  hasMountOfNothing,
  mountedNames,
  volumeNames,
} from '../../src/objects/volumes.js'

type MessageId = 'unnamed' | 'noAccessModes' | 'noStorage' | 'unmounted' | 'duplicate' | 'replacesVolume' | 'retention'

interface Options {
  /** Also asks for a persistentVolumeClaimRetentionPolicy where there are claims. */
  readonly retentionPolicy: boolean
}

type Look = ManifestLook<MessageId, Options>

const templates = ['spec', 'volumeClaimTemplates']

export default createRule<MessageId, Options>({
  name: 'volume-claim-templates',
  description: 'Each claim template is complete, has its own name and is mounted',
  presets: { recommended: 'warn', strict: ['error', { retentionPolicy: true }] },
  kinds: ['StatefulSet'],
  options: { schema: { retentionPolicy: { type: 'boolean' } }, defaults: { retentionPolicy: false } },
  messages: {
    unnamed:
      '{{object}}: the claim template has no name: no claim can be made from it, and so no pod either. Give it metadata.name, the name that a volumeMount uses.',
    noAccessModes:
      '{{object}}: the claim template "{{name}}" has no accessModes: its claims are refused, and no pod is created. Write accessModes: [ReadWriteOnce], or another mode.',
    noStorage:
      '{{object}}: the claim template "{{name}}" does not say how much storage it wants: its claims are refused, and no pod is created. Set spec.resources.requests.storage.',
    unmounted:
      '{{object}}: nothing mounts the claim template "{{name}}": each pod gets a volume that it never uses. Mount it in a container, or remove the template.',
    duplicate:
      '{{object}}: there is a claim template "{{name}}" before this one already: the last one alone counts. Give one of them another name.',
    replacesVolume:
      '{{object}}: the pod template has a volume "{{name}}" too: each pod gets the claim in its place, and the volume is never used. Remove the volume, or give one of them another name.',
    retention:
      '{{object}}: what becomes of the claims is not stated: they stay behind with their data when the set is deleted or scaled in. State spec.persistentVolumeClaimRetentionPolicy.',
  },
  check(look) {
    const { object } = look.manifest
    const claims = claimTemplatesOf(object)
    if (claims.length === 0) return
    const mounted = mountedNames(object)
    const volumes = volumeNames(object)
    const seen = new Set<string>()
    // Who would mount it is missing or misspelt, and that is the fault to mend.
    const isMountWrong = !hasContainers(object) || hasMountOfNothing(object)
    claims.forEach((claim, index) => {
      const name = asString(asObject(claim.metadata).name) ?? ''
      const at = [...templates, index]
      const namePath = [...at, 'metadata', 'name']
      checkSpec(look, claim, at, name)
      if (name === '') {
        report(look, namePath, 'unnamed', name)
        return
      }
      if (seen.has(name)) report(look, namePath, 'duplicate', name)
      else if (volumes.has(name) && mounted.has(name)) report(look, namePath, 'replacesVolume', name)
      else if (!mounted.has(name) && !isMountWrong) report(look, namePath, 'unmounted', name)
      seen.add(name)
    })
    if (look.options.retentionPolicy && !isObject(asObject(object.spec).persistentVolumeClaimRetentionPolicy))
      report(look, templates, 'retention', '')
  },
})

function checkSpec(look: Look, claim: JsonObject, at: readonly (string | number)[], name: string): void {
  const spec = asObject(claim.spec)
  if (asList(spec.accessModes).length === 0) report(look, [...at, 'spec', 'accessModes'], 'noAccessModes', name)
  const storage = asObject(asObject(spec.resources).requests).storage
  if (storage === undefined || storage === null)
    report(look, [...at, 'spec', 'resources', 'requests', 'storage'], 'noStorage', name)
}

function report(look: Look, path: readonly (string | number)[], messageId: MessageId, name: string): void {
  if (!look.isRefused(path)) look.report({ path, messageId, data: { name } })
}
