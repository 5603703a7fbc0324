import { describe, expect, test } from 'vitest'
import { greatestOf, isStamp, momentOf, newStamp } from '$src/core/clock'

const DEVICE = '0123456789abcdef'
const NOW = Date.UTC(2026, 10, 23, 9, 15, 42, 4)

describe('C7 the stamp of a new edit', () => {
  test('is device time when nothing newer was seen', () => {
    expect(newStamp(NOW, 0, null, DEVICE)).toBe('2026-11-23T09:15:42.004Z-0000-0123456789abcdef')
    const earlier = '2026-11-23T09:15:42.003Z-ffff-ffffffffffffffff'
    expect(newStamp(NOW, 0, earlier, DEVICE)).toBe('2026-11-23T09:15:42.004Z-0000-0123456789abcdef')
  })

  test('is device time with what the server taught about it', () => {
    expect(newStamp(NOW, -90_000, null, DEVICE)).toBe('2026-11-23T09:14:12.004Z-0000-0123456789abcdef')
    expect(newStamp(NOW, 996, null, DEVICE)).toBe('2026-11-23T09:15:43.000Z-0000-0123456789abcdef')
  })

  test('follows the greatest stamp in the store, even one ahead of the clock', () => {
    const ahead = '2031-01-01T00:00:00.000Z-0007-ffffffffffffffff'
    expect(newStamp(NOW, 0, ahead, DEVICE)).toBe('2031-01-01T00:00:00.000Z-0008-0123456789abcdef')
  })

  test('comes after an edit of the same millisecond by any other device', () => {
    const same = '2026-11-23T09:15:42.004Z-0000-ffffffffffffffff'
    expect(newStamp(NOW, 0, same, DEVICE)).toBe('2026-11-23T09:15:42.004Z-0001-0123456789abcdef')
  })

  test('goes on after a counter is used up', () => {
    const last = '2026-11-23T09:15:42.004Z-ffff-0123456789abcdef'
    expect(newStamp(NOW, 0, last, DEVICE)).toBe('2026-11-23T09:15:42.005Z-0000-0123456789abcdef')
  })

  test.each([
    ['a clock before 1970', -1, 0, '1970-01-01T00:00:00.000Z'],
    ['a clock in the year 12000', Date.UTC(12_000, 0), 0, '9998-12-31T23:59:59.999Z'],
    ['an offset that would lead out of the years', NOW, 9e15, '9998-12-31T23:59:59.999Z'],
  ])('keeps its width with %s', (_, deviceMs, offsetMs, moment) => {
    const made = newStamp(deviceMs, offsetMs, null, DEVICE)
    expect(made).toBe(`${moment}-0000-${DEVICE}`)
    expect(isStamp(made)).toBe(true)
  })

  test('is greater than the one before, a thousand times in one millisecond', () => {
    let last: string | null = null
    for (let count = 0; count < 1_000; count += 1) {
      const made: string = newStamp(NOW, 0, last, DEVICE)
      expect(last === null || made > last).toBe(true)
      last = made
    }
  })
})

test('the moment of a stamp is its milliseconds, and of anything else not a number', () => {
  expect(momentOf('2026-11-23T09:15:42.004Z-0000-0123456789abcdef')).toBe(NOW)
  expect(momentOf('yesterday')).toBeNaN()
})

test('of several stamps the greatest counts, and none of what is none', () => {
  const [one, other] = ['2026-11-23T09:15:42.004Z-0000-0123456789abcdef', '2026-11-23T09:15:42.004Z-0001-0000000000000001']
  expect(greatestOf([null, one, undefined, other, one])).toBe(other)
  expect(greatestOf([null, undefined])).toBeNull()
})
