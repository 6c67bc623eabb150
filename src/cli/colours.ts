/** Whether to colour what goes to standard output, where nobody says it with a flag (no-color.org, FORCE_COLOR). */
export function coloursWanted(): boolean {
  const { NO_COLOR, FORCE_COLOR } = process.env
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '0') return true
  return process.stdout.isTTY === true
}
