/** Work that may wait. */

const LATER_MS = 500
/** Whoever has not tapped or typed for so long is reading. */
const CALM_MS = 1_500

let touchedAt = -Infinity
let isWatched = false

/** Does `work` when nothing else happens; Safari cannot say when that is, so there a little later. */
export function whenIdle(work: () => void): void {
  if (typeof window.requestIdleCallback === 'function') window.requestIdleCallback(work)
  else setTimeout(work, LATER_MS)
}

/** Resolved when nothing else happens. */
export function idle(): Promise<void> {
  return new Promise(whenIdle)
}

/** Resolved when nothing else happens and nobody taps or types: what begins now would hold up the next tap. */
export async function calm(): Promise<void> {
  watch()
  for (;;) {
    await idle()
    const left = touchedAt + CALM_MS - performance.now()
    if (left <= 0) return
    await new Promise((passed) => setTimeout(passed, left))
  }
}

function watch(): void {
  if (isWatched) return
  isWatched = true
  const touched = () => (touchedAt = performance.now())
  for (const event of ['pointerdown', 'keydown', 'input']) addEventListener(event, touched, { capture: true, passive: true })
}
