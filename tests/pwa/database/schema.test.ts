import { expect, test } from 'vitest'
import { START } from '$src/core/exchange'
import { exportStore } from '$src/database/portable'
import { openStore } from '$src/database/store'
import { edit, editId, RECORD, recordId, stampAt, stored } from '../core/edits'
import { Line } from './line'
import { change, edits, freshName, opened, shown } from './stores'

/** Stores of versions before, made as those made them, opened by this one. */

const DEVICE_ROW = { device: 'aaaaaaaaaaaaaaaa', place: START, offsetMs: 0, healedAt: 0, recomputedAt: 0 }
const HOUR = 3_600
const WAITING = { ...stored(1, { mood: 6 }), state: 1 }

/** A store of version 1 to 3 with these edits and bundles; the fold beside them is that of one check-in. */
async function oldStore(version: 1 | 2 | 3, rows: readonly object[], bundled: readonly object[] = []): Promise<string> {
  const name = freshName()
  const opening = indexedDB.open(name, version)
  opening.onupgradeneeded = () => {
    const database = opening.result
    const edits = database.createObjectStore('edits', { keyPath: 'id' })
    edits.createIndex('record', 'record')
    edits.createIndex('stamp', 'stamp')
    if (version < 3) edits.createIndex('seq', 'seq')
    edits.createIndex('outbox', ['state', 'stamp', 'id'])
    const records = database.createObjectStore('records', { keyPath: 'id' })
    records.createIndex('when', ['shelf', 'occurredAt'])
    records.createIndex('whenOfKind', ['shelf', 'kind', 'occurredAt'])
    const device = database.createObjectStore('device')
    database.createObjectStore('kept')
    if (version > 1) database.createObjectStore('attachments', { keyPath: 'sha256' }).createIndex('state', 'state')
    if (version > 2) {
      const bundles = database.createObjectStore('bundles', { keyPath: 'number', autoIncrement: true })
      bundles.createIndex('record', 'records', { multiEntry: true })
      bundles.createIndex('stamp', 'stamp')
      for (const row of bundled) bundles.put(row)
    }
    for (const row of rows) edits.put(row)
    records.put({ id: RECORD, kind: 'check_in', fields: { mood: 6 }, occurredAt: '2026-11-23T09:00:01.000Z', shelf: 'live' })
    device.put(DEVICE_ROW, 'device')
  }
  const database = await new Promise<IDBDatabase>((done) => (opening.onsuccess = () => done(opening.result)))
  database.close()
  return name
}

test.each([1, 2, 3] as const)('I20 a store of version %i keeps its entries, their history and what waits', async (version) => {
  const store = await opened({ name: await oldStore(version, [WAITING]) })
  expect(await edits(store)).toEqual([stored(1, { mood: 6 })])
  expect(await store.waiting()).toMatchObject({ unsent: 1, files: 0 })
  await store.save([change({ mood: 7 })])
  expect((await store.history(RECORD)).map(({ set }) => set)).toEqual([{ mood: 6 }, { mood: 7 }])
  expect((await store.device()).device).toBe(DEVICE_ROW.device)
})

test('I20 a store of before takes years of entries beside its own, and exports all of it', async () => {
  const line = await Line.open(await oldStore(2, [WAITING, { ...stored(2, { pain: 1 }), seq: 1, state: 0 }]))
  line.server.has(edit(2, { pain: 1 }))
  line.years(300)
  line.there(999, { anxiety: 2 }, { record: RECORD })
  await line.exchange()
  await line.exchange()
  expect(line.server.log).toHaveLength(303)
  expect(await line.place()).toMatchObject({ cursor: 303, count: 303, digest: line.server.digest() })
  expect(await shown(line.store)).toEqual({ mood: 6, pain: 1, anxiety: 2 })
  expect((await line.store.history(RECORD)).map(({ id }) => id)).toEqual([editId(1), editId(2), editId(999)])
  const { edits: exported } = JSON.parse(await (await exportStore(line.store)).text()) as { edits: { id: string }[] }
  expect(exported.map(({ id }) => id)).toEqual(line.server.log.map(({ id }) => id).sort())
})

test('C7 I20 an edit after those that a version before put into bundles ranks above them, though this phone’s clock is behind', async () => {
  const there = (number: number, ms: number) => ({ ...stored(number, { mood: number }), stamp: stampAt(ms, 'bbbbbbbbbbbbbbbb'), seq: number })
  const rows = [there(2, HOUR), there(3, 2 * HOUR), there(4, 0)]
  const bundles = [rows.slice(0, 2), rows.slice(2)].map((edits) => ({ edits, records: [RECORD], stamp: edits.at(-1)!.stamp }))
  const store = await opened({ name: await oldStore(3, [], bundles) })
  await store.save([change({ mood: 9 })])
  expect(await shown(store)).toEqual({ mood: 9 })
  expect((await store.history(RECORD)).at(-1)!.stamp.slice(0, 29)).toBe(`${rows[1]!.stamp.slice(0, 24)}-0001`)
})

test('I20 a store opened twice at once by this version is made once', async () => {
  const name = await oldStore(2, [WAITING])
  const stores = await Promise.all([openStore(name), openStore(name)])
  await stores[0]!.save([change({ mood: 1 }, recordId(11))])
  expect(await edits(stores[1]!)).toHaveLength(2)
  for (const store of stores) store.close()
})
