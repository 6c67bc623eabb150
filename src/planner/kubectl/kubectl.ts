/** The kubectl lines that a plan can hold, as typed commands: what is asked for, not yet what becomes of it. */
import { readDuration } from './duration.js'
import { entryOf, setEntry, type JsonValue } from '../../kubernetes/json.js'
import {
  flag,
  isOn,
  KubectlError,
  numberFlag,
  parseFlags,
  UnknownKubectlLineError,
  type FlagTable,
  type ParsedLine,
} from './command-line.js'
import type { PatchType } from '../../apiserver/patch.js'

/** Which objects a command means. */
export interface Targets {
  /** Left out: the namespace `default`. */
  readonly namespace?: string
  /** `sts web other`, `sts/web ds/agent`, or a type alone. */
  readonly args: readonly string[]
  readonly selector?: string
  readonly fieldSelector?: string
  readonly all: boolean
  readonly allNamespaces: boolean
  /** `-f`: the objects of these manifests. */
  readonly files: readonly string[]
}

export type Cascade = 'background' | 'foreground' | 'orphan'

/** One change of a map of strings: `key=value`, or a removal (`key-`). */
export interface PairChange {
  readonly set: Readonly<Record<string, string>>
  readonly remove: readonly string[]
}

/** What a line asks for, and the field manager that it names. */
export type KubectlCommand = Verb & {
  /** `--field-manager`; left out, kubectl has a name for each verb. */
  readonly fieldManager?: string
}

/** `kubectl apply` */
export type ApplyCommand = KubectlCommand & { readonly verb: 'apply' }

type Verb =
  | {
      readonly verb: 'apply'
      readonly targets: Targets
      readonly serverSide: boolean
      /** `--force-conflicts` */
      readonly forceConflicts: boolean
    }
  | { readonly verb: 'create'; readonly targets: Targets }
  | { readonly verb: 'replace'; readonly targets: Targets; readonly force: boolean }
  | {
      readonly verb: 'delete'
      readonly targets: Targets
      readonly cascade: Cascade
      readonly notes: readonly string[]
      readonly ignoreNotFound: boolean
      readonly force: boolean
    }
  | { readonly verb: 'scale'; readonly targets: Targets; readonly replicas: number; readonly currentReplicas?: number }
  | {
      readonly verb: 'rollout'
      readonly action: 'restart' | 'undo' | 'pause' | 'resume' | 'status' | 'history'
      readonly targets: Targets
      readonly toRevision: number
    }
  | { readonly verb: 'set image'; readonly targets: Targets; readonly images: Readonly<Record<string, string>> }
  | {
      readonly verb: 'set env'
      readonly targets: Targets
      readonly env: PairChange
      readonly containers: string
      readonly overwrite: boolean
    }
  | {
      readonly verb: 'set resources'
      readonly targets: Targets
      readonly limits?: string
      readonly requests?: string
      readonly containers: string
    }
  | {
      readonly verb: 'patch'
      readonly targets: Targets
      readonly type: PatchType
      /** The patch; undefined where its text is none. */
      readonly patch: JsonValue | undefined
      readonly subresource?: string
    }
  | {
      readonly verb: 'label' | 'annotate'
      readonly targets: Targets
      readonly change: PairChange
      readonly overwrite: boolean
    }
  | {
      readonly verb: 'taint'
      readonly targets: Targets
      readonly taints: readonly string[]
      readonly overwrite: boolean
    }
  | { readonly verb: 'cordon' | 'uncordon'; readonly targets: Targets }
  | { readonly verb: 'drain'; readonly targets: Targets; readonly options: DrainOptions }

export interface DrainOptions {
  readonly force: boolean
  readonly ignoreDaemonSets: boolean
  readonly deleteEmptyDirData: boolean
  readonly podSelector?: string
  readonly disableEviction: boolean
  /** Seconds after which kubectl gives up on a node; 0 means never. */
  readonly timeout: number
  /** The pods' own where it is left out. */
  readonly gracePeriodSeconds?: number
}

const targetFlags: FlagTable = {
  selector: 'value',
  'field-selector': 'value',
  all: 'switch',
  'all-namespaces': 'switch',
  filename: 'value',
  recursive: 'switch',
}
const manifestFlags: FlagTable = {
  filename: 'value',
  recursive: 'switch',
  selector: 'value',
  validate: 'optional',
  'save-config': 'switch',
}
const deletionFlags: FlagTable = {
  cascade: 'optional',
  force: 'switch',
  'grace-period': 'value',
  timeout: 'value',
  wait: 'switch',
}

/** The kubectl lines that Rollcast knows, for messages. */
export const knownKubectlLines =
  'apply, create, replace, delete, scale, rollout restart|undo|pause|resume|status|history, set image|env|resources, patch, label, annotate, cordon, uncordon, taint and drain'

type Reader = (words: readonly string[], readYaml: ReadYaml | undefined) => Verb

const readers: Readonly<Record<string, Reader>> = {
  apply(words) {
    const line = parseFlags(
      words,
      {
        ...manifestFlags,
        ...deletionFlags,
        overwrite: 'switch',
        'openapi-patch': 'switch',
        'server-side': 'switch',
        'force-conflicts': 'switch',
        prune: 'switch',
      },
      'apply',
    )
    if (isOn(line, 'prune'))
      throw new UnknownKubectlLineError(
        `kubectl apply: Rollcast does not follow --prune yet; it plans kubectl's client-side apply.`,
      )
    const [serverSide, forceConflicts] = [isOn(line, 'server-side'), isOn(line, 'force-conflicts')]
    if (forceConflicts && !serverSide) throw new KubectlError('--force-conflicts only works with --server-side')
    if (serverSide && isOn(line, 'force')) throw new KubectlError('--force cannot be used with --server-side')
    if (line.args.length > 0)
      throw new KubectlError(`Unexpected args: [${line.args.join(' ')}]\nSee 'kubectl apply -h' for help and examples`)
    return { verb: 'apply', targets: withFiles(line, 'must specify one of -f and -k'), serverSide, forceConflicts }
  },
  create(words) {
    const line = parseFlags(words, manifestFlags, 'create')
    if (line.args.length > 0)
      throw new UnknownKubectlLineError(
        `kubectl create ${line.args[0] ?? ''}: Rollcast knows kubectl create only with -f.`,
      )
    return { verb: 'create', targets: withFiles(line, 'must specify one of -f and -k') }
  },
  replace(words) {
    const line = parseFlags(words, { ...manifestFlags, ...deletionFlags }, 'replace')
    return {
      verb: 'replace',
      targets: withFiles(line, 'must specify --filename to replace'),
      force: isOn(line, 'force'),
    }
  },
  delete(words) {
    const line = parseFlags(
      words,
      { ...targetFlags, ...deletionFlags, now: 'switch', 'ignore-not-found': 'switch', interactive: 'switch' },
      'delete',
    )
    const targets = targetsOf(line, line.args)
    const selects = targets.all || targets.selector !== undefined || targets.fieldSelector !== undefined
    if (targets.all && targets.selector !== undefined)
      throw new KubectlError('cannot set --all and --selector at the same time')
    if (targets.all && targets.fieldSelector !== undefined)
      throw new KubectlError('cannot set --all and --field-selector at the same time')
    return {
      verb: 'delete',
      targets,
      cascade: cascadeOf(flag(line, 'cascade')),
      notes: cascadeNotes(flag(line, 'cascade')),
      ignoreNotFound: flag(line, 'ignore-not-found') === undefined ? selects : isOn(line, 'ignore-not-found'),
      force: isOn(line, 'force'),
    }
  },
  scale(words) {
    const line = parseFlags(
      words,
      { ...targetFlags, replicas: 'value', 'current-replicas': 'value', 'resource-version': 'value', timeout: 'value' },
      'scale',
    )
    const replicas = numberFlag(line, 'replicas')
    if (replicas === undefined) throw new KubectlError('required flag(s) "replicas" not set')
    if (replicas < 0)
      throw new KubectlError('The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0')
    const currentReplicas = numberFlag(line, 'current-replicas')
    return {
      verb: 'scale',
      targets: targetsOf(line, line.args),
      replicas,
      ...(currentReplicas === undefined || currentReplicas === -1 ? {} : { currentReplicas }),
    }
  },
  rollout(words) {
    const [action, ...rest] = words
    if (
      action !== 'restart' &&
      action !== 'undo' &&
      action !== 'pause' &&
      action !== 'resume' &&
      action !== 'status' &&
      action !== 'history'
    ) {
      throw new UnknownKubectlLineError(
        `kubectl rollout ${action ?? ''}: Rollcast knows kubectl rollout restart, undo, pause, resume, status and history.`,
      )
    }
    const line = parseFlags(
      rest,
      { ...targetFlags, 'to-revision': 'value', revision: 'value', watch: 'switch', timeout: 'value' },
      `rollout ${action}`,
    )
    if (line.args.length === 0 && !line.flags.has('filename')) throw new KubectlError('required resource not specified')
    return {
      verb: 'rollout',
      action,
      targets: targetsOf(line, line.args),
      toRevision: numberFlag(line, 'to-revision') ?? 0,
    }
  },
  set(words) {
    const [what, ...rest] = words
    if (what === 'image') return setImage(rest)
    if (what === 'env') return setEnv(rest)
    if (what === 'resources') return setResources(rest)
    throw new UnknownKubectlLineError(`kubectl set ${what ?? ''}: Rollcast knows kubectl set image, env and resources.`)
  },
  patch(words, readYaml) {
    const line = parseFlags(
      words,
      { patch: 'value', 'patch-file': 'value', type: 'value', filename: 'value', subresource: 'value' },
      'patch',
    )
    if (flag(line, 'patch-file') !== undefined)
      throw new UnknownKubectlLineError(
        'kubectl patch: Rollcast does not read --patch-file; write the patch behind -p.',
      )
    const patch = flag(line, 'patch') ?? ''
    if (patch === '')
      throw new KubectlError('must specify --patch or --patch-file containing the contents of the patch')
    const type = (flag(line, 'type') ?? 'strategic').toLowerCase()
    if (type !== 'strategic' && type !== 'merge' && type !== 'json')
      throw new KubectlError(`--type must be one of [json merge strategic], not ${JSON.stringify(flag(line, 'type'))}`)
    const subresource = flag(line, 'subresource')
    return {
      verb: 'patch',
      targets: targetsOf(line, line.args),
      type,
      patch: patchValue(patch, readYaml),
      ...(subresource === undefined ? {} : { subresource }),
    }
  },
  label: (words) => labelOrAnnotate('label', words),
  annotate: (words) => labelOrAnnotate('annotate', words),
  taint(words) {
    const line = parseFlags(words, { ...targetFlags, overwrite: 'switch', validate: 'optional' }, 'taint')
    const [resources, taints] = splitWords(line.args, (word) => /[=:]/.test(word) || word.endsWith('-'), 'taint')
    if (resources.length === 0) throw new KubectlError('one or more resources must be specified as <resource> <name>')
    if (taints.length === 0) throw new KubectlError('at least one taint update is required')
    return { verb: 'taint', targets: targetsOf(line, resources), taints, overwrite: isOn(line, 'overwrite') }
  },
  cordon: (words) => nodeCommand('cordon', words),
  uncordon: (words) => nodeCommand('uncordon', words),
  drain(words) {
    const line = parseFlags(
      words,
      {
        selector: 'value',
        force: 'switch',
        'ignore-daemonsets': 'switch',
        'delete-emptydir-data': 'switch',
        'grace-period': 'value',
        timeout: 'value',
        'pod-selector': 'value',
        'disable-eviction': 'switch',
        'skip-wait-for-delete-timeout': 'value',
        'chunk-size': 'value',
      },
      'drain',
    )
    requireNodes('drain', line)
    const podSelector = flag(line, 'pod-selector')
    const grace = Number(flag(line, 'grace-period') ?? '-1')
    return {
      verb: 'drain',
      targets: targetsOf(line, line.args),
      options: {
        force: isOn(line, 'force'),
        ignoreDaemonSets: isOn(line, 'ignore-daemonsets'),
        deleteEmptyDirData: isOn(line, 'delete-emptydir-data'),
        disableEviction: isOn(line, 'disable-eviction'),
        timeout: readDuration(flag(line, 'timeout') ?? '0', 'timeout'),
        ...(grace >= 0 ? { gracePeriodSeconds: grace } : {}),
        ...(podSelector === undefined ? {} : { podSelector }),
      },
    }
  },
}

/** A kubectl line: its words, without `kubectl`, and what they ask for, or what kubectl itself refuses about them. */
export type KubectlLine = { readonly words: readonly string[] } & (
  { readonly command: KubectlCommand } | { readonly refusal: string }
)

/** Reads the value of a text of YAML: a patch behind `-p` that is not JSON. */
export type ReadYaml = (text: string) => JsonValue

/**
 * Reads a kubectl line (with or without a leading `kubectl`).
 * @param readYaml without it, a patch has to be JSON.
 * @throws {UnknownKubectlLineError} for a line that Rollcast cannot plan.
 */
export function readKubectlLine(words: readonly string[], readYaml?: ReadYaml): KubectlLine {
  const bare = words[0] === 'kubectl' ? words.slice(1) : words
  try {
    return { words: bare, command: parseKubectl(bare, readYaml) }
  } catch (error) {
    if (!(error instanceof KubectlError)) throw error
    return { words: bare, refusal: error.message }
  }
}

/**
 * Reads the words of a kubectl line (with or without a leading `kubectl`).
 * @throws {UnknownKubectlLineError} for a line that Rollcast cannot plan.
 * @throws {KubectlError} for a line that kubectl itself refuses before it asks the server.
 */
export function parseKubectl(words: readonly string[], readYaml?: ReadYaml): KubectlCommand {
  const rest = words[0] === 'kubectl' ? words.slice(1) : words
  // Global flags may stand before the verb: kubectl -n shop scale sts web --replicas=2
  const lead: string[] = []
  while (rest[lead.length]?.startsWith('-') === true) {
    const word = rest[lead.length] as string
    lead.push(word)
    const next = rest[lead.length]
    if (!word.includes('=') && (word.startsWith('--') || word.length === 2) && next !== undefined) lead.push(next)
  }
  const [verb, ...words_] = rest.slice(lead.length)
  const reader = verb !== undefined && Object.hasOwn(readers, verb) ? readers[verb] : undefined
  if (reader === undefined) {
    throw new UnknownKubectlLineError(
      `Rollcast cannot plan "kubectl ${rest.join(' ')}". It knows kubectl ${knownKubectlLines}.`,
    )
  }
  const command =
    verb === 'rollout' || verb === 'set'
      ? reader([...words_.slice(0, 1), ...lead, ...words_.slice(1)], readYaml)
      : reader([...lead, ...words_], readYaml)
  const fieldManager = fieldManagerOf(words_)
  return fieldManager === undefined ? command : { ...command, fieldManager }
}

/** kubectl reads a patch as YAML, of which JSON is a part. */
function patchValue(text: string, readYaml: ReadYaml | undefined): JsonValue | undefined {
  if (readYaml !== undefined && !/^\s*[[{]/.test(text)) return readYaml(text)
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return undefined
  }
}

/** The value of the last `--field-manager`. */
function fieldManagerOf(words: readonly string[]): string | undefined {
  const end = words.indexOf('--')
  const flags = end < 0 ? words : words.slice(0, end)
  const name = '--field-manager'
  const values = flags.flatMap((word, at) =>
    word.startsWith(`${name}=`) ? [word.slice(name.length + 1)] : word === name ? [flags[at + 1] ?? ''] : [],
  )
  const value = values.at(-1)
  return value === '' ? undefined : value
}

/** `kubectl apply -f` of a file, without further flags. */
export function applyFrom(file: string): ApplyCommand {
  const targets = { args: [], all: false, allNamespaces: false, files: [file] }
  return { verb: 'apply', targets, serverSide: false, forceConflicts: false }
}

/** `kubectl create -f` of a file. */
export function createFrom(file: string): KubectlCommand {
  return { verb: 'create', targets: { args: [], all: false, allNamespaces: false, files: [file] } }
}

function targetsOf(line: ParsedLine, args: readonly string[]): Targets {
  const [namespace, selector, fieldSelector] = [
    flag(line, 'namespace'),
    flag(line, 'selector'),
    flag(line, 'field-selector'),
  ]
  return {
    args,
    all: isOn(line, 'all'),
    allNamespaces: isOn(line, 'all-namespaces'),
    files: (line.flags.get('filename') ?? []).flatMap((value) => value.split(',')),
    ...(namespace === undefined ? {} : { namespace }),
    ...(selector === undefined || selector === '' ? {} : { selector }),
    ...(fieldSelector === undefined || fieldSelector === '' ? {} : { fieldSelector }),
  }
}

function withFiles(line: ParsedLine, complaint: string): Targets {
  const targets = targetsOf(line, line.args)
  if (targets.files.length === 0) throw new KubectlError(`${complaint}`)
  return targets
}

/** parseCascadingFlag, with the boolean form that older kubectl took. */
function cascadeOf(value: string | undefined): Cascade {
  switch (value) {
    case undefined:
    case '':
    case 'true':
    case 'background':
      return 'background'
    case 'false':
    case 'orphan':
      return 'orphan'
    case 'foreground':
      return 'foreground'
    default:
      throw new KubectlError(`invalid cascade value (${value}). Must be "background", "foreground", or "orphan"`)
  }
}

function cascadeNotes(value: string | undefined): string[] {
  if (value !== 'true' && value !== 'false') return []
  return [
    `--cascade=${value} is deprecated (boolean value) and can be replaced with --cascade=${value === 'true' ? 'background' : 'orphan'}.`,
  ]
}

/** GetResourcesAndPairs: resources first, then `key=value` and `key-`. */
function splitWords(args: readonly string[], isPair: (word: string) => boolean, what: string): [string[], string[]] {
  const first = args.findIndex(isPair)
  if (first < 0) return [[...args], []]
  const pairs = args.slice(first)
  const stray = pairs.find((word) => !isPair(word))
  if (stray !== undefined) throw new KubectlError(`all resources must be specified before ${what} changes: ${stray}`)
  return [args.slice(0, first), [...pairs]]
}

const isPair = (word: string): boolean =>
  (word.includes('=') && !word.startsWith('=')) || (word.endsWith('-') && word.length > 1)

const resourcesMissing = 'one or more resources must be specified as <resource> <name> or <resource>/<name>'

function setImage(words: readonly string[]): Verb {
  const line = parseFlags(words, targetFlags, 'set image')
  const [resources, pairs] = splitWords(line.args, isPair, 'image')
  const images = Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  )
  if (Object.keys(images).length > 1 && images['*'] !== undefined) {
    throw new KubectlError(
      'all containers are already specified by *, but saw more than one container_name=container_image pairs',
    )
  }
  return { verb: 'set image', targets: targetsOf(line, resources), images }
}

function setEnv(words: readonly string[]): Verb {
  const line = parseFlags(words, { ...targetFlags, containers: 'value', env: 'value', overwrite: 'switch' }, 'set env')
  const [resources, pairs] = splitWords(line.args, isPair, 'environment')
  if (resources.length === 0 && !line.flags.has('filename')) throw new KubectlError(resourcesMissing)
  const all = [...pairs, ...(line.flags.get('env') ?? [])]
  return {
    verb: 'set env',
    targets: targetsOf(line, resources),
    env: pairChange(all),
    containers: flag(line, 'containers') ?? '*',
    overwrite: flag(line, 'overwrite') === undefined || isOn(line, 'overwrite'),
  }
}

function setResources(words: readonly string[]): Verb {
  const line = parseFlags(
    words,
    { ...targetFlags, containers: 'value', limits: 'value', requests: 'value' },
    'set resources',
  )
  if (line.args.length === 0 && !line.flags.has('filename')) throw new KubectlError(resourcesMissing)
  const [limits, requests] = [flag(line, 'limits'), flag(line, 'requests')]
  if (limits === undefined && requests === undefined)
    throw new KubectlError('you must specify an update to requests or limits (in the form of --requests/--limits)')
  return {
    verb: 'set resources',
    targets: targetsOf(line, line.args),
    containers: flag(line, 'containers') ?? '*',
    ...(limits === undefined ? {} : { limits }),
    ...(requests === undefined ? {} : { requests }),
  }
}

function pairChange(pairs: readonly string[]): PairChange {
  const set: Record<string, string> = {}
  const remove: string[] = []
  for (const pair of pairs) {
    const equals = pair.indexOf('=')
    if (equals >= 0) setEntry(set, pair.slice(0, equals), pair.slice(equals + 1))
    else remove.push(pair.slice(0, -1))
  }
  return { set, remove }
}

function labelOrAnnotate(verb: 'label' | 'annotate', words: readonly string[]): Verb {
  const line = parseFlags(
    words,
    { ...targetFlags, overwrite: 'switch', list: 'switch', local: 'switch', 'resource-version': 'value' },
    verb,
  )
  const what = verb === 'label' ? 'label' : 'annotation'
  const [resources, pairs] = splitWords(line.args, isPair, what)
  if (resources.length === 0 && !line.flags.has('filename')) throw new KubectlError(resourcesMissing)
  if (pairs.length === 0) throw new KubectlError(`at least one ${what} update is required`)
  const change = pairChange(pairs)
  if (verb === 'label') {
    const odd = pairs.find((pair) => pair.split('=').length > 2)
    if (odd !== undefined) throw new KubectlError(`invalid label spec: ${odd}`)
  }
  if (change.remove.some((key) => entryOf(change.set, key) !== undefined))
    throw new KubectlError(
      `can not both modify and remove ${verb === 'label' ? 'a label' : 'an annotation'} in the same command`,
    )
  return { verb, targets: targetsOf(line, resources), change, overwrite: isOn(line, 'overwrite') }
}

function requireNodes(verb: string, line: ParsedLine): void {
  if (line.args.length === 0 && !line.flags.has('selector'))
    throw new KubectlError(`USAGE: ${verb} NODE [flags]\nSee 'kubectl ${verb} -h' for help and examples`)
  if (line.args.length > 0 && line.flags.has('selector')) {
    throw new KubectlError(
      `error: cannot specify both a node name and a --selector option\nSee 'kubectl ${verb} -h' for help and examples`,
    )
  }
}

function nodeCommand(verb: 'cordon' | 'uncordon', words: readonly string[]): Verb {
  const line = parseFlags(words, { selector: 'value' }, verb)
  requireNodes(verb, line)
  return { verb, targets: targetsOf(line, line.args) }
}
