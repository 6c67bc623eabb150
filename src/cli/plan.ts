/** `rollcast plan` and `rollcast default`: their arguments. What they do is loaded when it is asked for. */
import { InvalidArgumentError, type Command } from 'commander'
import { supportedRange } from '../kubernetes/versions.js'
import { formatsOf, planReporters } from '../report/reporters.js'
import { renderOption, renderTimeoutOption, trustOption } from './change-options.js'
import { formatOption } from './format-option.js'
import { addLimitOptions } from './limits.js'
import type { DefaultOptions, PlanOptions, ShowOptions } from './options.js'
import { realWorld } from './world.js'

/** Adds `plan` to the program. */
export function addPlanCommand(program: Command): void {
  const command = program
    .command('plan')
    .description('print the exact sequence of pods and claims that a change of StatefulSets and DaemonSets will cause')
    .argument('[manifests...]', 'the manifests to apply, planned together: files, folders, globs; - for standard input')
    .option('-f, --filename <file>', 'a manifest, as kubectl names it (repeatable)', collect)
    .option('-R, --recursive', 'of folders also what lies in folders below them')
    .option('-k, --kustomize <folder>', 'what kustomize makes of this folder')
    .option('-n, --namespace <name>', 'the namespace of what names none', textOf)
    .option(
      '--from <file>',
      'what is in the cluster now: applied and settled first, and not shown (repeatable)',
      collect,
    )
    .option(
      '--base [ref]',
      'plan what changed since this commit in git; without a name the base that CI says, or the main branch',
    )
    .option('--prune', 'with --base: what is in no manifest any more is deleted')
    .addOption(renderOption())
    .addOption(renderTimeoutOption())
    .addOption(trustOption())
    .option('--then <line>', "what is done next: 'kubectl scale sts web --replicas=5' (repeatable)", collect)
    .option(
      '--nodes <file|number>',
      'the nodes: 5, a list, or what kubectl get nodes -o yaml prints; without it, where pods run is left out',
    )
    .option(
      '--assume <what>',
      "broken (no pod of the new revision gets ready), 'broken nginx:1.17' (none of that image or revision), 'web-1 not ready', 'web-0 failed' (repeatable)",
      collect,
    )
    .option('--scenario <file>', 'play a story of many steps instead')
    .option('--prefer <nodes>', 'where Kubernetes may take any node, these first: node-3,agent@node-1', namesOf)
    .option('--place <pods>', 'where the scheduler may take any of several nodes, this one: web-0=node-2', placesOf)
    .option('--kubernetes-version <version>', `the version to plan for: ${supportedRange}, also 1.35.2`)
    .option('--feature-gates <gates>', 'Name=true,Other=false: gates that the cluster sets itself')
    .option('--detailed-exitcode', 'status 3 where something changes, and 0 only where nothing does')
  addLimitOptions(command)
    .addHelpText('after', planHelp)
    .action(async (manifests: string[], options: PlanOptions) => {
      const { runPlan } = await import('./plan-run.js')
      process.exitCode = await runPlan(manifests, options, realWorld(options))
    })
  addOutputOptions(command)
}

/** Adds `show` to the program. */
export function addShowCommand(program: Command): void {
  const command = program
    .command('show')
    .description('print a plan again that was written with -o json, in any format')
    .argument('<file>', 'the plan; - for standard input')
    .addHelpText(
      'after',
      '\nExamples:\n  rollcast plan web.yaml -o json > plan.json\n  rollcast show plan.json -o markdown\n\nExit status: 0 printed, 2 the file is no plan or cannot be read.',
    )
    .action(async (file: string, options: ShowOptions) => {
      const { runShow } = await import('./show-run.js')
      process.exitCode = await runShow(file, options, realWorld(options))
    })
  addOutputOptions(command)
}

/** How a plan is printed. */
function addOutputOptions(command: Command): void {
  command
    .addOption(formatOption(formatsOf(planReporters), '-o'))
    .option('--output-file <file>', 'write into this file, which is there whole or not at all')
    .option('--full', 'do not fold long runs of like steps')
    .option('--width <columns>', 'how wide the text may get (default: the terminal, at most 100)', widthOf)
    .option('--color', 'colour the output, also where it is no terminal')
    .option('--no-color', 'do not colour the output')
}

const planHelp = `
Examples:
  rollcast plan web.yaml                                   nothing is there yet
  rollcast plan --from old.yaml web.yaml                   a change
  rollcast plan web.yaml --then 'kubectl scale sts web --replicas=1'
  rollcast plan --from old.yaml web.yaml --assume broken   where it would stop, and the way out
  rollcast plan web.yaml --nodes nodes.yaml                where the pods run, on the nodes of a cluster
  rollcast plan --base origin/main deploy/                 what this branch changes
  helm template shop | rollcast plan -

Exit status: 0 planned, 1 a step is refused or gets stuck, 2 something could not be read or run;
with --detailed-exitcode 0 only where nothing changes, and 3 where something does.`

/** Adds `default` to the program. */
export function addDefaultCommand(program: Command): void {
  const command = program
    .command('default')
    .description('print manifests as the API server would store them: decoded, defaults filled in')
    .argument('[manifests...]', 'files, folders, globs, or - for standard input')
    .option('-f, --filename <file>', 'a manifest, as kubectl names it (repeatable)', collect)
    .option('-R, --recursive', 'of folders also what lies in folders below them')
    .option('-k, --kustomize <folder>', 'what kustomize makes of this folder')
    .option('-n, --namespace <name>', 'the namespace of what names none', textOf)
    .option('--kubernetes-version <version>', `the version to answer for: ${supportedRange}, also 1.35.2`)
    .option('--feature-gates <gates>', 'Name=true,Other=false: gates that the cluster sets itself')
    .addOption(formatOption(['yaml', 'json'], '-o'))
    .option('--output-file <file>', 'write into this file, which is there whole or not at all')
  addLimitOptions(command)
    .addHelpText(
      'after',
      '\nExit status: 0 printed, 1 the API server would refuse one, 2 something could not be read or run.',
    )
    .action(async (manifests: string[], options: DefaultOptions) => {
      const { runDefault } = await import('./default-run.js')
      process.exitCode = await runDefault(manifests, options, realWorld())
    })
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value]
}

function namesOf(value: string, before: string[] = []): string[] {
  return [
    ...before,
    ...value
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  ]
}

function placesOf(value: string, before: Record<string, string> = {}): Record<string, string> {
  const places = { ...before }
  for (const word of value.split(',')) {
    const [pod = '', node = '', ...more] = word.trim().split('=')
    if (pod === '' || node === '' || more.length > 0)
      throw new InvalidArgumentError('It names a pod and its node: web-0=node-2, several with commas in between.')
    places[pod] = node
  }
  return places
}

function textOf(value: string): string {
  if (value === '') throw new InvalidArgumentError('It is a name.')
  return value
}

function widthOf(value: string): number {
  if (!/^\d+$/.test(value) || Number(value) < 40)
    throw new InvalidArgumentError('It is a number of columns, 40 or more.')
  return Number(value)
}
