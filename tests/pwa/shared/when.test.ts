import { expect, test } from 'vitest'
import { day, duration, moment, paperOf } from '$src/shared/when'

test('a printed date carries its year', () => {
  expect(moment('2026-11-24T19:05:00Z', 'America/New_York')).toBe('Nov 24, 2026, 2:05 PM')
  expect(day('2026-11-24T19:05:00Z', 'America/New_York')).toBe('Nov 24, 2026')
})

test('a moment late in the evening belongs to the day it had for the reader', () => {
  expect(day('2026-11-25T03:00:00Z', 'America/New_York')).toBe('Nov 24, 2026')
  expect(day('2026-11-25T03:00:00Z', 'Europe/Berlin')).toBe('Nov 25, 2026')
})

test('a wait is in seconds below two minutes and then in minutes, never shorter than it is', () => {
  expect([1, 119, 121, 3_600].map(duration)).toEqual(['1 second', '119 seconds', '3 minutes', '60 minutes'])
})

test('the paper is Letter in North America and A4 elsewhere', () => {
  expect(['en-US', 'en-CA', 'es-MX'].map(paperOf)).toEqual(['letter', 'letter', 'letter'])
  expect(['en-GB', 'de', 'en', ''].map(paperOf)).toEqual(['a4', 'a4', 'a4', 'a4'])
})
