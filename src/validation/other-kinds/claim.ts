/** What the API server refuses in a PersistentVolumeClaim (ValidatePersistentVolumeClaim). */
import { goTypes } from '../../kubernetes/go-types/index.js'
import { asObject, valueAt, type JsonObject } from '../../kubernetes/json.js'
import { compareQuantities } from '../../kubernetes/quantity.js'
import { semanticallyEqual } from '../../kubernetes/semantic-equality.js'
import type { Cause, ServerWarning } from '../answer.js'
import { claimSpecWarnings, validateClaimSpec } from '../claim-template.js'
import { child, forbidden, invalid, rootField, standingAt } from '../field.js'
import { validateObjectMeta, validateObjectMetaUpdate } from '../object-meta.js'
import { isSet, text } from '../pod-template/read.js'
import type { Strategy, Subject } from '../strategy.js'

const metadata = rootField('metadata')
const spec = rootField('spec')
const classAnnotation = 'volume.beta.kubernetes.io/storage-class'

export const claimStrategy: Strategy = {
  validate: validateClaim,
  /** A claim that is not bound yet, as every claim in a manifest: nothing of its spec may change. */
  validateUpdate(subject, old) {
    const before = asObject(old.stored.metadata)
    return [
      ...validateObjectMetaUpdate(asObject(subject.stored.metadata), before, metadata, subject.target),
      ...validateClaim(subject),
      ...immutableSpec(subject, old),
    ]
  },
  warningsOnCreate: warnings,
  warningsOnUpdate: warnings,
}

function validateClaim({ stored, target }: Subject): Cause[] {
  return [
    ...validateObjectMeta(asObject(stored.metadata), { namespaced: true, nameRule: 'dns-subdomain' }, metadata, target),
    ...validateClaimSpec(asObject(stored.spec), spec, target),
  ]
}

function immutableSpec(subject: Subject, old: Subject): Cause[] {
  const types = goTypes(subject.target.version.minor)
  const [ours, theirs] = [asObject(subject.stored.spec), asObject(old.stored.spec)]
  const faults: Cause[] = []
  const annotation = (of: Subject): string => text(asObject(asObject(of.stored.metadata).annotations), classAnnotation)
  if (annotation(subject) !== annotation(old)) {
    const at = standingAt(`metadata.annotations.${classAnnotation}`, ['metadata', 'annotations', classAnnotation])
    faults.push(invalid(at, annotation(subject), 'field is immutable'))
  }
  // a volume's name may be set once, and so may the class of a claim that had none
  const kept: JsonObject = {
    ...theirs,
    ...(text(theirs, 'volumeName') === '' ? { volumeName: ours.volumeName } : {}),
    ...(!isSet(theirs, 'storageClassName') && annotation(old) === ''
      ? { storageClassName: ours.storageClassName }
      : {}),
  }
  if (!semanticallyEqual(ours, kept, 'core/v1.PersistentVolumeClaimSpec', types)) {
    faults.push(
      forbidden(
        spec,
        'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims',
      ),
    )
  }
  // with RecoverVolumeExpansionFailure a size may go down to what the volume holds, which is nothing as long as there
  // is none
  const size = (of: JsonObject): string => String(valueAt(of, ['resources', 'requests', 'storage']) ?? '0')
  if (subject.target.gates.RecoverVolumeExpansionFailure !== true && compareQuantities(size(ours), size(theirs)) < 0) {
    faults.push(forbidden(child(spec, 'resources', 'requests', 'storage'), 'field can not be less than previous value'))
  }
  if (text(ours, 'volumeMode') !== text(theirs, 'volumeMode')) {
    faults.push(
      invalid(standingAt('volumeMode', ['spec', 'volumeMode']), text(ours, 'volumeMode'), 'field is immutable'),
    )
  }
  return faults
}

function warnings({ stored }: Subject): ServerWarning[] {
  const own =
    asObject(asObject(stored.metadata).annotations)[classAnnotation] === undefined
      ? []
      : [
          {
            message: `metadata.annotations[${classAnnotation}]: deprecated since v1.8; use "storageClassName" attribute instead`,
            path: ['metadata', 'annotations', classAnnotation],
          },
        ]
  return [...own, ...claimSpecWarnings(asObject(stored.spec), spec)]
}
