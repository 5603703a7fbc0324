import { describe, expect, test } from 'vitest'
import { guessed, missingIn } from '$src/core/tracker/mapping'
import { onTen, scaleOf } from '$src/core/tracker/scales'

const targets = (header: string[], row: string[]) => guessed(header, [row]).columns.map(({ target }) => target)

describe('columns', () => {
  test('of a mood diary with words are guessed', () => {
    const header = ['full_date', 'date', 'weekday', 'time', 'mood', 'activities', 'note_title', 'note']
    const row = ['2026-11-04', 'November 4', 'Wednesday', '9:30 PM', 'meh', 'work | walk', '', 'a long day']
    expect(targets(header, row)).toEqual(['day', 'skip', 'skip', 'time', 'mood', 'notes', 'notes', 'notes'])
    expect(guessed(header, [row]).columns[4]!.scale).toBe('words')
  })

  test('of a table of sessions are guessed, and it is known for one', () => {
    const header = ['Date & time', 'Dose (mg)', 'Route', 'Duration', 'Weight (lb)', 'Mood before', 'Mood after', 'Comments']
    const row = ['11/24/2026 2:05 PM', '42.5', 'IV', '40 min', '187', '3', '7', 'calm']
    expect(guessed(header, [row]).kind).toBe('treatment_session')
    expect(targets(header, row)).toEqual(['moment', 'dose_mg', 'route', 'duration_minutes', 'body_weight_lb', 'mood_before', 'mood_after', 'notes'])
  })

  test('that Casebook itself writes are guessed', () => {
    const header = ['When', 'Mood', 'Anxiety', 'Energy', 'Pain', 'Well-being', 'Sleep (hours)', 'Sleep quality', 'Note', 'Time zone', 'Entry number']
    const row = ['2026-11-24 14:05', '7', '4', '6', '1', '7', '7.5', '6', 'fine', 'America/Chicago', '0193a5b0']
    expect(targets(header, row)).toEqual(['moment', 'mood', 'anxiety', 'energy', 'pain', 'well_being', 'sleep_hours', 'sleep_quality', 'notes', 'skip', 'skip'])
  })

  test('that run the other way are never taken for their opposite', () => {
    expect(targets(['date', 'depression', 'fatigue'], ['2026-11-04', '8', '7'])).toEqual(['day', 'skip', 'skip'])
  })

  test('with a date are asked for', () => {
    expect(missingIn(guessed(['mood', 'note'], [['7', 'x']]))).toBe('day')
    expect(missingIn(guessed(['date', 'weekday'], [['2026-11-04', 'Wed']]))).toBe('values')
    expect(missingIn(guessed(['date', 'mood'], [['03/04/2026', '7']]))).toBe('order')
    expect(missingIn(guessed(['date', 'mood'], [['2026-03-04', '4']]))).toBe('scale')
    expect(missingIn(guessed(['date', 'mood'], [['2026-03-04', '7']]))).toBeNull()
  })
})

describe('a scale', () => {
  test('is told by its header or its numbers', () => {
    expect(scaleOf('Mood (1-5)', ['4'])).toBe('1-5')
    expect(scaleOf('Mood', ['55', '70'])).toBe('0-100')
    expect(scaleOf('Mood', ['7', '9'])).toBe('0-10')
    expect(scaleOf('Mood', ['good', 'Awful'])).toBe('words')
  })

  test('is asked when a low year and a short scale look the same', () => expect(scaleOf('Mood', ['1', '4'])).toBeNull())

  test('is brought to ten, its ends to the ends', () => {
    expect([onTen('0', '0-5'), onTen('4', '0-5'), onTen('5', '0-5')]).toEqual([0, 8, 10])
    expect([onTen('1', '1-10'), onTen('10', '1-10'), onTen('7', '1-10')]).toEqual([0, 10, 6.7])
    expect([onTen('1', '1-5'), onTen('3', '1-5')]).toEqual([0, 5])
    expect([onTen('55 %', '0-100'), onTen('7/10', '0-10'), onTen('7,5', '0-10')]).toEqual([5.5, 7, 7.5])
    expect(onTen('meh', 'words')).toBe(5)
  })

  test('takes nothing that is not on it', () => {
    expect([onTen('6', '0-5'), onTen('-1', '0-10'), onTen('a lot', '0-10'), onTen('', '0-10')]).toEqual([null, null, null, null])
  })
})
