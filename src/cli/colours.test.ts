import { describe, expect, it } from 'vitest'
import { coloursWanted, type ColourEnvironment } from './colours.js'

describe('colours', () => {
  it.each<[ColourEnvironment, boolean, boolean]>([
    [{}, true, true],
    [{}, false, false],
    [{ TERM: 'dumb' }, true, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
    [{ FORCE_COLOR: 'false' }, true, false],
    [{ FORCE_COLOR: '1', TERM: 'dumb' }, true, true],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, true, false],
    [{ CLICOLOR_FORCE: '1' }, false, true],
    [{ CLICOLOR_FORCE: '0' }, false, false],
    [{ CLICOLOR_FORCE: '1', NO_COLOR: '1' }, true, false],
    [{ CLICOLOR: '0' }, true, false],
  ])('%j, terminal %s: %s', (environment, isTerminal, wanted) => {
    expect(coloursWanted(environment, isTerminal)).toBe(wanted)
  })
})
