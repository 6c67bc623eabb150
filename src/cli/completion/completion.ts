/** `rollcast completion`, and what the shells' scripts and `kubectl_complete-rollcast` ask. */
import { Argument, type Command } from 'commander'
import { shells, type Shell } from './scripts.js'

/** Adds both commands to the program. */
export function addCompletionCommand(program: Command): void {
  program
    .command('completion')
    .description('print what a shell needs to complete lines: source <(rollcast completion bash)')
    .addArgument(new Argument('<shell>', 'the shell').choices(shells))
    .action(async (shell: Shell) => {
      const { completionScript } = await import('./scripts.js')
      process.stdout.write(completionScript(shell))
    })
  program
    .command('__complete [words...]', { hidden: true })
    .allowUnknownOption()
    .allowExcessArguments()
    .helpOption(false)
    .action(() => undefined)
}

/** Answers a shell; the words are given as they are, for half a line is no line. */
export async function answerShell(program: Command, words: readonly string[]): Promise<void> {
  const [{ complete, completionLines }, { knownValues }] = await Promise.all([
    import('./complete.js'),
    import('./known-values.js'),
  ])
  process.stdout.write(completionLines(await complete(program, words, knownValues)))
}
