/**
 * The words for an error that no input may bring about. The trace is for those who mend it: ROLLCAST_TRACE=1.
 * @param environment where that is looked for.
 */
export function ourFault(error: unknown, environment: NodeJS.ProcessEnv = process.env): string {
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  const trace = environment['ROLLCAST_TRACE'] === '1' ? `\n${stack ?? ''}` : ''
  // The stack and the longest string are limits of JavaScript's own: what meets them is no mistake in a program.
  return error instanceof RangeError
    ? `This is too large, or nested too deeply, to be looked at.${trace}`
    : `This is a fault in Rollcast itself: ${message.split('\n')[0] ?? ''}. Please report it with the input (ROLLCAST_TRACE=1 shows where it happened).${trace}`
}
