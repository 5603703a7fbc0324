import { describe, expect, test } from 'vitest'
import { dayAfter, isDay, monthAfter, reachOf, sameDayIn, weeksOf } from '$src/core/calendar'

describe('a month as a calendar shows it', () => {
  test('has every day once, under its weekday', () => {
    const weeks = weeksOf('2026-11', 7)
    // 1 November 2026 was a Sunday.
    expect(weeks[0]).toEqual(['2026-11-01', '2026-11-02', '2026-11-03', '2026-11-04', '2026-11-05', '2026-11-06', '2026-11-07'])
    expect(weeks.at(-1)).toEqual(['2026-11-29', '2026-11-30', null, null, null, null, null])
    expect(weeks.flat().filter((day) => day !== null)).toHaveLength(30)
  })

  test('begins with Monday where weeks do', () => {
    expect(weeksOf('2026-11', 1)[0]).toEqual([null, null, null, null, null, null, '2026-11-01'])
  })

  test('has 29 February in a leap year only', () => {
    expect(weeksOf('2028-02', 7).flat()).toContain('2028-02-29')
    expect(weeksOf('2026-02', 7).flat()).not.toContain('2026-02-29')
    expect(weeksOf('2026-02', 7)).toHaveLength(4)
  })

  test('has 31 days in October too, when clocks change', () => {
    expect(weeksOf('2026-10', 7).flat().filter((day) => day !== null)).toHaveLength(31)
  })
})

test('months and days follow each other over the end of a year', () => {
  expect([monthAfter('2026-12', 1), monthAfter('2026-01', -1)]).toEqual(['2027-01', '2025-12'])
  expect([dayAfter('2026-12-31', 1), dayAfter('2028-03-01', -1)]).toEqual(['2027-01-01', '2028-02-29'])
})

test('the 31st is the last of the month in a shorter one', () => {
  expect(sameDayIn('2026-02', '2026-01-31')).toBe('2026-02-28')
  expect(sameDayIn('2026-03', '2026-01-31')).toBe('2026-03-31')
})

test('a day that does not exist is none', () => {
  expect(['2026-02-30', '2026-2-3', 'today', ''].filter(isDay)).toEqual([])
  expect(isDay('2028-02-29')).toBe(true)
})

test('what happened on a day anywhere on earth lies within its reach', () => {
  const [from, to] = reachOf('2026-11-24', '2026-11-24')
  expect(from < new Date('2026-11-24T00:00:00+14:00').toISOString()).toBe(true)
  expect(to > new Date('2026-11-24T23:59:59-12:00').toISOString()).toBe(true)
})
