/** Scenario files (docs/plan.md): read, checked, and every manifest that a step names read with them. */
import { dirname, isAbsolute, join } from 'node:path'
import { UnknownTargetError } from '../kubernetes/versions.js'
import { isObject, type JsonObject, type JsonValue } from '../kubernetes/json.js'
import {
  applyLine,
  clusterAct,
  knownKubectlLines,
  readKubectlLine,
  stepSettings,
  UnknownKubectlLineError,
  type Act,
  type KubectlAct,
  type NodeDescription,
  type Scenario,
  type ScenarioStep,
  type Step,
} from '../planner/index.js'
import type { ReadingLimits } from '../manifest/index.js'
import { readSource } from './files.js'
import { manifestsIn, shownFile, yamlValue } from './manifests.js'
import { describedNode } from './nodes.js'
import { SourceError } from './source-error.js'

/** Reads the text of a file that is named. */
export interface ReadText {
  (file: string): Promise<string>
  /** How much is read of it. */
  readonly limits?: ReadingLimits
}

export interface ReadScenario {
  readonly scenario: Scenario
  /** The objects of the dump that `live` names; undefined where it names none. */
  readonly live?: readonly JsonObject[]
  readonly steps: readonly Step[]
}

/** Reads a scenario file and everything that it names. */
export async function readScenario(file: string, read: ReadText = readSource): Promise<ReadScenario> {
  const scenario = scenarioIn(yamlValue(await read(file), file), file)
  const beside = (name: string): string =>
    file === '-' || name === '-' || isAbsolute(name) ? name : join(dirname(file), name)
  const readBeside = Object.assign(async (name: string) => read(beside(name)), { limits: read.limits })
  const live =
    scenario.live === undefined ? undefined : manifestsIn(await readBeside(scenario.live), scenario.live, read.limits)
  const steps: Step[] = []
  for (const [index, step] of scenario.steps.entries()) {
    try {
      steps.push(await readStep(step, file, readBeside))
    } catch (error) {
      if (!(
        error instanceof SourceError ||
        error instanceof UnknownKubectlLineError ||
        error instanceof UnknownTargetError
      ))
        throw error
      throw new SourceError(
        `${shownFile(file)}: step ${index + 1}: ${error.message.replace(`${shownFile(file)}:`, 'apply:')}`,
        file,
      )
    }
  }
  return { scenario, ...(live === undefined ? {} : { live }), steps }
}

/** Reads a step: the objects of its manifests, and its kubectl line, with a patch that is YAML. */
export async function readStep(step: ScenarioStep, origin: string, read: ReadText): Promise<Step> {
  return { ...(await readAct(step, origin, read)), ...stepSettings(step) }
}

async function readAct(step: ScenarioStep, origin: string, read: ReadText): Promise<Act> {
  const applied = applyLine(step.applyFile, step.applyArgs)
  const line = applied === undefined ? {} : { line: applied }
  if (step.apply !== undefined)
    return { do: 'apply', objects: manifestsIn(step.apply, origin, read.limits), text: step.apply, ...line }
  if (step.applyFile !== undefined) {
    const text = await read(step.applyFile)
    return { do: 'apply', objects: manifestsIn(text, step.applyFile, read.limits), file: step.applyFile, text, ...line }
  }
  if (step.kubectl !== undefined) return kubectlAct(step.kubectl, origin, read)
  return clusterAct(step)
}

/**
 * Reads a kubectl line and the manifests that its `-f` names. What kubectl itself refuses is an answer of the step, not
 * a fault of the scenario.
 */
export async function kubectlAct(words: readonly string[], origin: string, read: ReadText): Promise<KubectlAct> {
  const line = readKubectlLine(words, (text) => yamlValue(text, `${shownFile(origin)}: the patch behind -p`))
  const objects: JsonObject[] = []
  for (const file of 'command' in line ? line.command.targets.files : [])
    objects.push(...manifestsIn(await read(file), file, read.limits))
  return { do: 'kubectl', line, objects }
}

const acts = [
  'apply',
  'applyFile',
  'kubectl',
  'addNode',
  'setNode',
  'removeNode',
  'upgrade',
  'failPod',
  'readyPod',
  'unreadyPod',
  'assumeBroken',
] as const
const settings = ['applyArgs', 'waitSeconds', 'maxRounds', 'prefer', 'place'] as const

/** Checks the value of a scenario file. */
export function scenarioIn(value: JsonValue, file: string): Scenario {
  const place = shownFile(file)
  const fault = (message: string): SourceError => new SourceError(`${place}: ${message}`, file)
  if (!isObject(value)) throw fault('a scenario is a mapping with steps.')
  const fields = ['name', 'about', 'gates', 'pace', 'scheduler', 'live', 'nodes', 'steps']
  const unknown = Object.keys(value).find((key) => !fields.includes(key))
  if (unknown !== undefined)
    throw fault(
      `a scenario has no field "${unknown}"; it has name, about, gates, pace, scheduler, live, nodes and steps.`,
    )
  const { name, about, gates, pace, scheduler, live, nodes, steps } = value
  if (!Array.isArray(steps) || steps.length === 0) throw fault('a scenario has steps: a list with at least one.')
  for (const [key, text] of Object.entries({ name, about, gates, live }))
    if (text !== undefined && text !== null && typeof text !== 'string') throw fault(`${key} is a string.`)
  if (pace !== undefined && pace !== null && pace !== '' && pace !== 'one' && pace !== 'all')
    throw fault(`pace is "one" or "all"; it is ${JSON.stringify(pace)}.`)
  if (scheduler !== undefined && scheduler !== null && typeof scheduler !== 'boolean')
    throw fault(`scheduler is true or false; it is ${JSON.stringify(scheduler)}.`)
  if (nodes !== undefined && nodes !== null && !Array.isArray(nodes)) throw fault('nodes is a list of nodes.')
  const described: NodeDescription[] = (nodes ?? []).map((node, index) =>
    describedNode(node, `${place}: nodes[${index}]`, file),
  )
  return {
    ...(typeof name === 'string' ? { name } : {}),
    ...(typeof about === 'string' ? { about } : {}),
    ...(typeof gates === 'string' ? { gates } : {}),
    ...(pace === 'one' || pace === 'all' ? { pace } : {}),
    ...(scheduler === true ? { scheduler } : {}),
    ...(typeof live === 'string' ? { live } : {}),
    ...(described.length === 0 ? {} : { nodes: described }),
    steps: steps.map((step, index) => stepIn(step, `step ${index + 1}`, file, fault)),
  }
}

function stepIn(value: JsonValue, place: string, file: string, fault: (message: string) => SourceError): ScenarioStep {
  if (!isObject(value)) throw fault(`${place} is no mapping.`)
  const given = Object.keys(value).filter((key) => value[key] !== null && value[key] !== undefined)
  const unknown = given.find((key) => ![...acts, ...settings].some((known) => known === key))
  if (unknown !== undefined)
    throw fault(
      `${place}: there is no act "${unknown}". A step has one of ${acts.join(', ')}, and may have ${settings.join(', ')}.`,
    )
  const act = acts.filter((key) => given.includes(key) && value[key] !== '')
  if (act.length > 1) throw fault(`${place} has ${act.join(' and ')}: a step does one thing.`)
  const step: Record<string, unknown> = {}
  for (const key of ['apply', 'applyFile', 'removeNode', 'upgrade', 'failPod', 'readyPod', 'unreadyPod'] as const) {
    if (value[key] === undefined || value[key] === null || value[key] === '') continue
    if (typeof value[key] !== 'string') throw fault(`${place}: ${key} is a string.`)
    step[key] = value[key]
  }
  const applyArgs = value['applyArgs']
  if (applyArgs !== undefined && applyArgs !== null) {
    if (!Array.isArray(applyArgs) || !applyArgs.every((word) => typeof word === 'string'))
      throw fault(`${place}: applyArgs is a list of flags, such as ["--server-side"].`)
    if (step['apply'] === undefined && step['applyFile'] === undefined)
      throw fault(`${place}: applyArgs are the flags of an apply; the step has neither apply nor applyFile.`)
    if (applyArgs.length > 0) step['applyArgs'] = applyArgs
  }
  for (const key of ['addNode', 'setNode'] as const)
    if (value[key] !== undefined && value[key] !== null) step[key] = describedNode(value[key], `${place}: ${key}`, file)
  for (const key of ['waitSeconds', 'maxRounds'] as const) {
    const number = value[key]
    if (number === undefined || number === null) continue
    if (typeof number !== 'number' || number < 0 || !Number.isFinite(number))
      throw fault(`${place}: ${key} is a number, 0 or more.`)
    if (number > 0) step[key] = number
  }
  if (value['assumeBroken'] !== undefined && value['assumeBroken'] !== null)
    step['assumeBroken'] =
      typeof value['assumeBroken'] === 'string' ? value['assumeBroken'] : value['assumeBroken'] === true
  if (value['kubectl'] !== undefined && value['kubectl'] !== null)
    step['kubectl'] = wordsOf(value['kubectl'], `${place}: kubectl`, fault)
  if (value['prefer'] !== undefined && value['prefer'] !== null)
    step['prefer'] = wordsOf(value['prefer'], `${place}: prefer`, fault)
  if (value['place'] !== undefined && value['place'] !== null)
    step['place'] = placesOf(value['place'], `${place}: place`, fault)
  return step as ScenarioStep
}

function placesOf(value: JsonValue, place: string, fault: (message: string) => SourceError): Record<string, string> {
  const places = isObject(value) ? Object.entries(value) : []
  if (places.length === 0 || !places.every((entry): entry is [string, string] => typeof entry[1] === 'string'))
    throw fault(`${place} is a mapping of pods to nodes, such as {web-0: node-2}.`)
  return Object.fromEntries(places)
}

function wordsOf(value: JsonValue, place: string, fault: (message: string) => SourceError): string[] {
  if (!Array.isArray(value) || !value.every((word): word is string => typeof word === 'string')) {
    throw fault(
      `${place} is a list of words, such as [scale, sts, web, --replicas=5]. Rollcast knows kubectl ${knownKubectlLines}.`,
    )
  }
  return value
}
