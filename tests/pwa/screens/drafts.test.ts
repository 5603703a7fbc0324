import { describe, expect, test } from 'vitest'
import { begunQuestionnaire, draftName, type Draft } from '$src/screens/drafts'
import { opened } from '../database/stores'

/** Which questionnaire Today offers to finish. */

const NOW = Date.parse('2026-11-24T15:00:00Z')
const HOUR_MS = 3_600_000

function draft(answers: (number | null)[], hoursAgo: number): Draft {
  return { id: 'a', answers, difficulty: null, place: 1, at: NOW - hoursAgo * HOUR_MS }
}

describe('a questionnaire that was begun', () => {
  test('is offered with how much of it is answered', async () => {
    const store = await opened()
    await store.keep(draftName('gad7'), draft([1, null, 0, null, null, null, null], 2))
    const begun = await begunQuestionnaire(store, NOW)
    expect([begun?.instrument.id, begun?.answered]).toEqual(['gad7', 2])
  })

  test('is not offered after a day, nor while nothing of it is answered', async () => {
    const store = await opened()
    await store.keep(draftName('phq9'), draft([1, 1, 1, 1, null, null, null, null, null], 25))
    await store.keep(draftName('peg'), draft([null, null, null], 1))
    expect(await begunQuestionnaire(store, NOW)).toBeNull()
  })

  test('is none when an answered one is looked at again to be changed', async () => {
    const store = await opened()
    await store.keep(draftName('phq9', 'the-record'), draft([1, 1, 1, 1, null, null, null, null, null], 1))
    expect(await begunQuestionnaire(store, NOW)).toBeNull()
  })
})
