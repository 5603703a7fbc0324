/** One score held against the others of its questionnaire, as the phone shows it without network.
 *
 * The twin of the baseline rule in `backend/analysis/change.py`; tests/vectors/course.json binds both. */
import { dayOf, daysBetween } from './days'
import type { FoldedRecord } from './records'
import { totalOf } from './scoring'

/** A baseline older than this says little about the state that treatment met. */
const BASELINE_AT_MOST_DAYS = 28

export interface Score {
  record: string
  day: string
  at: string
  total: number
}

/** What stands beside one score. Null: there is none. */
export interface Placed {
  /** The complete score before it. */
  previous: Score | null
  /** The score all others are held against; null when it is the one itself. */
  baseline: Score | null
  isBaselineBeforeTreatment: boolean
  daysSinceSession: number | null
}

/** The complete scores of one instrument, earliest first. */
export function scoresOf(measures: readonly FoldedRecord[], instrument: string): Score[] {
  return measures
    .flatMap((record): Score[] => {
      const total = record.fields['instrument'] === instrument ? totalOf(record.fields) : null
      return total === null ? [] : [{ record: record.id, day: dayOfRecord(record, 'answered_at'), at: record.occurredAt, total }]
    })
    .sort((one, other) => (one.at === other.at ? (one.record < other.record ? -1 : 1) : one.at < other.at ? -1 : 1))
}

/** A score among `scores` (earliest first, of its instrument; itself may be one of them) and the sessions. */
export function placed(score: Score, scores: readonly Score[], sessions: readonly FoldedRecord[]): Placed {
  const all = [...scores.filter((one) => one.record !== score.record), score].sort((one, other) => (one.at < other.at ? -1 : 1))
  const earlier = all.slice(0, all.indexOf(score))
  const days = sessions.map((session) => dayOfRecord(session, 'started_at')).sort()
  const before = days.length > 0 ? beforeTreatment(all, days[0]!) : undefined
  const baseline = before ?? all[0]!
  const last = days.filter((day) => day <= score.day).at(-1)
  return {
    previous: earlier.at(-1) ?? null,
    baseline: baseline === score ? null : baseline,
    isBaselineBeforeTreatment: before !== undefined,
    daysSinceSession: last === undefined ? null : daysBetween(last, score.day),
  }
}

/** The last score on or before the day of the first session and at most 28 days older than it. */
function beforeTreatment(scores: readonly Score[], first: string): Score | undefined {
  return scores.filter(({ day }) => day <= first && daysBetween(day, first) <= BASELINE_AT_MOST_DAYS).at(-1)
}

/** The local day that stands in the record itself: an instant carries the offset of where it was made. */
function dayOfRecord(record: FoldedRecord, field: string): string {
  const instant = record.fields[field]
  return typeof instant === 'string' && /^\d{4}-\d\d-\d\d/.test(instant) ? instant.slice(0, 10) : dayOf(record.occurredAt)
}
