/** The server's words, ended as a sentence, so that ours can follow. */
export function asSentence(words: string): string {
  return /[.!?]$/.test(words) ? words : `${words}.`
}
