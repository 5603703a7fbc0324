/** What is due now, from the latest entries. */
import { CHECK_IN_AFTER_SESSION_HOURS } from './limits'
import { askedEvery, QUESTIONNAIRES, type Instrument } from './scoring'

const HOUR_MS = 3_600_000
/** Most relief that wears off has done so by then; after a month nobody remembers the day. */
const RELIEF_FROM_DAYS = 10
const RELIEF_UNTIL_DAYS = 30
/** Asked for once there is any entry, even if it was never answered: most criteria of insurers begin with it. */
const FIRST = 'phq9'

/** The latest of each, RFC 3339, null when there is none; `measures` by instrument, complete ones only. `isReliefOver`
 * says that it is known when the relief of that session wore off. */
export interface Latest {
  session: string | null
  checkIn: string | null
  measures: Readonly<Record<string, string>>
  isReliefOver?: boolean
}

/** What the patient chose to be asked: how often questionnaires (null: each in its own time), whether relief wore off. */
export interface Asked {
  everyDays: number | null
  relief: boolean
}

export type Due = { kind: 'check_in_after_session' } | { kind: 'check_in' } | { kind: 'relief' } | { kind: 'questionnaire'; instrument: Instrument }

/** What is due, the first thing first: the check-in a day after a session, then questionnaires, whether the relief of the
 * last session wore off, then today's check-in.
 *
 * A questionnaire is due when the days it is asked again after have passed, the one that waits longest first. The first
 * PHQ-9 is due unless the patient answers another. `startOfDay` and `now` are ms. With no entry at all nothing is due:
 * the first screen says what to do anyway. */
export function dueNow(latest: Latest, startOfDay: number, now: number, asked: Asked = { everyDays: null, relief: false }): Due[] {
  const session = at(latest.session)
  const checkIn = at(latest.checkIn)
  const answered = Object.values(latest.measures).some((instant) => at(instant) !== null)
  if (session === null && checkIn === null && !answered) return []
  const due: Due[] = []
  if (session !== null) {
    const hours = (now - session) / HOUR_MS
    const isChecked = checkIn !== null && checkIn > session + (CHECK_IN_AFTER_SESSION_HOURS - 4) * HOUR_MS
    if (hours >= CHECK_IN_AFTER_SESSION_HOURS && hours < 72 && !isChecked) due.push({ kind: 'check_in_after_session' })
  }
  const instruments = answered ? overdue(latest.measures, asked.everyDays, now) : QUESTIONNAIRES.filter(({ id }) => id === FIRST)
  due.push(...instruments.map((instrument) => ({ kind: 'questionnaire' as const, instrument })))
  if (session !== null && asked.relief && latest.isReliefOver !== true) {
    const days = (now - session) / (24 * HOUR_MS)
    if (days >= RELIEF_FROM_DAYS && days < RELIEF_UNTIL_DAYS) due.push({ kind: 'relief' })
  }
  if (due[0]?.kind !== 'check_in_after_session' && (checkIn === null || checkIn < startOfDay)) due.push({ kind: 'check_in' })
  return due
}

function overdue(measures: Latest['measures'], everyDays: number | null, now: number): Instrument[] {
  const late = QUESTIONNAIRES.flatMap((instrument) => {
    const last = at(measures[instrument.id] ?? null)
    const days = askedEvery(instrument, everyDays)
    if (last === null || days === undefined) return []
    const since = now - last - days * 24 * HOUR_MS
    return since >= 0 ? [{ instrument, since }] : []
  })
  return late.sort((one, other) => other.since - one.since).map(({ instrument }) => instrument)
}

function at(instant: string | null): number | null {
  const ms = instant === null ? NaN : Date.parse(instant)
  return Number.isNaN(ms) ? null : ms
}
