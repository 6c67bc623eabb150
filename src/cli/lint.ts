/** `rollcast lint`: its arguments. What it does is loaded when it is asked for: no other command pays for ESLint. */
import { InvalidArgumentError, type Command } from 'commander'
import { supportedRange } from '../kubernetes/versions.js'
import { formatsOf, lintReporters } from '../report/reporters.js'
import { renderOption, renderTimeoutOption, trustOption } from './change-options.js'
import { formatOption } from './format-option.js'
import { addLimitOptions } from './limits.js'
import type { LintOptions } from './options.js'
import { realWorld } from './world.js'

/** Adds the command to the program. */
export function addLintCommand(program: Command): void {
  const command = program
    .command('lint')
    .description(
      'check manifests of StatefulSets and DaemonSets: what the API server refuses, and what the house does not want',
    )
    .argument('[paths...]', 'files, folders, globs, or - for standard input (default: this folder)')
    .option('-c, --config <preset|file>', 'recommended, api or strict, or a configuration file')
    .option('--kubernetes-version <version>', `the version to answer for: ${supportedRange}, also 1.35.2`)
    .option('--feature-gates <gates>', 'Name=true,Other=false: gates that the cluster sets itself')
    .option(
      '--from <file>',
      'what is in the cluster now: the manifests are checked as updates of it (repeatable)',
      collect,
    )
    .option(
      '--base [ref]',
      'what changed since this commit in git is checked as an update of it; without a name the base that CI says',
    )
    .option('--changed-only', 'with --base: report only what is found in objects that changed')
    .addOption(renderOption())
    .addOption(renderTimeoutOption())
    .addOption(trustOption())
    .addOption(formatOption(formatsOf(lintReporters)))
    .option('-o, --output-file <file>', 'write into this file, which is there whole or not at all')
    .option(
      '--rule <rule>',
      "a rule and its severity, before all configuration: 'partition: off' (repeatable)",
      collect,
    )
    .option('--summary', 'count what was found by rule, and list nothing')
    .option('--list-files', 'print which files would be looked at, and look at none')
    .option('--print-config <file>', 'print the rules and settings that hold for a file')
    .option('--fix', 'write the sure fixes into the files')
    .option('--quiet', 'leave the warnings out')
    .option('--max-warnings <number>', 'more warnings than this end with status 1', countOf)
    .option('--ignore <glob>', 'files to leave out of folders and globs (repeatable)', collect)
    .option('--no-gitignore', 'of folders and globs also what .gitignore names')
    .option('--stdin', 'read standard input, as - does')
    .option('--stdin-filename <file>', 'what to call standard input')
  addLimitOptions(command)
    .option('--color', 'colour the output, also where it is no terminal')
    .option('--no-color', 'do not colour the output')
    .addHelpText(
      'after',
      '\nExit status: 0 nothing to report or warnings alone, 1 errors, 2 something could not be read or run.',
    )
    .action(async (paths: string[], options: LintOptions) => {
      const { runLint } = await import('./lint-run.js')
      process.exitCode = await runLint(paths, options, realWorld(options))
    })
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value]
}

function countOf(value: string): number {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError('It is a number, 0 or more.')
  return Number(value)
}
