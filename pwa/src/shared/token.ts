/** The token of a link stands after #, so that it reaches no server log, and leaves this page only in `POST /api/shared`. */

/** The token in the `hash` of an address; null when there is none. */
export function tokenIn(hash: string): string | null {
  const token = hash.replace(/^#/, '')
  return token === '' ? null : token
}
