/** Sessions entered in a row after the fact mostly lie as far apart as the two before. */
import { instantIn, msOfLocal } from './days'
import type { Fields } from './records'

const DAY_MS = 86_400_000

/** What the next of a row is offered: as many days on as the last two lie apart, at the same time of day on the patient's
 * clock, and the step of the session number, back or forth. Nothing for the date while only one was entered. */
export function stillSpaced(row: readonly Fields[]): { started_at: string | null; step: number } {
  const [before, last] = [row.at(-2), row.at(-1)]
  const [earlier, later] = [localMs(before), localMs(last)]
  if (last === undefined || Number.isNaN(later - earlier)) return { started_at: null, step: 1 }
  const days = Math.round((later - earlier) / DAY_MS)
  if (days === 0) return { started_at: null, step: 1 }
  const zone = typeof last['time_zone'] === 'string' ? last['time_zone'] : undefined
  const local = new Date(later + days * DAY_MS).toISOString().slice(0, 16)
  return { started_at: instantIn(msOfLocal(local, zone), zone), step: days < 0 ? -1 : 1 }
}

/** The time on the clock where it happened, as if it were UTC; NaN for none. */
function localMs(session: Fields | undefined): number {
  const instant = session?.['started_at']
  return typeof instant === 'string' ? Date.parse(`${instant.slice(0, 16)}:00Z`) : NaN
}
