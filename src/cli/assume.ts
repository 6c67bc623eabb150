import { CannotRun } from './cannot-run.js'

/** What a plan is asked to take for granted. */
export type Assumption =
  { readonly kind: 'broken'; readonly name?: string } | { readonly kind: 'not ready' | 'failed'; readonly pod: string }

/** Reads `broken`, `broken nginx:1.17`, `web-1 not ready` or `web-0 failed`. */
export function assumptionOf(text: string): Assumption {
  const words = text.trim().split(/\s+/)
  if (words.join(' ') === 'broken') return { kind: 'broken' }
  const [pod = '', ...state] = words
  if (pod === 'broken' && state.length === 1) return { kind: 'broken', name: state[0] ?? '' }
  if (state.join(' ') === 'not ready' || state.join(' ') === 'unready') return { kind: 'not ready', pod }
  if (state.join(' ') === 'failed') return { kind: 'failed', pod }
  throw new CannotRun(
    `--assume "${text}": say broken, 'broken nginx:1.17' (an image or a revision), 'web-1 not ready' or 'web-0 failed'.`,
  )
}
