import { InvalidArgumentError, Option } from 'commander'

/** `--format`, one of these: help, completion and the complaint about another one read them off the table of formats. */
export function formatOption<Format extends string>(formats: readonly Format[], short: '-f' | '-o' = '-f'): Option {
  const listed = `${formats.slice(0, -1).join(', ')} or ${formats.at(-1) ?? ''}`
  const option = new Option(`${short}, --format <format>`, 'how to print it')
    .default(formats[0])
    .argParser((value: string) => {
      const found = formats.find((each) => each === value)
      if (found === undefined) throw new InvalidArgumentError(`It is ${listed}.`)
      return found
    })
  option.argChoices = [...formats]
  return option
}
