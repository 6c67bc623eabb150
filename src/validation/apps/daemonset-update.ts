/**
 * What may change in a DaemonSet (ValidateDaemonSetUpdate): V-80, V-82. The template's generation (V-81) is the
 * server's own.
 */
import { goTypes } from '../../kubernetes/go-types/index.js'
import { asObject } from '../../kubernetes/json.js'
import { semanticallyEqual } from '../../kubernetes/semantic-equality.js'
import type { Cause } from '../answer.js'
import { child, invalid, rootField } from '../field.js'
import { goValue } from '../go-value.js'
import type { Subject } from '../strategy.js'
import { withEmpties } from '../with-empties.js'

const selectorField = child(rootField('spec'), 'selector')

/** V-80: the selector is the one field that may not change. */
export function validateDaemonSetSelectorUpdate(subject: Subject, old: Subject): Cause[] {
  const [ours, theirs] = [asObject(subject.stored.spec).selector, asObject(old.stored.spec).selector]
  if (
    semanticallyEqual(
      { selector: ours },
      { selector: theirs },
      'apps/v1.DaemonSetSpec',
      goTypes(subject.target.version.minor),
    )
  )
    return []
  const quoted = withEmpties(ours, asObject(subject.submitted.spec).selector)
  return [invalid(selectorField, goValue('*v1.LabelSelector', quoted, subject.target), 'field is immutable')]
}
