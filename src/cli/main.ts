#!/usr/bin/env node
/** The command `rollcast`, also `kubectl rollcast`. Each subcommand loads what it needs when it is asked for. */
import { Command } from 'commander'
import packageJson from '../../package.json' with { type: 'json' }
import { asCalled, calledAs, isAskedByKubectl } from './called-as.js'
import { addCompletionCommand, answerShell } from './completion/completion.js'
import { addInitCommand } from './init/init.js'
import { addLintCommand } from './lint.js'
import { ourFault } from './our-fault.js'
import { addDefaultCommand, addPlanCommand, addShowCommand } from './plan.js'

const program = new Command(calledAs)
  .configureOutput({
    writeOut: (text) => void process.stdout.write(asCalled(text)),
    writeErr: (text) => void process.stderr.write(asCalled(text)),
  })
  .description('lints manifests of Kubernetes StatefulSets and DaemonSets, and plans what a change of them will do')
  .version(packageJson.version, '-V, --version', 'print the version')
  .helpOption('-h, --help', 'print this help')
  .helpCommand('help [command]', 'print the help of a command')
  .showHelpAfterError('(rollcast --help says what there is)')
  .exitOverride()
  .addHelpText(
    'after',
    "\nExamples:\n  rollcast plan --from old.yaml web.yaml\n  rollcast plan web.yaml --then 'kubectl delete pod web-0'\n  rollcast lint deploy/\n  rollcast default web.yaml",
  )

addPlanCommand(program)
addLintCommand(program)
addDefaultCommand(program)
addShowCommand(program)
addInitCommand(program)
addCompletionCommand(program)
for (const command of program.commands)
  command.exitOverride().showHelpAfterError(`(rollcast ${command.name()} --help says what there is)`)

// A reader that has seen enough (head) is no fault of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0)
  process.stderr.write(`rollcast: the output cannot be written: ${error.message}\n`)
  process.exit(2)
})

try {
  const words = process.argv.slice(2)
  if (isAskedByKubectl) await answerShell(program, words)
  else if (words[0] === '__complete') await answerShell(program, words.slice(1))
  else await program.parseAsync()
} catch (error) {
  // Commander has said what it had to say; a wrong line is status 2.
  if (error instanceof Error && 'exitCode' in error && 'code' in error) process.exitCode = error.exitCode === 0 ? 0 : 2
  else {
    process.stderr.write(`rollcast: ${ourFault(error)}\n`)
    process.exitCode = 2
  }
}
