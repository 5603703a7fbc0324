import { afterEach, expect, test } from 'vitest'
import { dayAndTime } from '$src/core/days'
import { dollarsText, localeFor, numberText, useLocale } from '$src/core/locale'

const AT = '2026-11-24T19:05:00Z'
const NOW = Date.parse('2026-11-26T12:00:00Z')

afterEach(() => useLocale('en-US'))

test('a reader in the United States sees days, times and numbers as ever', () => {
  expect(dayAndTime(AT, 'America/New_York', NOW)).toBe('Tue, Nov 24, 2:05 PM')
  expect(numberText(1234.56)).toBe('1,234.6')
  expect(dollarsText(123_456)).toBe('$1,234.56')
})

test('a reader in Britain sees them the British way, in the same words', () => {
  useLocale(localeFor(['en-GB', 'en']))
  expect(dayAndTime(AT, 'Europe/London', NOW)).toMatch(/^Tue,? 24 Nov, 19:05$/)
  expect(dollarsText(4250)).toBe('US$42.50')
})

test('a phone in a language without words of ours gets those of the catalogue throughout', () => {
  expect(localeFor(['de-DE', 'de'])).toBe('en-US')
  expect(localeFor(['de-DE', 'en-IE'])).toBe('en-IE')
})

test('a number is rounded to what is asked for and shows it when it must', () => {
  expect(numberText(0.5, 2, true)).toBe('0.50')
  expect(numberText(40)).toBe('40')
})
