import { expect, test } from 'vitest'
import vectors from '../../vectors/course.json'
import { placed, scoresOf } from '$src/core/course'
import type { Fields, FoldedRecord } from '$src/core/records'

const record = (id: string, kind: string, at: string, fields: Fields): FoldedRecord => ({
  id,
  kind,
  fields,
  occurredAt: new Date(at).toISOString(),
  enteredAt: at,
  amendedAt: null,
  unsent: false,
  attention: [],
})
const phq9 = (at: string, total: number | null) =>
  record(at, 'outcome_measure', at, {
    instrument: 'phq9',
    answered_at: at,
    answers: [3, 3, 3, 3, 3, 3, 3, 3, 3].map((most, item) => (total === null ? null : Math.min(most, Math.max(0, total - 3 * item)))),
  })
const session = (at: string) => record(`session ${at}`, 'treatment_session', at, { started_at: at })

test.each(vectors.cases)('a score is held against the same one on phone and server: $situation', (one) => {
  const scores = scoresOf(one.scores.map(([at, total]) => phq9(at as string, total as number)).reverse(), 'phq9')
  const found = placed(scores.at(-1)!, scores, one.sessions.map(session))
  expect(found.baseline?.at ?? null).toBe(one.baseline === null ? null : scores[one.baseline]!.at)
  expect(found.isBaselineBeforeTreatment).toBe(one.before_treatment)
  expect(found.daysSinceSession).toBe(one.days_since_session)
})

test('an unfinished questionnaire is no score, and the one before it stays the one before', () => {
  const scores = scoresOf([phq9('2026-01-01T09:00:00Z', 4), phq9('2026-01-08T09:00:00Z', null), phq9('2026-01-15T09:00:00Z', 10)], 'phq9')
  expect(scores.map((score) => score.total)).toEqual([4, 10])
  expect(placed(scores[1]!, scores, []).previous?.total).toBe(4)
})

test('an old total that a clinic stated counts among the answered ones', () => {
  const stated = record('x', 'outcome_measure', '2025-12-01T09:00:00Z', { instrument: 'phq9', answered_at: '2025-12-01T09:00:00Z', total: 21, rater: 'Dr. Moss' })
  expect(scoresOf([phq9('2026-01-01T09:00:00Z', 4), stated], 'phq9').map((score) => score.total)).toEqual([21, 4])
})

test('a score that was only just answered is placed before it is in the journal', () => {
  const scores = scoresOf([phq9('2026-01-01T09:00:00Z', 4)], 'phq9')
  const fresh = { record: 'fresh', day: '2026-01-15', at: '2026-01-15T09:00:00.000Z', total: 12 }
  expect(placed(fresh, scores, []).previous?.total).toBe(4)
})
