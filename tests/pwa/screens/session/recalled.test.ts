import { expect, test } from 'vitest'
import { alsoRecalled } from '$src/screens/session/recalled'

const STARTED = '2026-11-24T14:00:00-05:00'
const START_MS = Date.parse(STARTED)

test('a state before that is entered with the start is not recalled', () => {
  expect(alsoRecalled({ mood_before: 3, started_at: STARTED }, {}, START_MS + 900)).not.toHaveProperty('before_recalled')
})

test('a state before that is entered two hours after the start is recalled', () => {
  expect(alsoRecalled({ mood_before: 3 }, { started_at: STARTED }, START_MS + 7_200_000)).toHaveProperty('before_recalled', true)
})

test('a session logged later with its state before is recalled as a whole', () => {
  expect(alsoRecalled({ mood_before: 3, started_at: STARTED }, {}, START_MS + 86_400_000)).toHaveProperty('before_recalled', true)
})

test('a state after, a note, or a state taken back says nothing of memory', () => {
  const set = { mood_after: 6, notes: 'calm', mood_before: null }
  expect(alsoRecalled(set, { started_at: STARTED }, START_MS + 86_400_000)).toEqual(set)
})
