import { describe, expect, test } from 'vitest'
import type { Fields } from '$src/core/records'
import { erasedFields } from '$src/core/fold'
import { addEntries, batchesOf, undoBatch } from '$src/database/importing'
import { newId } from '$src/core/ids'
import { recordId } from '../core/edits'
import { change, opened, shown } from './stores'

const at = '2026-11-20T12:00:00-05:00'
const many = (count: number, set: Fields = { at, mood: 6 }) => Array.from({ length: count }, (_, place) => ({ record: recordId(2_000 + place), set }))

describe('an import', () => {
  test('adds every entry once, also when the same file comes twice', async () => {
    const store = await opened()
    expect(await addEntries(store, 'check_in', many(600), newId())).toEqual({ added: 600, known: 0 })
    expect(await addEntries(store, 'check_in', many(601), newId())).toEqual({ added: 1, known: 600 })
    expect(await store.all('check_in')).toHaveLength(601)
  })

  test('leaves what the patient made of an entry since', async () => {
    const store = await opened()
    await addEntries(store, 'check_in', many(1), newId())
    await store.save([change({ mood: 2 }, recordId(2_000))])
    await addEntries(store, 'check_in', many(1), newId())
    expect(await shown(store, recordId(2_000))).toMatchObject({ mood: 2 })
  })

  test('is undone as a whole, and nothing else with it', async () => {
    const store = await opened()
    const batch = newId()
    await store.save([change({ mood: 5 })])
    await addEntries(store, 'check_in', many(300), batch)
    expect(await batchesOf(store)).toMatchObject([{ batch, kind: 'check_in', count: 300 }])
    expect(Math.abs((await batchesOf(store))[0]!.madeAt - Date.now())).toBeLessThan(60_000)
    expect(await undoBatch(store, batch)).toBe(300)
    expect(await store.all('check_in')).toHaveLength(1)
    expect(await store.trash()).toHaveLength(300)
    expect(await batchesOf(store)).toEqual([])
  })

  test('brings back what was undone, as the file says it now', async () => {
    const store = await opened()
    const first = newId()
    await addEntries(store, 'check_in', many(1, { at, mood: 6, energy: 3 }), first)
    await undoBatch(store, first)
    await addEntries(store, 'check_in', many(1, { at, mood: 7 }), newId())
    expect(await shown(store, recordId(2_000))).toMatchObject({ at, mood: 7, energy: null, deleted: false })
  })

  test('never brings back what was erased for good', async () => {
    const store = await opened()
    await addEntries(store, 'check_in', many(1), newId())
    await store.save([{ record: recordId(2_000), kind: 'check_in', set: erasedFields() }])
    expect(await addEntries(store, 'check_in', many(1), newId())).toEqual({ added: 0, known: 1 })
    expect(await store.all('check_in')).toEqual([])
  })
})
