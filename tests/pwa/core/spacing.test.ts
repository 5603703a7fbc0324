import { expect, test } from 'vitest'
import { stillSpaced } from '$src/core/spacing'

const at = (started_at: string, time_zone = 'America/New_York') => ({ started_at, time_zone })

test('after one session nothing is known of the spacing', () => {
  expect(stillSpaced([at('2026-01-05T10:00:00-05:00')])).toEqual({ started_at: null, step: 1 })
})

test('the next is offered as many days on as the last two lie apart, at the same time of day', () => {
  const row = [at('2026-01-05T10:00:00-05:00'), at('2026-01-08T11:30:00-05:00')]
  expect(stillSpaced(row)).toEqual({ started_at: '2026-01-11T11:30:00-05:00', step: 1 })
})

test('whoever goes back in time is offered an earlier one with the number before', () => {
  const row = [at('2026-01-12T10:00:00-05:00'), at('2026-01-05T10:00:00-05:00')]
  expect(stillSpaced(row)).toEqual({ started_at: '2025-12-29T10:00:00-05:00', step: -1 })
})

test('over the night in which clocks change the time of day stays', () => {
  const row = [at('2026-03-01T09:00:00-05:00'), at('2026-03-05T09:00:00-05:00')]
  expect(stillSpaced(row).started_at).toBe('2026-03-09T09:00:00-04:00')
})

test('29 February is a day like any other', () => {
  const row = [at('2028-02-23T09:00:00-05:00'), at('2028-02-26T09:00:00-05:00')]
  expect(stillSpaced(row).started_at).toBe('2028-02-29T09:00:00-05:00')
})

test('two of the same day, or one without a date, offer no date', () => {
  expect(stillSpaced([at('2026-01-05T10:00:00-05:00'), at('2026-01-05T15:00:00-05:00')]).started_at).toBeNull()
  expect(stillSpaced([{}, at('2026-01-05T15:00:00-05:00')]).started_at).toBeNull()
})
