/**
 * Somebody said no: the API server to a request, or kubectl to a command. Only a refusal may become an answer of a plan;
 * every other error is a fault of Rollcast and ends whatever is being done.
 */
export class Refusal extends Error {
  override readonly name: string = 'Refusal'
}
