/** `rollcast plan` and `rollcast default`: their arguments. What they do is loaded when it is asked for. */
import { InvalidArgumentError, type Command } from 'commander'
import { supportedRange } from '../kubernetes/versions.js'
import { formatsOf, planReporters } from '../report/reporters.js'
import { formatOption } from './format-option.js'
import type { DefaultOptions, PlanOptions } from './options.js'
import { realWorld } from './world.js'

/** Adds `plan` to the program. */
export function addPlanCommand(program: Command): void {
  program
    .command('plan')
    .description('print the exact sequence of pods and claims that a change of StatefulSets and DaemonSets will cause')
    .argument('[manifests...]', 'the manifests to apply, planned together; - for standard input')
    .option(
      '--from <file>',
      'what is in the cluster now: applied and settled first, and not shown (repeatable)',
      collect,
    )
    .option('--then <line>', "what is done next: 'kubectl scale sts web --replicas=5' (repeatable)", collect)
    .option(
      '--nodes <file|number>',
      'the nodes: 5, a list, or what kubectl get nodes -o yaml prints; without it, where pods run is left out',
    )
    .option(
      '--assume <what>',
      "broken (no pod of the new revision gets ready), 'web-1 not ready', 'web-0 failed' (repeatable)",
      collect,
    )
    .option('--scenario <file>', 'play a story of many steps instead')
    .option('--prefer <nodes>', 'where Kubernetes may take any node, these first: node-3,node-1', namesOf)
    .option('--place <pods>', 'where the scheduler may take any of several nodes, this one: web-0=node-2', placesOf)
    .option('--kubernetes-version <version>', `the version to plan for: ${supportedRange}, also 1.35.2`)
    .option('--feature-gates <gates>', 'Name=true,Other=false: gates that the cluster sets itself')
    .addOption(formatOption(formatsOf(planReporters)))
    .option('--full', 'do not fold long runs of like steps')
    .option('--width <columns>', 'how wide the text may get (default: the terminal, at most 100)', widthOf)
    .option('--color', 'colour the output, also where it is no terminal')
    .option('--no-color', 'do not colour the output')
    .addHelpText('after', planHelp)
    .action(async (manifests: string[], options: PlanOptions) => {
      const { runPlan } = await import('./plan-run.js')
      process.exitCode = await runPlan(manifests, options, realWorld(options))
    })
}

const planHelp = `
Examples:
  rollcast plan web.yaml                                   nothing is there yet
  rollcast plan --from old.yaml web.yaml                   a change
  rollcast plan web.yaml --then 'kubectl scale sts web --replicas=1'
  rollcast plan --from old.yaml web.yaml --assume broken   where it would stop, and the way out
  rollcast plan web.yaml --nodes nodes.yaml                where the pods run, on the nodes of a cluster
  helm template shop | rollcast plan -

Exit status: 0 planned, 1 a step is refused or gets stuck, 2 something could not be read or run.`

/** Adds `default` to the program. */
export function addDefaultCommand(program: Command): void {
  program
    .command('default')
    .description('print manifests as the API server would store them: decoded, defaults filled in')
    .argument('<manifests...>', 'files, or - for standard input')
    .option('--kubernetes-version <version>', `the version to answer for: ${supportedRange}, also 1.35.2`)
    .option('--feature-gates <gates>', 'Name=true,Other=false: gates that the cluster sets itself')
    .addOption(formatOption(['yaml', 'json']))
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

function widthOf(value: string): number {
  if (!/^\d+$/.test(value) || Number(value) < 40)
    throw new InvalidArgumentError('It is a number of columns, 40 or more.')
  return Number(value)
}
