import { describe, expect, test } from 'vitest'
import type { FieldChange } from '$src/core/history'
import type { Fields, Json } from '$src/core/records'
import { conflictWords, labelOf, lateWords, linesOf, placeWords, wordsOf } from '$src/screens/historyWords'

const ZONE = { time_zone: 'America/New_York' }

const told = (kind: string, field: string, from: Json | undefined, to: Json, fields: Fields = ZONE) =>
  linesOf({ field, from, to }, kind, fields).map((line) => `${line.label}: ${line.to}${line.from === null ? '' : ` was ${line.from}`}`)

function change(part: Partial<FieldChange>): FieldChange {
  return {
    editId: '',
    field: 'mood',
    from: 4,
    to: 6,
    happenedAt: '2026-11-23T07:00:00.000Z',
    enteredAt: '2026-11-23T09:00:00.000Z',
    receivedAt: null,
    isOnServer: true,
    maker: 'this_device',
    outcome: 'won',
    isLate: false,
    conflict: null,
    ...part,
  }
}

describe('a change in the words of the forms', () => {
  test.each<[string, string, Json | undefined, Json, string]>([
    ['treatment_session', 'dose_mg', 40, 42.5, 'Dose: 42.5 mg was 40 mg'],
    ['treatment_session', 'dose_source', 'patient', 'clinic', 'Where the dose is from: The clinic’s sheet was What I was told'],
    ['treatment_session', 'mood_before', undefined, 3, 'Mood before: 3'],
    ['treatment_session', 'well_being_after', 3, null, 'Well-being after: nothing was 3'],
    ['treatment_session', 'started_at', undefined, '2025-11-24T19:05:00Z', 'Started: Mon, Nov 24, 2025, 2:05 PM'],
    ['check_in', 'global_change', 4, 2, 'Compared with before treatment, I am: Much better was The same'],
    ['check_in', 'sleep_hours', undefined, 7.25, 'Hours of sleep: 7.25 hours'],
    ['expense', 'amount_cents', undefined, 45_000, 'Billed: $450.00'],
    ['expense', 'service_codes', ['96365'], ['96365', '96366'], 'Service codes: 96365, 96366 was 96365'],
    ['denial', 'notice_on', undefined, '2025-12-01', 'Date on the letter: Mon, Dec 1, 2025'],
    ['denial', 'urgent', false, true, 'Waiting would endanger my health: Yes was No'],
    ['prior_treatment', 'improvement_percent', undefined, -20, 'How much it helped: -20%'],
    ['insurance_plan', 'plan_type', undefined, 'fehb', 'Kind of plan: Federal employees (FEHB)'],
    ['side_effect', 'symptom', undefined, 'raised_blood_pressure', 'Symptom: raised blood pressure'],
    ['vital_signs', 'taken_by', null, 'clinic', 'Measured by: The clinic'],
    ['vital_signs', 'systolic_mmhg', 120, 135, 'Blood pressure, upper: 135 mmHg was 120 mmHg'],
    ['check_in', 'notes', 'calm', '', 'Note: nothing was calm'],
  ])('%s %s', (kind, field, from, to, words) => {
    expect(told(kind, field, from, to)).toEqual([words])
  })

  test('what a newer version entered is told without its code', () => {
    expect(told('check_in', 'step_count', undefined, 4_000)).toEqual(['Step count: 4000'])
    expect(told('check_in', 'tags', undefined, ['a', 'b'])).toEqual(['Tags: a, b'])
    expect(told('check_in', 'weather', undefined, { sun: true })[0]).not.toMatch(/[{}_]|null|object/)
    expect(labelOf('a_kind_of_tomorrow', 'newer_field')).toBe('Newer field')
  })

  test('the trash is told as what was done', () => {
    expect(told('check_in', 'deleted', undefined, true)).toEqual(['Moved to the trash: '])
    expect(told('check_in', 'deleted', true, false)).toEqual(['Brought back from the trash: '])
  })

  test('what only links or places a record is not told, a changed zone is', () => {
    expect(told('side_effect', 'session', undefined, '0193b000-0000-7000-8000-00000000000a')).toEqual([])
    expect(told('outcome_measure', 'instrument', undefined, 'phq9')).toEqual([])
    expect(told('check_in', 'time_zone', undefined, 'America/New_York')).toEqual([])
    expect(told('check_in', 'time_zone', 'America/New_York', 'Europe/Berlin')).toEqual(['Time zone: Europe/Berlin was America/New York'])
  })

  test('photos are counted, never named by their hash', () => {
    expect(told('denial', 'attachments', ['0a'.repeat(32)], ['0a'.repeat(32), '0b'.repeat(32)])).toEqual(['Photos and papers: 2 files was 1 file'])
  })
})

describe('a questionnaire', () => {
  const fields: Fields = { ...ZONE, instrument: 'phq9' }
  const answers = (...first: (number | null)[]) => [...first, 0, 0, 0, 0, 0, 0, 0, 0, 0].slice(0, 9)

  test('is first told by its total, or by how much of it is answered', () => {
    expect(told('outcome_measure', 'answers', undefined, answers(3, 2), fields)).toEqual(['Answers: 5 of 27'])
    expect(told('outcome_measure', 'answers', undefined, answers(3, null), fields)).toEqual(['Answers: 8 of 9 answered'])
  })

  test('and then answer by answer, in its own words', () => {
    expect(told('outcome_measure', 'answers', answers(3, null, 1), answers(1, 2, 1), fields)).toEqual([
      'Question 1: Several days was Nearly every day',
      'Question 2: More than half the days was nothing',
    ])
    expect(wordsOf('outcome_measure', 'difficulty', 1, fields)).toBe('Somewhat difficult')
  })
})

describe('where and when', () => {
  test('what waits is not said to be online, and without an account nothing is', () => {
    expect(placeWords(change({ isOnServer: false }), true)).toBe('On this phone, not online yet')
    expect(placeWords(change({ isOnServer: false }), false)).toBe('On this phone')
    expect(placeWords(change({ outcome: 'refused', isOnServer: false }), true)).toBe('On this phone')
  })

  test('without the server no time is made up', () => {
    expect(placeWords(change({ maker: 'other_device' }), true)).toBe('On another device, saved online')
  })

  test('an entry made offline says when it came online', () => {
    expect(placeWords(change({ receivedAt: '2026-11-23T09:04:00.000Z' }), true)).toBe('On this phone, online at once')
    expect(placeWords(change({ receivedAt: '2026-11-23T11:00:00.000Z' }), true)).toMatch(/^On this phone, online 2 hours later, Mon, Nov 23/)
  })

  test('a late entry says how late', () => {
    const late = (happenedAt: string) => lateWords(change({ happenedAt }))
    expect(late('2026-11-22T02:00:00Z')).toBe('Late entry, 31 hours after it happened')
    expect(late('2026-11-20T09:00:00Z')).toBe('Late entry, 3 days after it happened')
  })

  test('a conflict is a note, not a question', () => {
    expect(conflictWords(change({ conflict: 'other_device' }))).toBe(
      'The value before is from another device. Neither device knew of the other’s change, so the later one counts.',
    )
    expect(conflictWords(change({ conflict: 'this_device', outcome: 'overtaken' }))).toMatch(/from this phone.* counted\.$/)
  })
})
