/** Something without which a command cannot run: said in plain words, exit status 2, never with a stack trace. */
export class CannotRun extends Error {
  override readonly name = 'CannotRun'
}
