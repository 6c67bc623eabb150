/** `rollcast init`: its arguments. */
import { Option, type Command } from 'commander'
import { realWorld } from '../world.js'
import type { InitOptions } from './init-run.js'

/** Adds the command to the program. */
export function addInitCommand(program: Command): void {
  program
    .command('init')
    .description('write a configuration, and what runs Rollcast in CI and before a commit, into this repository')
    .addOption(new Option('--ci <where>', 'where pull requests run').choices(['github', 'gitlab', 'none']))
    .addOption(new Option('--hooks <which>', 'what runs before a commit').choices(['pre-commit', 'none']))
    .option('-y, --yes', 'take what is proposed, and ask nothing')
    .option('--force', 'write over files that are there')
    .addHelpText('after', '\nExit status: 0 written, or broken off; 2 a file could not be written.')
    .action(async (options: InitOptions) => {
      const { runInit } = await import('./init-run.js')
      const isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true
      const ask = isTerminal && options.yes !== true ? (await import('./ask.js')).askForAnswers : undefined
      process.exitCode = await runInit(options, realWorld(), ask)
    })
}
