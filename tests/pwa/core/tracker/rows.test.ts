import { describe, expect, test } from 'vitest'
import { guessed, type Mapping } from '$src/core/tracker/mapping'
import { entryOf, recordIdOf } from '$src/core/tracker/rows'

const NEW_YORK = 'America/New_York'
const NOW = Date.UTC(2026, 10, 26)
const HEADER = ['Date', 'Mood', 'Sleep', 'Note']

function mapped(header: string[], row: string[], changes: Partial<Mapping> = {}) {
  return entryOf(row, { ...guessed(header, [row]), ...changes }, NEW_YORK, NOW)
}

describe('a row becomes an entry', () => {
  test('on the local day that it names, also in the night in which clocks go back', () => {
    expect(mapped(['When', 'Mood'], ['2026-11-01 23:50', '7'])).toMatchObject({ set: { at: '2026-11-01T23:50:00-05:00', time_zone: NEW_YORK, mood: 7 } })
    expect(mapped(['When', 'Mood'], ['2026-11-01 00:30', '7'])).toMatchObject({ set: { at: '2026-11-01T00:30:00-04:00' } })
  })

  test('at noon when it has no time, so that no zone moves it to another day', () => {
    expect(mapped(HEADER, ['2028-02-29', '7', '', ''], {})).toEqual({ problem: 'future' })
    expect(mapped(HEADER, ['2024-02-29', '7', '7:30', 'ok'])).toMatchObject({
      set: { at: '2024-02-29T12:00:00-05:00', mood: 7, sleep_hours: 7.5, notes: 'ok' },
      unread: [],
    })
  })

  test('without the value that cannot be read, and says which', () => {
    const read = mapped(HEADER, ['2026-11-04', '7', 'a lot', ''])
    expect(read).toMatchObject({ set: { mood: 7 }, unread: ['sleep_hours'] })
    expect('set' in read && read.set).not.toHaveProperty('sleep_hours')
  })

  test('of a session with pounds, minutes and a route in words', () => {
    const header = ['Date', 'Dose (mg)', 'Weight lb', 'Duration', 'Route']
    expect(mapped(header, ['2026-11-04', '42.5', '187', '40 min', 'IV infusion'])).toMatchObject({
      set: { started_at: '2026-11-04T12:00:00-05:00', dose_mg: 42.5, body_weight_kg: 84.82, duration_minutes: 40, route: 'intravenous' },
    })
  })

  test('or is left out without a date, or with nothing but a date', () => {
    expect(mapped(HEADER, ['soon', '7', '', ''])).toEqual({ problem: 'no_day' })
    expect(mapped(HEADER, ['2026-11-04', '', '', ''], guessed(HEADER, [['2026-11-04', '7', '7', 'x']]))).toEqual({ problem: 'nothing' })
  })

  test('with a note of 100 kB, emoji and right-to-left text as it is', () => {
    const note = `שלום 🙂 ${'long '.repeat(20_000)}`.trim()
    expect(mapped(HEADER, ['2026-11-04', '7', '', note])).toMatchObject({ set: { notes: note } })
  })
})

describe('the id of a row', () => {
  const row = ['2026-11-04', '7', '7', 'x']
  const mapping = guessed(HEADER, [row])
  const id = recordIdOf(row, mapping, Date.UTC(2026, 10, 4, 12))

  test('has the form of version 7, and begins with the time of the row', () => {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(Date.UTC(2026, 10, 4, 12))
  })

  test('is the same on every phone, however the columns are read, ordered or filled up with empty ones', () => {
    const other = { ...mapping, columns: mapping.columns.map((column) => ({ ...column, target: 'skip' })) }
    expect(recordIdOf(row, other, Date.UTC(2026, 10, 4, 12))).toBe(id)
    const turned = guessed(['Extra', ...[...HEADER].reverse()], [['', ...[...row].reverse()]])
    expect(recordIdOf(['', ...[...row].reverse()], turned, Date.UTC(2026, 10, 4, 12))).toBe(id)
  })

  test('is another for another value, another kind of entry or a column of another name', () => {
    expect(recordIdOf(['2026-11-04', '8', '7', 'x'], mapping, 0)).not.toBe(recordIdOf(row, mapping, 0))
    expect(recordIdOf(row, { ...mapping, kind: 'treatment_session' }, 0)).not.toBe(recordIdOf(row, mapping, 0))
    expect(recordIdOf(row, guessed(['Date', 'Pain', 'Sleep', 'Note'], [row]), 0)).not.toBe(recordIdOf(row, mapping, 0))
  })
})
