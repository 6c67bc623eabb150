/** How the API server treats the two kinds (pkg/registry/apps/{statefulset,daemonset}/strategy.go). */
import { goTypes } from '../../kubernetes/go-types/index.js'
import { asList, asObject, valueAt, type JsonObject } from '../../kubernetes/json.js'
import { labelValueFaults } from '../../kubernetes/names.js'
import { semanticallyEqual } from '../../kubernetes/semantic-equality.js'
import { atLeast } from '../../kubernetes/versions.js'
import type { Cause, ServerWarning } from '../answer.js'
import { claimSpecWarnings } from '../claim-template.js'
import { child, rootField, standingAt } from '../field.js'
import { validateObjectMeta, validateObjectMetaUpdate } from '../object-meta.js'
import { podTemplateWarnings, podValidationOptions, type PodValidationOptions } from '../pod-template/index.js'
import { number } from '../pod-template/read.js'
import { metadataOf, type Strategy, type Subject } from '../strategy.js'
import { validateDaemonSetSelectorUpdate } from './daemonset-update.js'
import { validateDaemonSetSpec } from './daemonset.js'
import { validateStatefulSetUpdate } from './statefulset-update.js'
import { validateStatefulSetSpec } from './statefulset.js'

const metadata = rootField('metadata')
const spec = rootField('spec')
const template = child(spec, 'template')

const templateOf = (subject: Subject): JsonObject => asObject(valueAt(subject.stored, ['spec', 'template']))

function optionsOf(subject: Subject, old?: Subject): PodValidationOptions {
  return podValidationOptions(
    templateOf(subject),
    old === undefined ? undefined : templateOf(old),
    subject.target,
    asObject(valueAt(subject.submitted, ['spec', 'template'])),
  )
}

function isRecreateAllowed({ target }: Subject): boolean {
  return target.gates.StatefulSetRecreateStrategy === true
}

export const statefulSetStrategy: Strategy = {
  validate(subject) {
    return [
      ...validateObjectMeta(metadataOf(subject), { namespaced: true, nameRule: 'dns-label' }, metadata, subject.target),
      ...validateStatefulSetSpec(subject, optionsOf(subject), { allowRecreate: isRecreateAllowed(subject) }),
    ]
  },

  validateUpdate(subject, old) {
    return [
      ...validateObjectMetaUpdate(metadataOf(subject), metadataOf(old), metadata, subject.target),
      ...validateStatefulSetUpdate(subject, old, optionsOf(subject, old)),
    ]
  },

  warningsOnCreate(subject) {
    return [
      ...podTemplateWarnings(templateOf(subject), template, subject.target),
      ...claimTemplateWarnings(subject, ''),
      ...historyWarnings(subject),
    ]
  },

  warningsOnUpdate(subject, old) {
    const changed = !semanticallyEqual(
      subject.stored.spec,
      old.stored.spec,
      'apps/v1.StatefulSetSpec',
      goTypes(subject.target.version.minor),
    )
    return [
      ...(changed ? podTemplateWarnings(templateOf(subject), template, subject.target) : []),
      ...claimTemplateWarnings(subject, '.Spec'),
      ...historyWarnings(subject),
    ]
  },
}

/** V-34: the server's paths leave out the `spec` of a claim template on create, and write it `Spec` on update. */
function claimTemplateWarnings(subject: Subject, part: '' | '.Spec'): ServerWarning[] {
  return asList(valueAt(subject.stored, ['spec', 'volumeClaimTemplates'])).flatMap((claim, index) => {
    const at = child(spec, 'volumeClaimTemplates', index)
    return claimSpecWarnings(asObject(asObject(claim).spec), standingAt(`${at.field}${part}`, [...at.path, 'spec']))
  })
}

/** V-19. */
function historyWarnings(subject: Subject): ServerWarning[] {
  if (!atLeast(subject.target.version, 33) || number(asObject(subject.stored.spec), 'revisionHistoryLimit') >= 0)
    return []
  const message =
    'spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended'
  return [{ message, path: ['spec', 'revisionHistoryLimit'] }]
}

export const daemonSetStrategy: Strategy = {
  validate(subject) {
    return validateDaemonSet(subject, optionsOf(subject))
  },

  validateUpdate(subject, old) {
    const own = optionsOf(subject, old)
    const podOptions = {
      ...own,
      allowInvalidLabelValueInSelector: own.allowInvalidLabelValueInSelector || hasInvalidSelectorValue(old),
    }
    const selector = validateDaemonSetSelectorUpdate(subject, old)
    const update = [
      ...validateObjectMetaUpdate(metadataOf(subject), metadataOf(old), metadata, subject.target),
      ...(atLeast(subject.target.version, 34) ? selector : []),
      ...validateDaemonSetSpec(subject, podOptions),
    ]
    // V-82: up to 1.33 the rules for create ran in front of those for an update, which hold them too
    return atLeast(subject.target.version, 34)
      ? update
      : [...validateDaemonSet(subject, podOptions), ...update, ...selector]
  },

  warningsOnCreate(subject) {
    return podTemplateWarnings(templateOf(subject), template, subject.target)
  },

  warningsOnUpdate(subject, old) {
    const changed = !semanticallyEqual(
      templateOf(subject),
      templateOf(old),
      'core/v1.PodTemplateSpec',
      goTypes(subject.target.version.minor),
    )
    return changed ? podTemplateWarnings(templateOf(subject), template, subject.target) : []
  },
}

function validateDaemonSet(subject: Subject, podOptions: PodValidationOptions): Cause[] {
  return [
    ...validateObjectMeta(
      metadataOf(subject),
      { namespaced: true, nameRule: 'dns-subdomain' },
      metadata,
      subject.target,
    ),
    ...validateDaemonSetSpec(subject, podOptions),
  ]
}

/**
 * LabelSelectorHasInvalidLabelValue: a requirement's value that is no label value, stored before the server checked it.
 */
function hasInvalidSelectorValue({ stored, target }: Subject): boolean {
  return asList(valueAt(stored, ['spec', 'selector', 'matchExpressions'])).some((requirement) =>
    asList(asObject(requirement).values).some((value) => labelValueFaults(String(value), target).length > 0),
  )
}
