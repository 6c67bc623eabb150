/** `1 pod`, `3 pods`: for findings, reports, rules and complaints alike. */
export function counted(count: number, noun: string): string {
  return `${count} ${count === 1 ? noun : `${noun}s`}`
}
