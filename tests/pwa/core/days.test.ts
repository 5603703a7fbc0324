import { describe, expect, test } from 'vitest'
import {
  dayAndTime,
  dayOf,
  daysBetween,
  instantIn,
  longDay,
  msOfLocal,
  offsetMinutes,
  ownZone,
  plainDay,
  shortDay,
  timeOfDay,
} from '$src/core/days'

const NEW_YORK = 'America/New_York'
const AFTERNOON = Date.UTC(2026, 10, 24, 19, 5)

describe('the day of an entry', () => {
  test('is the day it had where it was made', () => {
    expect(dayOf('2026-11-24T23:30:00-05:00', NEW_YORK)).toBe('2026-11-24')
    expect(dayOf('2026-11-24T23:30:00-05:00', 'Europe/Berlin')).toBe('2026-11-25')
    expect(dayOf(Date.UTC(2026, 11, 31, 23, 30), 'Pacific/Auckland')).toBe('2027-01-01')
  })

  test('is shown in the own zone when this phone does not know the one it was made in', () => {
    expect(dayOf(AFTERNOON, 'Mars/Olympus_Mons')).toBe(dayOf(AFTERNOON, ownZone()))
  })
})

describe('an instant as it is sent', () => {
  test.each([
    [NEW_YORK, '2026-11-24T14:05:00-05:00'],
    ['UTC', '2026-11-24T19:05:00+00:00'],
    ['Asia/Kathmandu', '2026-11-25T00:50:00+05:45'],
    ['America/St_Johns', '2026-11-24T15:35:00-03:30'],
    ['Pacific/Kiritimati', '2026-11-25T09:05:00+14:00'],
  ])('carries the offset of %s', (zone, expected) => {
    expect(instantIn(AFTERNOON, zone)).toBe(expected)
    expect(Date.parse(expected)).toBe(AFTERNOON)
  })

  test('carries the summer offset in summer', () => {
    expect(instantIn(Date.UTC(2026, 6, 1, 18, 0), NEW_YORK)).toBe('2026-07-01T14:00:00-04:00')
  })

  test('leaves milliseconds out', () => {
    expect(instantIn(AFTERNOON + 999, NEW_YORK)).toBe('2026-11-24T14:05:00-05:00')
  })

  test('is right to the minute on both sides of the night the clocks go back', () => {
    const change = Date.UTC(2026, 10, 1, 6, 0)
    expect(offsetMinutes(change - 1, NEW_YORK)).toBe(-240)
    expect(offsetMinutes(change, NEW_YORK)).toBe(-300)
  })
})

describe('a time typed in', () => {
  test('is the instant at which clocks there show it', () => {
    expect(msOfLocal('2026-11-24T14:05', NEW_YORK)).toBe(AFTERNOON)
    expect(msOfLocal('2026-11-24T14:05:30', NEW_YORK)).toBe(AFTERNOON + 30_000)
  })

  test('is the first one when clocks show it twice', () => {
    expect(msOfLocal('2026-11-01T01:30', NEW_YORK)).toBe(Date.UTC(2026, 10, 1, 5, 30))
    expect(msOfLocal('2026-10-25T02:30', 'Europe/Berlin')).toBe(Date.UTC(2026, 9, 25, 0, 30))
  })

  test('is taken as if clocks had not skipped it', () => {
    expect(msOfLocal('2026-03-08T02:30', NEW_YORK)).toBe(Date.UTC(2026, 2, 8, 7, 30))
    expect(msOfLocal('2026-03-29T02:30', 'Europe/Berlin')).toBe(Date.UTC(2026, 2, 29, 1, 30))
  })

  test.each(['2026-03-08T01:59', '2026-03-08T03:00', '2026-11-01T00:59', '2026-11-01T02:00'])(
    'is exact beside the hour of the change: %s',
    (local) => {
      expect(instantIn(msOfLocal(local, NEW_YORK), NEW_YORK).slice(0, 16)).toBe(local)
    },
  )

  test('is not a number when nothing was typed', () => {
    expect(msOfLocal('', NEW_YORK)).toBeNaN()
    expect(msOfLocal('noon', NEW_YORK)).toBeNaN()
  })
})

describe('what people read', () => {
  test('names day and time without a year when it is this one', () => {
    expect(dayAndTime(AFTERNOON, NEW_YORK, AFTERNOON)).toBe('Tue, Nov 24, 2:05 PM')
  })

  test('names the year of a session of last year', () => {
    expect(dayAndTime(Date.UTC(2025, 10, 24, 19, 5), NEW_YORK, AFTERNOON)).toBe('Mon, Nov 24, 2025, 2:05 PM')
  })

  test('takes the year of the place, not of Greenwich', () => {
    const newYear = Date.UTC(2027, 0, 1, 3, 0)
    expect(shortDay(newYear, NEW_YORK, AFTERNOON)).toBe('Thu, Dec 31')
  })

  test('leaves the weekday out of a birth date, in any zone', () => {
    expect(plainDay('1984-02-29')).toBe('February 29, 1984')
  })

  test('names noon, midnight and the long day', () => {
    expect(timeOfDay('2026-11-24T12:00:00-05:00', NEW_YORK)).toBe('12:00 PM')
    expect(timeOfDay('2026-11-24T00:00:00-05:00', NEW_YORK)).toBe('12:00 AM')
    expect(longDay(AFTERNOON, NEW_YORK)).toBe('Tuesday, November 24')
  })
})

test('days are counted by the calendar, over leap days and changes of the clock', () => {
  expect(daysBetween('2026-11-24', '2026-11-24')).toBe(0)
  expect(daysBetween('2028-02-28', '2028-03-01')).toBe(2)
  expect(daysBetween('2026-03-07', '2026-03-09')).toBe(2)
  expect(daysBetween('2026-11-24', '2026-11-10')).toBe(-14)
})
