import { describe, expect, test } from 'vitest'
import type { FoldedRecord, Fields } from '$src/core/records'
import type { CaseDeadline, CaseView } from '$src/generated/records'
import { daysLeft, daysOf, nextDay } from '$src/screens/case/days'

const MADE_AT = '2026-11-20T12:00:00Z'
const NOW = Date.parse('2026-11-26T12:00:00Z')

function record(kind: string, fields: Fields, { id = 'a', enteredAt = '2026-11-01T12:00:00.000Z', unsent = false } = {}): FoldedRecord {
  return { id, kind, fields, occurredAt: enteredAt, enteredAt, amendedAt: null, unsent, attention: [] }
}

function counted(record: string, due_on: string | null, more: Partial<CaseDeadline> = {}): CaseDeadline {
  return {
    id: `rule-${record}`, record, kind: 'appeal', title: 'Internal appeal', due_on, aim_for_on: due_on, computed_on: due_on,
    is_printed: false, is_for_the_insurer: false, is_urgent: false, has_passed: false, counting: '', source: '', seen_on: null,
    decision: '', notes: [], asks: null, mend: { kind: 'denial', record }, ...more,
  }
}

function view(...deadlines: CaseDeadline[]): CaseView {
  return { made_at: MADE_AT, deadlines } as unknown as CaseView
}

describe('without network', () => {
  test('what the server counted still stands', () => {
    expect(daysOf(view(counted('a', '2027-04-19')), [record('denial', { notice_on: '2026-10-17' })])).toHaveLength(1)
  })

  test('a day typed in from a new letter is shown at once', () => {
    const denial = record('denial', { deadline_on: '2026-12-01' }, { unsent: true })
    const [day] = daysOf(undefined, [denial])
    expect(day).toMatchObject({ due_on: '2026-12-01', is_printed: true, mend: { kind: 'denial', record: 'a' } })
  })

  test('a day that was changed since stands in the place of the counted one', () => {
    const denial = record('denial', { deadline_on: '2026-12-01' }, { unsent: true })
    expect(daysOf(view(counted('a', '2027-04-19')), [denial]).map((day) => day.due_on)).toEqual(['2026-12-01'])
  })

  test('a changed reason leaves the counted day alone', () => {
    const denial = record('denial', { reason: 'experimental' }, { unsent: true })
    expect(daysOf(view(counted('a', '2027-04-19')), [denial]).map((day) => day.due_on)).toEqual(['2027-04-19'])
  })

  test('what went to the trash, or was sent since, is not due any more', () => {
    expect(daysOf(view(counted('gone', '2027-04-19')), [])).toEqual([])
    const claim = record('claim', { submit_by_on: '2026-12-01', submitted_on: '2026-11-25' }, { unsent: true })
    expect(daysOf(view(counted('a', '2026-12-01')), [claim])).toEqual([])
  })

  test('an appeal that was sent is due only by what its decision prints', () => {
    const sent = { due_on: '2026-12-01', sent_on: '2026-11-25' }
    expect(daysOf(undefined, [record('appeal', sent)])).toEqual([])
    expect(daysOf(undefined, [record('appeal', { ...sent, next_deadline_on: '2027-03-01' })])[0]?.due_on).toBe('2027-03-01')
  })
})

test('days stand in their order, and those nobody knows last', () => {
  const days = daysOf(view(counted('a', null), counted('b', '2027-01-01'), counted('c', '2026-12-01')), [
    record('denial', {}, { id: 'a' }),
    record('denial', {}, { id: 'b' }),
    record('denial', {}, { id: 'c' }),
  ])
  expect(days.map((day) => day.due_on)).toEqual(['2026-12-01', '2027-01-01', null])
})

test('the next day is one to come on which the patient must act', () => {
  const days = [
    counted('a', '2026-11-01'),
    counted('b', '2026-11-27', { is_for_the_insurer: true }),
    counted('c', '2026-11-28'),
  ]
  expect(nextDay(days, NOW)?.record).toBe('c')
  expect(daysLeft('2026-11-28', NOW)).toBe(2)
  expect(nextDay([], NOW)).toBeUndefined()
})
