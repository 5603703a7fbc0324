/** What is due now, from the latest entries. */
import { CHECK_IN_AFTER_SESSION_HOURS, PHQ9_EVERY_DAYS } from './limits'

const HOUR_MS = 3_600_000

/** The latest of each, RFC 3339, null when there is none. */
export interface Latest {
  session: string | null
  checkIn: string | null
  phq9: string | null
}

export type Due = 'check_in_after_session' | 'phq9' | 'check_in' | null

/** The one thing due: the check-in a day after a session, then the PHQ-9 every 14 days, then today's check-in.
 *
 * `startOfDay` and `now` are ms. With no entry at all nothing is due: the first screen says what to do anyway. */
export function dueNow(latest: Latest, startOfDay: number, now: number): Due {
  const session = at(latest.session)
  const checkIn = at(latest.checkIn)
  const phq9 = at(latest.phq9)
  if (session === null && checkIn === null && phq9 === null) return null
  if (session !== null) {
    const hours = (now - session) / HOUR_MS
    const isChecked = checkIn !== null && checkIn > session + (CHECK_IN_AFTER_SESSION_HOURS - 4) * HOUR_MS
    if (hours >= CHECK_IN_AFTER_SESSION_HOURS && hours < 72 && !isChecked) return 'check_in_after_session'
  }
  if (phq9 === null || now - phq9 >= PHQ9_EVERY_DAYS * 24 * HOUR_MS) return 'phq9'
  return checkIn === null || checkIn < startOfDay ? 'check_in' : null
}

function at(instant: string | null): number | null {
  const ms = instant === null ? NaN : Date.parse(instant)
  return Number.isNaN(ms) ? null : ms
}
