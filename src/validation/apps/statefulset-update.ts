/** What may change in a StatefulSet (ValidateStatefulSetUpdate): V-70 … V-76. */
import { goTypes } from '../../kubernetes/go-types/index.js'
import { asObject, type JsonValue } from '../../kubernetes/json.js'
import { semanticallyEqual } from '../../kubernetes/semantic-equality.js'
import { atLeast } from '../../kubernetes/versions.js'
import type { Cause } from '../answer.js'
import { child, forbidden, invalid, rootField, standingAt } from '../field.js'
import { goValue } from '../go-value.js'
import type { PodValidationOptions } from '../pod-template/index.js'
import type { Subject } from '../strategy.js'
import { withEmpties } from '../with-empties.js'
import { validateStatefulSetSpec, type StatefulSetOptions } from './statefulset.js'

const spec = rootField('spec')

/** The fields of the spec that may not change (V-70), in the order in which 1.37 names them. */
const immutable = [
  { name: 'selector', type: '*v1.LabelSelector' },
  { name: 'volumeClaimTemplates', type: '[]core.PersistentVolumeClaim' },
  { name: 'serviceName', type: 'string' },
  { name: 'podManagementPolicy', type: 'string' },
] as const

export function validateStatefulSetUpdate(subject: Subject, old: Subject, podOptions: PodValidationOptions): Cause[] {
  const { target } = subject
  const options: StatefulSetOptions = {
    allowInvalidServiceName: true,
    skipClaimTemplates: true,
    allowRecreate:
      target.gates.StatefulSetRecreateStrategy === true ||
      (atLeast(target.version, 37) && strategyType(old) === 'Recreate'),
  }
  // V-75: where the stored set is itself refused today, its pod template is not looked at. It is judged by the options
  // of the update.
  const skipPodTemplateSpec =
    atLeast(target.version, 34) && validateStatefulSetSpec(old, podOptions, options).length > 0
  const faults = validateStatefulSetSpec(subject, podOptions, { ...options, skipPodTemplateSpec })
  return [...faults, ...(atLeast(target.version, 37) ? immutableFields(subject, old) : forbiddenChange(subject, old))]
}

function strategyType(subject: Subject): JsonValue | undefined {
  return asObject(asObject(subject.stored.spec).updateStrategy).type
}

function changedFields(subject: Subject, old: Subject): (typeof immutable)[number]['name'][] {
  const types = goTypes(subject.target.version.minor)
  const [ours, theirs] = [asObject(subject.stored.spec), asObject(old.stored.spec)]
  const isKept = (name: string): boolean =>
    semanticallyEqual({ [name]: ours[name] }, { [name]: theirs[name] }, 'apps/v1.StatefulSetSpec', types)
  return immutable.map(({ name }) => name).filter((name) => !isKept(name))
}

/** V-73: one cause a field. */
function immutableFields(subject: Subject, old: Subject): Cause[] {
  const changed = changedFields(subject, old)
  const [stored, submitted] = [asObject(subject.stored.spec), asObject(subject.submitted.spec)]
  return immutable
    .filter(({ name }) => changed.includes(name))
    .map(({ name, type }) =>
      invalid(
        child(spec, name),
        goValue(type, withEmpties(stored[name], submitted[name]), subject.target),
        'field is immutable',
      ),
    )
}

/** V-71, V-72: one cause for the whole spec; it stands at the first field that changed. */
function forbiddenChange(subject: Subject, old: Subject): Cause[] {
  const since33 = atLeast(subject.target.version, 33)
  const types = goTypes(subject.target.version.minor)
  const limit = (of: Subject) => ({ revisionHistoryLimit: asObject(of.stored.spec).revisionHistoryLimit })
  const changed: string[] = changedFields(subject, old)
  if (!since33 && !semanticallyEqual(limit(subject), limit(old), 'apps/v1.StatefulSetSpec', types))
    changed.push('revisionHistoryLimit')
  if (changed[0] === undefined) return []
  const allowed = [
    'replicas',
    'ordinals',
    'template',
    'updateStrategy',
    ...(since33 ? ['revisionHistoryLimit'] : []),
    'persistentVolumeClaimRetentionPolicy',
  ]
  const list = `${allowed.map((name) => `'${name}'`).join(', ')} and 'minReadySeconds'`
  return [
    forbidden(
      standingAt('spec', ['spec', changed[0]]),
      `updates to statefulset spec for fields other than ${list} are forbidden`,
    ),
  ]
}
