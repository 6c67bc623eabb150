/** An input that is not there or cannot be read; the message is for people and names the file. */
export class SourceError extends Error {
  override readonly name = 'SourceError'
  constructor(
    message: string,
    /** As the user wrote it. */
    readonly file: string,
    /** Whether there is no such file at all. */
    readonly isMissing = false,
  ) {
    super(message)
  }
}
