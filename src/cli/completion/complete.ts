/** What may come next on a command line, read off the commands as they are declared. */
import type { Command, Option } from 'commander'

/** A word that may be put in. */
export interface Suggestion {
  readonly value: string
  readonly description?: string
}

/** What a shell is told. */
export interface Completion {
  readonly suggestions: readonly Suggestion[]
  /** Which files the shell offers besides. */
  readonly files: 'files' | 'folders' | 'none'
}

/** Values of options that are not in their declaration, by the option's long name without dashes. */
export type KnownValues = Readonly<Record<string, (() => readonly string[] | Promise<readonly string[]>) | undefined>>

/**
 * Completes a line.
 * @param words what stands behind the program's name; the last one is being typed and may be empty.
 */
export async function complete(program: Command, words: readonly string[], known: KnownValues): Promise<Completion> {
  const typed = words.at(-1) ?? ''
  let command = program
  let open: Option | undefined
  let operands = 0
  let onlyOperands = false
  for (const word of words.slice(0, -1)) {
    if (open !== undefined && !(open.optional && word.startsWith('-'))) {
      open = undefined
      continue
    }
    open = undefined
    if (word === '--') onlyOperands = true
    else if (!onlyOperands && word.startsWith('-')) open = word.includes('=') ? undefined : optionTaking(command, word)
    else {
      const inner = operands === 0 ? command.commands.find((each) => isCalled(each, word)) : undefined
      if (inner === undefined) operands++
      else command = inner
    }
  }
  if (open !== undefined && !(open.optional && typed.startsWith('-'))) return valuesOf(open, '', typed, known)
  const [, flag] = /^(--[^=]+)=/.exec(typed) ?? []
  const given = flag === undefined || onlyOperands ? undefined : optionTaking(command, flag)
  if (given !== undefined) return valuesOf(given, `${flag ?? ''}=`, typed, known)
  if (typed.startsWith('-') && !onlyOperands) return { suggestions: flagsOf(command, typed), files: 'none' }
  const inner = operands === 0 ? visibleCommands(command) : []
  if (inner.length > 0) return { suggestions: startingWith(inner, typed), files: 'none' }
  const argument = command.registeredArguments[Math.min(operands, command.registeredArguments.length - 1)]
  if (argument?.argChoices !== undefined)
    return {
      suggestions: startingWith(
        argument.argChoices.map((value) => ({ value })),
        typed,
      ),
      files: 'none',
    }
  return { suggestions: [], files: argument === undefined ? 'none' : 'files' }
}

/** The lines that a shell's script (and kubectl) reads: values with descriptions, then a number that says of files. */
export function completionLines({ suggestions, files }: Completion): string {
  const directive = { files: 0, none: 4, folders: 16 }[files]
  const lines = suggestions.map(({ value, description }) =>
    description === undefined ? value : `${value}\t${description.split('\n')[0] ?? ''}`,
  )
  return [...lines, `:${directive}`, ''].join('\n')
}

function isCalled(command: Command, word: string): boolean {
  return command.name() === word || command.aliases().includes(word)
}

function optionsOf(command: Command): readonly Option[] {
  return command.createHelp().visibleOptions(command)
}

/** The option of a word, if a value comes behind it. */
function optionTaking(command: Command, word: string): Option | undefined {
  return optionsOf(command).find(
    (option) => (option.long === word || option.short === word) && (option.required || option.optional),
  )
}

function flagsOf(command: Command, typed: string): Suggestion[] {
  return startingWith(
    optionsOf(command).map((option) => ({ value: option.long ?? option.short ?? '', description: option.description })),
    typed,
  )
}

function visibleCommands(command: Command): Suggestion[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .map((each) => ({ value: each.name(), description: each.summary() || each.description() }))
}

async function valuesOf(option: Option, prefix: string, typed: string, known: KnownValues): Promise<Completion> {
  const listed = option.argChoices ?? (await known[option.name()]?.()) ?? []
  const suggestions = startingWith(
    listed.map((value) => ({ value: prefix + value })),
    typed,
  )
  const [, placeholder = ''] = / [<[]([^<[>\]]*)/.exec(option.flags) ?? []
  if (/\b(?:file|files)\b/.test(placeholder)) return { suggestions, files: 'files' }
  return { suggestions, files: /\b(?:folder|dir)\b/.test(placeholder) ? 'folders' : 'none' }
}

function startingWith(suggestions: readonly Suggestion[], typed: string): Suggestion[] {
  return suggestions.filter(({ value }) => value.startsWith(typed))
}
