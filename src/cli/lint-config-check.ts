/** What can be wrong with a configuration, said by the place where it stands. */
import { rules as allRules } from '../../rules/index.js'
import { presetNames } from '../eslint/presets.js'
import type { FieldPath } from '../kubernetes/field-path.js'
import { entryOf, isObject, type JsonValue } from '../kubernetes/json.js'
import { nearestName } from '../kubernetes/nearest-name.js'
import { newestVersion, parseVersion, UnknownTargetError } from '../kubernetes/versions.js'

export interface ConfigFault {
  readonly path: FieldPath
  readonly message: string
}

type Check = (value: unknown, path: FieldPath) => ConfigFault[]

const ruleFields: Readonly<Record<string, Check>> = {
  kubernetesVersion: checkVersion,
  featureGates: checkGates,
  rules: checkRules,
}
const overrideFields: Readonly<Record<string, Check>> = { files: checkGlobs, ...ruleFields }
const topFields: Readonly<Record<string, Check>> = {
  extends: checkPresets,
  ignore: checkGlobs,
  folders: checkFolders,
  overrides: checkOverrides,
  render: checkRender,
  // Where the schema lies, for an editor.
  $schema: () => [],
  ...ruleFields,
}
const renderFields: Readonly<Record<string, Check>> = { name: checkText, run: checkText, watch: checkGlobs }

/** The faults of a configuration, in its own order. */
export function checkConfig(value: unknown): ConfigFault[] {
  return checkFields(value, [], topFields)
}

function checkFields(value: unknown, path: FieldPath, fields: Readonly<Record<string, Check>>): ConfigFault[] {
  if (!isObject(value)) return [fault(path, 'A mapping with rules, kubernetesVersion and so on is expected here.')]
  return Object.entries(value).flatMap(([name, child]) => {
    const check = entryOf(fields, name)
    if (check !== undefined) return child === undefined ? [] : check(child, [...path, name])
    return [fault([...path, name], `There is no setting "${name}". ${didYouMean(name, Object.keys(fields))}`)]
  })
}

function checkRules(value: unknown, path: FieldPath): ConfigFault[] {
  if (!isObject(value)) return [fault(path, 'rules is a mapping of rule names to off, warn or error.')]
  return Object.entries(value).flatMap(([written, setting]) => {
    const at = [...path, written]
    const name = written.replace(/^rollcast\//, '')
    const rule = entryOf(allRules, name)
    if (rule === undefined)
      return [fault(at, `There is no rule "${written}". ${didYouMean(name, Object.keys(allRules))}`)]
    const [severity, options] = Array.isArray(setting) ? setting : [setting]
    if (!['off', false, 'warn', 'error', 0, 1, 2].includes(severity as string))
      return [fault(at, `The severity of ${written} is off, warn or error; it is ${JSON.stringify(severity)}.`)]
    const known = Object.keys((rule.meta.schema[0] as { properties?: object } | undefined)?.properties ?? {})
    if (options === undefined) return []
    if (!isObject(options)) return [fault(at, `The options of ${written} are a mapping.`)]
    return Object.keys(options)
      .filter((option) => !known.includes(option))
      .map((option) => fault(at, `${written} has no option "${option}". ${didYouMean(option, known)}`))
  })
}

function checkPresets(value: unknown, path: FieldPath): ConfigFault[] {
  return [value as JsonValue]
    .flat()
    .flatMap((name) =>
      presetNames.some((known) => known === name)
        ? []
        : [fault(path, `There is no preset ${JSON.stringify(name)}. ${didYouMean(String(name), presetNames)}`)],
    )
}

function checkVersion(value: unknown, path: FieldPath): ConfigFault[] {
  if (typeof value !== 'string')
    return [
      fault(
        path,
        `kubernetesVersion is a string: write it in quotes, such as '${newestVersion}'. It is ${JSON.stringify(value)}.`,
      ),
    ]
  return asked(path, () => parseVersion(value))
}

function checkGates(value: unknown, path: FieldPath): ConfigFault[] {
  if (!isObject(value) || Object.values(value).some((state) => typeof state !== 'boolean'))
    return [fault(path, 'featureGates is a mapping of gate names to true or false.')]
  // One that changes no answer is a warning where it is used: a cluster's whole list may stand here.
  return []
}

function asked(path: FieldPath, ask: () => unknown): ConfigFault[] {
  try {
    ask()
    return []
  } catch (error) {
    if (error instanceof UnknownTargetError) return [fault(path, error.message)]
    throw error
  }
}

function checkGlobs(value: unknown, path: FieldPath): ConfigFault[] {
  return [value as JsonValue].flat().every((glob) => typeof glob === 'string' && glob !== '')
    ? []
    : [fault(path, `${String(path.at(-1))} is a glob or a list of globs, such as 'deploy/**'.`)]
}

function checkFolders(value: unknown, path: FieldPath): ConfigFault[] {
  return [value as JsonValue].flat().every((folder) => typeof folder === 'string' && folder !== '')
    ? []
    : [fault(path, "folders is a folder or a list of folders, such as 'deploy'.")]
}

function checkOverrides(value: unknown, path: FieldPath): ConfigFault[] {
  if (!Array.isArray(value)) return [fault(path, 'overrides is a list; each of its items has files and rules.')]
  return value.flatMap((item: unknown, index) => {
    const at = [...path, index]
    return isObject(item) && item.files === undefined
      ? [fault(at, 'An override names the files that it is for: files.')]
      : checkFields(item, at, overrideFields)
  })
}

function checkRender(value: unknown, path: FieldPath): ConfigFault[] {
  if (!Array.isArray(value)) return [fault(path, 'render is a list; each of its items has a command: run.')]
  return value.flatMap((item: unknown, index) => {
    const at = [...path, index]
    return isObject(item) && item.run === undefined
      ? [fault(at, 'A render entry names its command: run: helm template shop charts/shop.')]
      : checkFields(item, at, renderFields)
  })
}

function checkText(value: unknown, path: FieldPath): ConfigFault[] {
  return typeof value === 'string' && value !== '' ? [] : [fault(path, `${String(path.at(-1))} is a text.`)]
}

function didYouMean(name: string, known: readonly string[]): string {
  const near = nearestName(name, known)
  if (near !== undefined) return `Did you mean "${near}"?`
  return known.length === 0 ? 'It has none.' : `There are ${known.join(', ')}.`
}

function fault(path: FieldPath, message: string): ConfigFault {
  return { path, message }
}
