/** Work that may wait. */

const LATER_MS = 500

/** Does `work` when nothing else happens; Safari cannot say when that is, so there a little later. */
export function whenIdle(work: () => void): void {
  if (typeof window.requestIdleCallback === 'function') window.requestIdleCallback(work)
  else setTimeout(work, LATER_MS)
}

/** Resolved when nothing else happens. */
export function idle(): Promise<void> {
  return new Promise(whenIdle)
}
