import { expect, test } from 'vitest'
import type { Fields, FoldedRecord } from '$src/core/records'
import { countsOf, totalOf } from '$src/screens/journal/counts'
import { byMonth, localDay } from '$src/screens/journal/days'

function record(id: string, kind: string, at: string, fields: Fields = {}): FoldedRecord {
  const occurredAt = new Date(at).toISOString()
  return { id, kind, fields: { at, ...fields }, occurredAt, enteredAt: occurredAt, amendedAt: null, unsent: false, attention: [] }
}

const late = record('1', 'check_in', '2026-11-30T23:50:00-05:00', { time_zone: 'America/New_York' })
const session = record('2', 'treatment_session', '2026-11-30T10:00:00-05:00', { time_zone: 'America/New_York' })
const abroad = record('3', 'check_in', '2026-12-01T08:00:00+09:00', { time_zone: 'Asia/Tokyo' })

test('a check-in ten minutes before midnight belongs to that evening, although it is the next day in UTC', () => {
  expect(localDay(late)).toBe('2026-11-30')
})

test('entries are grouped by month and day, the zones of a journey side by side', () => {
  const months = byMonth([late, abroad, session])
  expect(months.map(({ month, label, days }) => [month, label, days.map(({ day }) => day)])).toEqual([
    ['2026-11', 'November 2026', ['2026-11-30']],
    ['2026-12', 'December 2026', ['2026-12-01']],
  ])
  expect(months[0]!.days[0]!.records.map(({ id }) => id)).toEqual(['1', '2'])
})

test('the calendar counts what stands in the journal, each on its local day', () => {
  const counts = countsOf([late, abroad, session, record('4', 'side_effect', '2026-11-30T10:05:00-05:00')], '2026-11')
  expect([...counts]).toEqual([['2026-11-30', { session: 1, checkIn: 1, questionnaire: 0, other: 0 }]])
  expect(totalOf(counts)).toEqual({ session: 1, checkIn: 1, questionnaire: 0, other: 0 })
})
