/** A plan that `rollcast plan -o json` wrote, read again. */
import { isObject } from '../kubernetes/json.js'
import { isChangePlan, isPlan, type SchemaFault } from './generated/plan-validators.js'
import { shownFile } from './manifests.js'
import { SourceError } from './source-error.js'

const formats = { 'rollcast/plan/v1': isPlan, 'rollcast/change/v1': isChangePlan }

/**
 * Reads a plan, or the plans of a change.
 * @throws {SourceError} where the text is neither.
 */
export function readPlanned(text: string, file: string): unknown {
  const fault = (reason: string): SourceError =>
    new SourceError(`${shownFile(file)} is no plan as rollcast plan -o json writes it: ${reason}`, file)
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, '')) as unknown
  } catch (error) {
    throw fault(`it is no JSON (${error instanceof Error ? error.message : String(error)}).`)
  }
  const format = isObject(value) ? value['format'] : undefined
  if (format !== 'rollcast/plan/v1' && format !== 'rollcast/change/v1')
    throw fault(
      typeof format === 'string' && format.startsWith('rollcast/')
        ? `its format is ${format}, and this Rollcast knows ${Object.keys(formats).join(' and ')}.`
        : 'it says no format of ours.',
    )
  const validate = formats[format]
  if (validate(value)) return value
  const [first] = validate.errors ?? ([] as SchemaFault[])
  throw fault(
    `${first?.instancePath === '' || first === undefined ? 'it' : first.instancePath.slice(1)} ${first?.message ?? 'is not as it should be'}.`,
  )
}
