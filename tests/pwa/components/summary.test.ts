import { expect, onTestFinished, test } from 'vitest'
import { sessionLine, summaryOf, timeOf, titleOf, zoneOf } from '$src/components/summary'
import { useLocale } from '$src/core/locale'
import type { Fields, FoldedRecord } from '$src/core/records'
import { words } from '$src/words'

function record(kind: string, fields: Fields): FoldedRecord {
  const at = '2026-11-24T19:05:00.000Z'
  return { id: 'r', kind, fields, occurredAt: at, enteredAt: at, amendedAt: null, unsent: false, attention: [] }
}

test('a session is read as dose, dose per weight, route and length', () => {
  const fields = { dose_mg: 42.5, body_weight_kg: 85, route: 'intravenous', duration_minutes: 40 }
  expect(sessionLine(fields)).toBe('42.5 mg (0.50 mg/kg), IV, 40 min')
})

test('a reader where commas part the digits reads a session, an expense and a count that way', () => {
  onTestFinished(() => useLocale('en-US'))
  useLocale('en-ZA')
  expect(sessionLine({ dose_mg: 42.5, body_weight_kg: 85 })).toBe('42,5 mg (0,50 mg/kg)')
  expect(summaryOf(record('expense', { amount_cents: 47_550 }))).toMatch(/475,50/)
  expect(words.journal.found(1234)).toMatch(/^1\s234 /)
})

test('what is not known of a session is left out and never made up', () => {
  expect(sessionLine({ route: 'oral' })).toBe('oral')
  expect(sessionLine({ dose_mg: 40 })).toBe('40 mg')
  expect(sessionLine({})).toBe('')
})

test('a questionnaire is read by its total and range, an unfinished one by what is open', () => {
  const done = record('outcome_measure', { instrument: 'phq9', answers: [1, 1, 1, 1, 1, 1, 1, 1, 1] })
  expect([titleOf(done), summaryOf(done)]).toEqual(['PHQ-9', '9 of 27, mild'])
  const open = record('outcome_measure', { instrument: 'phq9', answers: [1, null, 1, 1, 1, 1, 1, 1, 1] })
  expect(summaryOf(open)).toBe('Not finished: 8 of 9 answered')
})

test('a check-in is read by its states, or by its note when it has none', () => {
  expect(summaryOf(record('check_in', { mood: 6, anxiety: 0, well_being: 7 }))).toBe('Mood 6, anxiety 0, well-being 7')
  expect(summaryOf(record('check_in', { notes: 'slept badly' }))).toBe('Slept badly')
})

test('the time is that of the place where it was entered', () => {
  const entry = record('check_in', { at: '2026-11-24T19:05:00Z', time_zone: 'Asia/Tokyo' })
  expect(timeOf(entry)).toBe('4:05 AM')
})

test('a kind this version does not know is still an entry', () => {
  expect(titleOf(record('star_chart', {}))).toBe('Entry')
})

test('a field that holds something unexpected breaks no line', () => {
  expect(summaryOf(record('treatment_session', { dose_mg: 'much', route: 7, duration_minutes: null }))).toBe('')
  expect(summaryOf(record('outcome_measure', { instrument: 'phq9', answers: 'all' }))).toBe('')
})

test('a day without a time is the same day everywhere, a time is read where it was entered', () => {
  expect(zoneOf(record('expense', { spent_on: '2026-11-20' }))).toBe('UTC')
  expect(zoneOf(record('check_in', { at: '2026-11-20T01:00:00Z', time_zone: 'Asia/Tokyo' }))).toBe('Asia/Tokyo')
  expect(zoneOf(record('insurer_contact', { at: '2026-11-20T01:00:00Z' }))).toBeUndefined()
  expect(zoneOf(record('claim', {}))).toBeUndefined()
})
