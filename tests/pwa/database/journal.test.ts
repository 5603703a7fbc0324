import { describe, expect, test } from 'vitest'
import { everyRecord, newestOf, recordsBetween } from '$src/database/journal'
import { foundIn, readAll } from '$src/screens/journal/searching'
import { recordId } from '../core/edits'
import { change, opened } from './stores'

const at = (day: number) => new Date(Date.UTC(2026, 0, day, 12)).toISOString()

async function aYear(count: number) {
  const store = await opened()
  const days = Array.from({ length: count }, (_, place) => place + 1)
  await store.save(days.map((day) => change({ at: at(day), notes: day === 7 ? 'Knee hurt' : `day ${day}` }, recordId(1_000 + day))))
  return store
}

describe('the journal read in other ways', () => {
  test('every entry comes once, however many there are, and none from the trash', async () => {
    const store = await aYear(450)
    await store.save([change({ deleted: true }, recordId(1_003))])
    const ids: string[] = []
    for await (const part of everyRecord(store)) ids.push(...part.map(({ id }) => id))
    expect(new Set(ids).size).toBe(449)
    expect(ids).toHaveLength(449)
    expect(ids).not.toContain(recordId(1_003))
  })

  test('a stretch of days has only its entries, the earliest first', async () => {
    const store = await aYear(20)
    const found = await recordsBetween(store, '2026-01-05T00:00:00.000Z', '2026-01-07T00:00:00.000Z')
    expect(found.map(({ occurredAt }) => occurredAt)).toEqual([at(5), at(6)])
  })

  test('the newest of several kinds are found below many of others', async () => {
    const store = await aYear(30)
    await store.save([1, 2, 3].map((day) => change({ spent_on: `2025-12-0${day}`, amount_cents: 100 }, recordId(day), 'expense')))
    const found = await store.timeline({ kinds: ['expense', 'claim'], limit: 2 })
    expect(found.map(({ id }) => id)).toEqual([recordId(3), recordId(2)])
  })

  test('entries of one moment are counted as any others', async () => {
    const store = await aYear(3)
    await store.save([6, 7, 8].map((number) => change({ at: at(2) }, recordId(number))))
    expect(await store.timeline({ limit: 2 })).toHaveLength(2)
    expect(await store.timeline({ kinds: ['check_in'], limit: 3 })).toHaveLength(3)
    expect(await store.timeline({ kinds: ['check_in', 'expense'], limit: 9 })).toHaveLength(6)
  })

  test('two kinds stand between each other, newest first', async () => {
    const store = await aYear(3)
    await store.save([change({ spent_on: '2026-01-03', amount_cents: 100 }, recordId(9), 'expense')])
    const found = await newestOf(store, ['check_in', 'expense'], 3)
    expect(found.map(({ occurredAt }) => occurredAt)).toEqual([at(3), '2026-01-03T00:00:00.000Z', at(2)])
  })

  test('a word is found in the note of an old entry, and only among the kinds asked for', async () => {
    const read = await readAll(await aYear(300))
    expect(read).toHaveLength(300)
    expect(foundIn(read, 'knee HURT', 'all').map(({ occurredAt }) => occurredAt)).toEqual([at(7)])
    expect(foundIn(read, 'knee', 'sessions')).toEqual([])
    expect(foundIn(read, 'check-in', 'checkIns')).toHaveLength(300)
  })
})
