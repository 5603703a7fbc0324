import { expect, test } from 'vitest'
import { date, day, duration, moment, paperOf } from '$src/shared/when'

/** A moment by the clock of the reader, as the server writes it. */
const instant = (...at: [number, number, number, number, number]) => new Date(...at).toISOString()

test('a printed date carries its year', () => {
  expect(moment(instant(2026, 10, 24, 14, 5))).toBe('Nov 24, 2026, 2:05 PM')
  expect(day(instant(2026, 10, 24, 14, 5))).toBe('Nov 24, 2026')
})

test('noon and midnight are twelve', () => {
  expect(moment(instant(2026, 0, 2, 12, 0))).toBe('Jan 2, 2026, 12:00 PM')
  expect(moment(instant(2026, 0, 2, 0, 30))).toBe('Jan 2, 2026, 12:30 AM')
})

test('a moment late in the evening belongs to the day it had for the reader', () => {
  expect(day(instant(2026, 10, 24, 23, 59))).toBe('Nov 24, 2026')
})

test('a birth date is the same day wherever it is read', () => {
  expect(date('1985-03-01')).toBe('Mar 1, 1985')
})

test('the page names days and hours as the browser would in English', () => {
  for (let month = 0; month < 12; month += 1) {
    const at = instant(2026, month, 9, month * 2, 7)
    // Intl puts a narrow no-break space before PM, which some fonts show as a box.
    const theirs = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at))
    expect(moment(at)).toBe(theirs.replace(/\s/g, ' '))
  }
})

test('a wait is in seconds below two minutes and then in minutes, never shorter than it is', () => {
  expect([1, 119, 121, 3_600].map(duration)).toEqual(['1 second', '119 seconds', '3 minutes', '60 minutes'])
})

test('the paper is Letter in North America and A4 elsewhere', () => {
  expect(['en-US', 'en-CA', 'es-MX'].map(paperOf)).toEqual(['letter', 'letter', 'letter'])
  expect(['en-GB', 'de', 'en', ''].map(paperOf)).toEqual(['a4', 'a4', 'a4', 'a4'])
})
