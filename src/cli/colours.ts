/** What the environment says of colours. */
export type ColourEnvironment = Readonly<
  Partial<Record<'NO_COLOR' | 'FORCE_COLOR' | 'CLICOLOR_FORCE' | 'CLICOLOR' | 'TERM', string>>
>

/**
 * Whether to colour an output, where nobody says it with a flag: NO_COLOR (no-color.org), FORCE_COLOR as Node reads it,
 * CLICOLOR and CLICOLOR_FORCE (bixense.com/clicolors), and a terminal that is not dumb.
 */
export function coloursWanted(environment: ColourEnvironment, isTerminal: boolean): boolean {
  const { NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE, CLICOLOR, TERM } = environment
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false'
  if (CLICOLOR_FORCE !== undefined && CLICOLOR_FORCE !== '' && CLICOLOR_FORCE !== '0') return true
  return isTerminal && CLICOLOR !== '0' && TERM !== 'dumb'
}
