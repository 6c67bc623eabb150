import type { Answer, Cause } from '../validation/answer.js'
import { Refusal } from './refusal.js'

/** A refusal of the API server, as whoever sent the request gets it. */
export class ServerError extends Refusal {
  override readonly name = 'ServerError'
  constructor(
    /** `Unknown`: something that the server did not foresee to be asked (500, without a reason). */
    readonly reason:
      'NotFound' | 'AlreadyExists' | 'Conflict' | 'Invalid' | 'BadRequest' | 'TooManyRequests' | 'Unknown',
    message: string,
    /** Invalid only: the object that is refused, empty where the request itself is. */
    readonly object: { readonly kind: string; readonly name: string } = { kind: '', name: '' },
    readonly causes: readonly Pick<Cause, 'field' | 'message'>[] = [],
  ) {
    super(message)
  }
}

/** The refusal that an answer is, for the object that was sent. */
export function refusalOf(answer: Answer, kind: string, name: string): ServerError {
  if (answer.code === 422) return new ServerError('Invalid', answer.message, { kind, name }, answer.causes)
  const reasons = { 404: 'NotFound', 409: 'Conflict', 500: 'Unknown' } as const
  const { code } = answer
  const reason = code === 404 || code === 409 || code === 500 ? reasons[code] : 'BadRequest'
  return new ServerError(reason, answer.message)
}
