import { expect, test, vi } from 'vitest'

/** An instrument that stands only in the reference file: no line of code knows its name. */
const SLEEP = {
  id: 'sleep_two',
  name: 'Sleep two',
  title: 'Two questions on sleep',
  measures: 'sleep',
  recall: 'past week',
  recall_days: 7,
  every_days: 7,
  items: [{ text: 'Trouble falling asleep' }, { text: 'Waking at night' }],
  options: [
    { value: 0, label: 'Never' },
    { value: 2, label: 'Often' },
  ],
  scoring: 'sum',
  range: [0, 4],
  bands: [
    { from: 0, to: 2, name: 'calm' },
    { from: 3, to: 4, name: 'restless' },
  ],
  credit: 'Made up for this test.',
  source: ['none'],
  seen_on: '2026-11-26',
}
const STATED = { ...SLEEP, id: 'stated', name: 'Stated', items: undefined, options: undefined, every_days: undefined }

vi.mock('$reference/instruments.json', async (original) => {
  const file = await original<{ default: unknown[] }>()
  return { default: [...file.default, SLEEP, STATED] }
})

const { INSTRUMENTS, QUESTIONNAIRES, band, score, totalOf } = await import('$src/core/scoring')
const { dueNow } = await import('$src/core/due')
const { summaryOf, titleOf } = await import('$src/components/summary')
const { TOTAL } = await import('$src/screens/totalFields')

const DAY = 86_400_000
const record = (fields: Record<string, never | string | number | number[]>) =>
  ({ id: 'x', kind: 'outcome_measure', fields, occurredAt: '2026-11-01T00:00:00Z', enteredAt: '', amendedAt: null, unsent: false, attention: [] })

test('it is offered among the questionnaires, scored and banded', () => {
  expect(QUESTIONNAIRES.map(({ name }) => name)).toContain('Sleep two')
  const sleep = INSTRUMENTS.get('sleep_two')!
  expect(score(sleep, [2, 2])).toBe(4)
  expect(score(sleep, [2, null])).toBeNull()
  expect(band(sleep, 4)).toBe('restless')
})

test('it is due by its own rhythm', () => {
  const now = Date.parse('2026-11-26T12:00:00Z')
  const [due] = dueNow({ session: null, checkIn: null, measures: { sleep_two: new Date(now - 7 * DAY).toISOString() } }, now, now)
  expect(due).toMatchObject({ kind: 'questionnaire', instrument: { id: 'sleep_two' } })
})

test('it stands in the journal in its own words', () => {
  const answered = record({ instrument: 'sleep_two', answers: [2, 2] })
  expect(titleOf(answered)).toBe('Sleep two')
  expect(summaryOf(answered)).toBe('4 of 4, restless')
})

test('one without items is offered among the totals that are typed in', () => {
  expect(TOTAL.find(({ name }) => name === 'instrument')!.choices!.map(({ label }) => label)).toContain('Stated')
  expect(QUESTIONNAIRES.map(({ name }) => name)).not.toContain('Stated')
  expect(totalOf({ instrument: 'stated', total: 3 })).toBe(3)
})
