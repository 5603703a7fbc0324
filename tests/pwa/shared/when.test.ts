import { expect, test } from 'vitest'
import { day, moment } from '$src/shared/when'

test('a printed date carries its year', () => {
  expect(moment('2026-11-24T19:05:00Z', 'America/New_York')).toBe('Nov 24, 2026, 2:05 PM')
  expect(day('2026-11-24T19:05:00Z', 'America/New_York')).toBe('Nov 24, 2026')
})

test('a moment late in the evening belongs to the day it had for the reader', () => {
  expect(day('2026-11-25T03:00:00Z', 'America/New_York')).toBe('Nov 24, 2026')
  expect(day('2026-11-25T03:00:00Z', 'Europe/Berlin')).toBe('Nov 25, 2026')
})
