/** What the API server checks in the metadata of every kind, beside the kind's own rules. */
import { asObject } from '../kubernetes/json.js'
import type { Cause } from './answer.js'
import { rootField } from './field.js'
import { validateObjectMeta, validateObjectMetaUpdate, type ObjectMetaOptions } from './object-meta.js'
import { metadataOf, type Subject } from './strategy.js'

const metadata = rootField('metadata')
const options: ObjectMetaOptions = { namespaced: true, nameRule: 'path-segment', kubernetesFinalizers: false }

/** What every create is checked for, after the kind's own rules have found nothing (rest.ValidateCreate). */
export function commonFaultsOnCreate(subject: Subject): Cause[] {
  return validateObjectMeta(metadataOf(subject), options, metadata, subject.target)
}

/**
 * What every update is checked for, before the kind's own rules run and check most of it again (rest.ValidateUpdate).
 */
export function commonFaultsOnUpdate(subject: Subject, old: Subject): Cause[] {
  return [
    ...validateObjectMeta(metadataOf(subject), options, metadata, subject.target),
    ...validateObjectMetaUpdate(metadataOf(subject), asObject(old.stored.metadata), metadata, subject.target, false),
  ]
}
