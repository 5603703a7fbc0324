/** The hybrid clock, twin of `shared_schemas/clock.py`; tests/vectors/clock.json binds both. */

const STAMP = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)-([0-9a-f]{4})-([0-9a-f]{16})$/
const LAST_COUNTER = 0xffff
/** Device time is held within these years, so that a stamp keeps its width (C7). */
const EARLIEST_MS = 0
const LATEST_MS = Date.UTC(9998, 11, 31, 23, 59, 59, 999)

/** 46 characters: UTC milliseconds, counter in 4 hex digits, device in 16. */
export function stamp(ms: number, counter: number, device: string): string {
  return `${new Date(ms).toISOString()}-${counter.toString(16).padStart(4, '0')}-${device}`
}

/** Whether `text` has the form of a stamp, with a day that exists. */
export function isStamp(text: string): boolean {
  const match = STAMP.exec(text)
  // The year 0 is no day of the server's calendar.
  if (match === null || text.startsWith('0000')) return false
  const ms = Date.parse(match[1]!)
  return !Number.isNaN(ms) && new Date(ms).toISOString() === match[1]
}

/** Milliseconds since 1970 of a stamp; NaN when `text` is none. */
export function momentOf(text: string): number {
  return isStamp(text) ? Date.parse(text.slice(0, 24)) : NaN
}

/** The smallest stamp of `device` above every stamp with the moment and counter of `after`. */
export function nextStamp(after: string, device: string): string {
  const ms = momentOf(after)
  const counter = parseInt(after.slice(25, 29), 16)
  return counter < LAST_COUNTER ? stamp(ms, counter + 1, device) : stamp(ms + 1, 0, device)
}

/** The greatest of `stamps`, of which some may be none; null when all are. */
export function greatestOf(stamps: readonly (string | null | undefined)[]): string | null {
  return stamps.reduce<string | null>((one, other) => (other != null && (one === null || other > one) ? other : one), null)
}

/** The stamp of an edit made now: the greater of device time with its offset and the next after `greatest` (C7). */
export function newStamp(deviceMs: number, offsetMs: number, greatest: string | null, device: string): string {
  const held = Math.min(Math.max(deviceMs + offsetMs, EARLIEST_MS), LATEST_MS)
  const own = stamp(held, 0, device)
  if (greatest === null) return own
  const after = nextStamp(greatest, device)
  return own > after ? own : after
}
