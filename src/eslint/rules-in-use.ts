/**
 * Which of Rollcast's rules are on for a file. ESLint creates every rule that is on before it walks the file, so when
 * the first one looks at it, all have said so. With that, a rule can leave a field to another rule that speaks of the
 * same field: one wrong field, one message; and it speaks for itself where a user has switched the other one off.
 */
const inUse = new WeakMap<object, { names: Set<string>; closed: boolean }>()

/** To be called when a rule is created. */
export function announceRule(sourceCode: object, name: string): void {
  const found = inUse.get(sourceCode)
  // A source code that has been walked is linted again: its rules may be others now.
  if (found === undefined || found.closed) inUse.set(sourceCode, { names: new Set([name]), closed: false })
  else found.names.add(name)
}

/** Whether a rule is on; to be called when the file is walked. */
export function isRuleInUse(sourceCode: object, name: string): boolean {
  const found = inUse.get(sourceCode)
  if (found === undefined) return false
  found.closed = true
  return found.names.has(name)
}
