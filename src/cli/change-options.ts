/** Options that plan and lint share: what changed since a base, and what is rendered. */
import { InvalidArgumentError, Option } from 'commander'

export function renderOption(): Option {
  return new Option(
    '--render <command>',
    "also what a command renders: 'helm template shop charts/shop' (repeatable)",
  ).argParser((value: string, before: string[] = []) => [...before, value])
}

export function renderTimeoutOption(): Option {
  return new Option('--render-timeout <seconds>', 'how long one may take (default: 120)').argParser((value: string) => {
    const seconds = Number(/^\d+(?:\.\d+)?(?=s?$)/.exec(value)?.[0])
    if (!(seconds > 0)) throw new InvalidArgumentError('It is a number of seconds.')
    return seconds
  })
}

export function trustOption(): Option {
  return new Option(
    '--trust-head-config',
    'with --base: run the render commands of the branch, and not only those that the base has',
  )
}
