import { describe, expect, test } from 'vitest'
import { orderShownBy, readMoment, readTime } from '$src/core/tracker/moments'

describe('a day as other apps write it', () => {
  test.each([
    ['2026-11-04', '2026-11-04'],
    ['2026/11/4', '2026-11-04'],
    ['11/04/2026', '2026-11-04'],
    ['11-4-26', '2026-11-04'],
    ['Nov 4, 2026', '2026-11-04'],
    ['Wednesday, November 4, 2026', '2026-11-04'],
    ['4 Nov 2026', '2026-11-04'],
    ['4th November 2026', '2026-11-04'],
    ['2028-02-29', '2028-02-29'],
  ])('%s', (text, day) => expect(readMoment(text, 'month_first')).toEqual({ day, time: null, instant: null }))

  test('with the day first where the patient says so', () => {
    expect(readMoment('11/04/2026', 'day_first')?.day).toBe('2026-04-11')
    expect(readMoment('4.11.2026', 'day_first')?.day).toBe('2026-11-04')
  })

  test.each(['', 'yesterday', '2026-02-30', '13/13/2026', '2027', '29 Feb 2026', '0001-01-01'])('%s is none', (text) => {
    expect(readMoment(text, 'month_first')).toBeNull()
  })
})

describe('a time', () => {
  test.each([
    ['14:05', '14:05'],
    ['2:05 PM', '14:05'],
    ['2:05pm', '14:05'],
    ['2:05 p.m.', '14:05'],
    ['12:30 am', '00:30'],
    ['9 am', '09:00'],
    ['14.05', '14:05'],
    ['07:05:33', '07:05'],
  ])('%s', (text, time) => expect(readTime(text)).toBe(time))

  test.each(['25:00', '7', '13:00 pm', 'noon', '12:75'])('%s is none', (text) => expect(readTime(text)).toBeNull())
})

test('a moment with its zone is that instant, one without is left to the clock of the phone', () => {
  expect(readMoment('2026-11-04T23:30:00-05:00', 'month_first')).toEqual({
    day: '2026-11-04',
    time: '23:30',
    instant: Date.parse('2026-11-05T04:30:00Z'),
  })
  expect(readMoment('2026-11-04T23:30:00.000Z', 'month_first')?.instant).toBe(Date.parse('2026-11-04T23:30:00Z'))
  expect(readMoment('11/4/2026 11:30 PM', 'month_first')).toEqual({ day: '2026-11-04', time: '23:30', instant: null })
  expect(readMoment('1762299000', 'month_first')?.instant).toBe(1_762_299_000_000)
})

describe('which number is the month', () => {
  test('is shown by any number above twelve', () => {
    expect(orderShownBy(['03/04/2026', '03/25/2026'])).toBe('month_first')
    expect(orderShownBy(['03/04/2026', '25/03/2026'])).toBe('day_first')
  })

  test('is asked when no date shows it', () => expect(orderShownBy(['03/04/2026', '05/05/2026'])).toBe('either'))

  test('plays no part where the year comes first or both are the same', () => {
    expect(orderShownBy(['2026-03-04'])).toBe('neither')
    expect(orderShownBy(['05/05/2026'])).toBe('neither')
  })
})
