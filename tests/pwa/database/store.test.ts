import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { isStamp } from '$src/core/clock'
import { isErasing } from '$src/core/fold'
import { NoRoomError } from '$src/database/connection'
import { JOURNAL } from '$src/database/log'
import { reproject } from '$src/database/shelves'
import { refuse } from '$src/database/store'
import { rowOf } from '$src/database/schema'
import { recordId, stored } from '../core/edits'
import { change, Clock, edits, freshName, NINE_O_CLOCK, opened, RECORD, shown } from './stores'

const OTHER = recordId(11)

describe('C1 an action of the patient', () => {
  test('is there for another tab, and after a restart, as soon as it is said to be saved', async () => {
    const name = freshName()
    const store = await opened({ name })
    await store.save([change({ mood: 6 })])
    const other = await opened({ name })
    expect(await shown(other)).toEqual({ mood: 6 })
    store.close()
    expect(await shown(await opened({ name }))).toEqual({ mood: 6 })
  })

  test('is one transaction, strictly durable, however many records it touches', async () => {
    const store = await opened()
    const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction')
    onTestFinished(() => transaction.mockRestore())
    await store.save([change({ mood: 6 }), change({ symptom: 'nausea' }, OTHER, 'side_effect')])
    const writing = transaction.mock.calls.filter(([, mode]) => mode === 'readwrite')
    expect(writing).toHaveLength(1)
    expect(writing[0]![2]).toEqual({ durability: 'strict' })
  })

  test('is saved whole or not at all', async () => {
    const store = await opened()
    const unstorable = { notes: (() => 'a function has no copy') as never }
    await expect(store.save([change({ mood: 6 }), change(unstorable, OTHER)])).rejects.toThrow()
    expect(await store.isEmpty()).toBe(true)
    expect(await store.timeline({ limit: 10 })).toEqual([])
  })

  test('of nothing makes no edit', async () => {
    const store = await opened()
    await store.save([])
    expect(await store.isEmpty()).toBe(true)
  })

  test('tells whoever shows the journal, once it is on disk', async () => {
    const store = await opened()
    const heard = vi.fn(async () => shown(store))
    onTestFinished(store.subscribe(heard))
    await store.save([change({ mood: 6 })])
    expect(heard).toHaveBeenCalledTimes(1)
    expect(await heard.mock.results[0]!.value).toEqual({ mood: 6 })
  })

  test('tells the other tab', async () => {
    const name = freshName()
    const [here, there] = [await opened({ name }), await opened({ name })]
    const heard = vi.fn()
    onTestFinished(there.subscribe(heard))
    await here.save([change({ mood: 6 })])
    await vi.waitFor(() => expect(heard).toHaveBeenCalled())
  })
})

describe('C2 the projection', () => {
  test('shows what was entered before it was sent', async () => {
    const store = await opened()
    await store.save([change({ mood: 6, pain: 2 })])
    await store.save([change({ pain: 1 })])
    expect(await shown(store)).toEqual({ mood: 6, pain: 1 })
    expect((await store.get(RECORD))?.unsent).toBe(true)
  })

  test('can be thrown away and rebuilt', async () => {
    const store = await opened()
    await store.save([change({ mood: 6 }), change({ mood: 2 }, OTHER)])
    await store.save([change({ deleted: true }, OTHER)])
    const before = await store.connection.read((database) => database.getAll('records'))
    await store.connection.write(JOURNAL, async (writing) => {
      await writing.objectStore('records').clear()
      for (const record of [RECORD, OTHER]) await reproject(writing, [record])
    })
    expect(await store.connection.read((database) => database.getAll('records'))).toEqual(before)
  })
})

describe('C7 the stamp', () => {
  test('has the form of the protocol and the device of the store', async () => {
    const store = await opened()
    await store.save([change({ mood: 6 })])
    const { device } = await store.device()
    const [edit] = await edits(store)
    expect(edit!.stamp).toBe(`2026-11-23T09:00:00.000Z-0000-${device}`)
    expect(edit!.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  test('of a later entry is greater, even when the clock was set back a day', async () => {
    const clock = new Clock()
    const store = await opened({ clock })
    await store.save([change({ mood: 6 })])
    clock.ms -= 86_400_000
    await store.save([change({ mood: 7 })])
    expect(await shown(store)).toEqual({ mood: 7 })
    expect((await edits(store)).map((edit) => edit.set)).toEqual([{ mood: 6 }, { mood: 7 }])
  })

  test('is another for each of two tabs that save in the same moment', async () => {
    const name = freshName()
    const tabs = [await opened({ name }), await opened({ name })]
    await Promise.all(tabs.flatMap((tab) => [1, 2, 3, 4].map((mood) => tab.save([change({ mood })]))))
    const stamps = (await edits(tabs[0]!)).map((edit) => edit.stamp)
    expect(new Set(stamps).size).toBe(8)
  })

  test.each([
    ['1970', -1_000],
    ['12000', Date.UTC(12_000, 0)],
  ])('is a stamp on a phone that believes it is %s', async (_, ms) => {
    const clock = new Clock()
    clock.ms = ms
    const store = await opened({ clock })
    await store.save([change({ mood: 6 })])
    expect((await edits(store)).every((edit) => isStamp(edit.stamp))).toBe(true)
  })
})

describe('C9 a rejected edit', () => {
  const refused = (set: Record<string, number>) =>
    stored(1, set, { rejection: { field: 'dose_mg', code: 'less_than_equal', message: 'must be at most 2000' } })

  const withRefused = async (set: Record<string, number>) => {
    const store = await opened()
    await store.connection.write(JOURNAL, async (writing) => {
      await writing.objectStore('edits').put(rowOf(refused(set)))
      await reproject(writing, [RECORD])
    })
    return store
  }

  test('is listed until it is put right, and blocks nothing', async () => {
    const store = await withRefused({ dose_mg: 99_999 })
    expect(await store.waiting()).toMatchObject({ unsent: 0, attention: 1 })
    expect((await store.needingAttention()).map((record) => record.id)).toEqual([RECORD])
    await store.save([change({ mood: 5 }, OTHER)])
    expect(await store.waiting()).toMatchObject({ unsent: 1, attention: 1 })
  })

  test('that is put right becomes a new edit with the rest of the entry, and the old one is dropped', async () => {
    const store = await withRefused({ dose_mg: 99_999, mood_before: 5 })
    const [old] = await edits(store)
    await store.save([change({ dose_mg: 42 })])
    const [fixed, ...others] = await edits(store)
    expect(others).toEqual([])
    expect(fixed).toMatchObject({ set: { dose_mg: 42, mood_before: 5 }, seq: null, rejection: null })
    expect(fixed!.id).not.toBe(old!.id)
    expect(fixed!.stamp > old!.stamp).toBe(true)
    expect(await store.waiting()).toMatchObject({ unsent: 1, attention: 0 })
  })

  test('stays when another field of the record is changed', async () => {
    const store = await withRefused({ dose_mg: 99_999 })
    await store.save([change({ mood_before: 7 })])
    expect(await store.waiting()).toMatchObject({ unsent: 1, attention: 1 })
    expect(await shown(store)).toEqual({ mood_before: 7 })
  })

  test('I6 that is put right does not bring back a value changed since', async () => {
    const store = await withRefused({ dose_mg: 99_999, mood_before: 5 })
    await store.save([change({ mood_before: 7 })])
    await store.save([change({ dose_mg: 42 })])
    expect(await shown(store)).toEqual({ dose_mg: 42, mood_before: 7 })
  })

  test('does not keep its record from being erased', async () => {
    const store = await opened()
    await store.save([change({ dose_mg: 42 })])
    await refuse(store, (await edits(store))[0]!.id, 'The server could not take this entry.')
    await store.save([change({ erased: true })])
    expect(await shown(store)).toEqual({ erased: true })
    expect((await edits(store)).every((edit) => isErasing(edit.set))).toBe(true)
  })

  test('can be given up, and only a rejected one can', async () => {
    const store = await withRefused({ dose_mg: 99_999 })
    await store.save([change({ mood_before: 7 })])
    for (const edit of await edits(store)) await store.discard(edit.id)
    expect((await edits(store)).map((edit) => edit.set)).toEqual([{ mood_before: 7 }])
    expect((await store.get(RECORD))?.attention).toEqual([])
  })

  test('that was all of its record leaves no record behind when it is given up', async () => {
    const store = await withRefused({ dose_mg: 99_999 })
    await store.discard(refused({}).id)
    expect(await store.get(RECORD)).toBeUndefined()
  })

  test('that the server cannot take is marked by the phone, unless the server has it after all', async () => {
    const store = await opened()
    await store.save([change({ mood: 6 })])
    const [edit] = await edits(store)
    await refuse(store, edit!.id, 'The server could not take this entry.')
    expect((await store.get(RECORD))?.attention).toMatchObject([{ editId: edit!.id, field: null }])
    await store.connection.write(['edits'], async (writing) => {
      await writing.objectStore('edits').put(rowOf({ ...edit!, seq: 1 }))
    })
    await refuse(store, edit!.id, 'The server could not take this entry.')
    expect((await edits(store))[0]).toMatchObject({ seq: 1, rejection: null })
  })
})

describe('C9 a phone without room', () => {
  test('says so, and keeps what was saved before', async () => {
    const store = await opened()
    await store.save([change({ mood: 6 })])
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
    })
    onTestFinished(() => put.mockRestore())
    await expect(store.save([change({ mood: 7 })])).rejects.toThrow(NoRoomError)
    put.mockRestore()
    expect(await shown(store)).toEqual({ mood: 6 })
    await store.save([change({ mood: 8 })])
    expect(await shown(store)).toEqual({ mood: 8 })
  })
})

describe('C11 a connection that died', () => {
  const dies = (store: Awaited<ReturnType<typeof opened>>) => store.connection.read(async (database) => database.close())

  test('is opened again for the next entry', async () => {
    const store = await opened()
    await store.save([change({ mood: 6 })])
    await dies(store)
    await store.save([change({ mood: 7 })])
    expect(await shown(store)).toEqual({ mood: 7 })
    expect(await edits(store)).toHaveLength(2)
  })

  test('is opened again for the screen', async () => {
    const store = await opened()
    await store.save([change({ mood: 6 })])
    await dies(store)
    expect(await store.timeline({ limit: 5 })).toHaveLength(1)
  })

  test('is tried again once, not for ever', async () => {
    const store = await opened()
    const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(() => {
      throw new DOMException('The database connection is closing.', 'InvalidStateError')
    })
    onTestFinished(() => transaction.mockRestore())
    await expect(store.save([change({ mood: 7 })])).rejects.toThrow('closing')
    expect(transaction).toHaveBeenCalledTimes(2)
  })
})

describe('C13 the store', () => {
  test('has a device id of its own that stays', async () => {
    const name = freshName()
    const first = await (await opened({ name })).device()
    expect(first.device).toMatch(/^[0-9a-f]{16}$/)
    expect((await (await opened({ name })).device()).device).toBe(first.device)
    expect((await (await opened()).device()).device).not.toBe(first.device)
  })

  test('of one account knows nothing of another', async () => {
    const [mine, theirs] = [await opened(), await opened()]
    await mine.save([change({ mood: 6 })])
    expect(await theirs.isEmpty()).toBe(true)
    expect(await theirs.get(RECORD)).toBeUndefined()
  })
})

describe('what a screen asks', () => {
  const at = (day: number) => `2026-11-${String(day).padStart(2, '0')}T08:00:00Z`
  const journal = async () => {
    const store = await opened()
    for (const day of [3, 1, 2]) await store.save([change({ at: at(day), mood: day }, recordId(20 + day))])
    await store.save([change({ started_at: at(4), dose_mg: 40 }, recordId(24), 'treatment_session')])
    return store
  }
  const ids = (records: { id: string }[]) => records.map((record) => record.id)

  test('the timeline is newest first and pages on', async () => {
    const store = await journal()
    const first = await store.timeline({ limit: 2 })
    expect(ids(first)).toEqual([recordId(24), recordId(23)])
    const next = await store.timeline({ limit: 2, before: first[1]!.occurredAt })
    expect(ids(next)).toEqual([recordId(22), recordId(21)])
  })

  test('the timeline of one kind, of several and of none', async () => {
    const store = await journal()
    expect(ids(await store.timeline({ kinds: ['check_in'], limit: 2 }))).toEqual([recordId(23), recordId(22)])
    expect(await store.timeline({ kinds: ['check_in', 'treatment_session'], limit: 9 })).toHaveLength(4)
    expect(await store.timeline({ kinds: ['expense', 'claim'], limit: 9 })).toEqual([])
  })

  test("the last session's values are there to be offered", async () => {
    expect((await (await journal()).latest('treatment_session'))?.fields['dose_mg']).toBe(40)
  })

  test('what lies in the trash is nowhere else, and comes back', async () => {
    const store = await journal()
    await store.save([change({ deleted: true }, recordId(22))])
    expect(ids(await store.all('check_in'))).toEqual([recordId(23), recordId(21)])
    expect(ids(await store.trash())).toEqual([recordId(22)])
    await store.save([change({ deleted: false }, recordId(22))])
    expect(await store.trash()).toEqual([])
    expect(await store.all('check_in')).toHaveLength(3)
  })

  test('an erased record is on no shelf, and every edit of it lost its values', async () => {
    const store = await journal()
    await store.save([change({ erased: true }, recordId(22))])
    await store.save([change({ mood: 9 }, recordId(22))])
    expect(await store.all('check_in')).toHaveLength(2)
    expect(await store.trash()).toEqual([])
    const left = (await edits(store)).filter((edit) => edit.record === recordId(22))
    expect(left.map((edit) => ({ ...edit.set }))).toEqual([{ erased: true }, { erased: true }, { erased: true }])
  })

  test('how long the oldest entry waits', async () => {
    const clock = new Clock()
    const store = await opened({ clock })
    await store.save([change({ mood: 6 })])
    clock.ms += 60_000
    await store.save([change({ mood: 7 })])
    const { unsent, oldestStamp } = await store.waiting()
    expect(unsent).toBe(2)
    expect(Date.parse(oldestStamp!.slice(0, 24))).toBe(NINE_O_CLOCK)
  })

  test('a draft is kept on this phone alone until it is forgotten', async () => {
    const store = await opened()
    await store.keep('draft', { mood: 4 })
    expect(await store.kept('draft')).toEqual({ mood: 4 })
    expect(await store.isEmpty()).toBe(true)
    await store.keep('draft', undefined)
    expect(await store.kept('draft')).toBeUndefined()
  })
})
