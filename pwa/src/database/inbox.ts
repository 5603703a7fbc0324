/** Carrying out what an answer of the server means: each answer is one transaction (C3-C7). */
import { newStamp } from '../core/clock'
import {
  isForThisEpoch,
  matches,
  merged,
  mustEraseAgain,
  placeAfter,
  recomputed,
  START,
  type Answer,
  type Asked,
  type Place,
  type Reset,
} from '../core/exchange'
import { erasedFields } from '../core/fold'
import { newId } from '../core/ids'
import { HEAL_AT_MOST_EVERY_MS, RECOMPUTE_DIGEST_EVERY_MS } from '../core/limits'
import type { StoredEdit } from '../core/records'
import type { Writing } from './connection'
import { rowOf, WAITING, type EditRow } from './schema'
import { reproject } from './shelves'
import { deviceIn, greatestStamp, putDevice, type Store } from './store'

/** What the loop needs to know after an answer: whether it was of use, and whether the log disagrees for the second time. */
export interface Applied {
  used: boolean
  disagrees: boolean
  again: boolean
}

/** The next edits to send, in (stamp, id) order (C8). */
export function outbox(store: Store, limit: number): Promise<EditRow[]> {
  const waits = IDBKeyRange.bound([WAITING], [WAITING + 1])
  return store.connection.read((database) => database.getAllFromIndex('edits', 'outbox', waits, limit))
}

/** Takes an answer to `asked` into the store. `offsetMs` is the clock offset it taught, null for none. */
export async function take(store: Store, asked: Asked, answer: Answer | Reset, offsetMs: number | null): Promise<Applied> {
  if (answer.reset) return { used: await startAgain(store, asked, answer.epoch), disagrees: false, again: false }
  // Digests are computed before the transaction opens, and used only if the place is still the same in it.
  const before = (await store.device()).place
  const brings = answer.acknowledged.length + answer.rejected.length + answer.edits.length > 0
  const after = placeAfter(before, asked, answer)
  const used = await store.connection.write(brings ? ['edits', 'records', 'device'] : ['device'], async (writing) => {
    const device = await deviceIn(writing, store.surroundings)
    if (!isForThisEpoch(device.place, asked) || !isSame(device.place, before)) return false
    if (brings) await mergeAnswer(store, writing, answer, asked.cursor === before.cursor)
    await putDevice(writing, { ...device, place: after, offsetMs: offsetMs ?? device.offsetMs })
    return true
  })
  const verdict = used ? await compare(store, answer) : 'agrees'
  return { used, disagrees: verdict === 'disagrees', again: verdict === 'again' }
}

async function mergeAnswer(store: Store, writing: Writing, answer: Answer, isPresentPage: boolean): Promise<void> {
  const edits = writing.objectStore('edits')
  const touched = new Set<string>()
  const erasedAgain = isPresentPage ? await recordsToEraseAgain(writing, answer) : []
  const put = async (edit: StoredEdit) => {
    touched.add(edit.record)
    await edits.put(rowOf(edit))
  }
  // Before the page: it may bring the other edit of that id.
  for (const { id, code } of answer.rejected) {
    const own = code === 'id_taken' ? await edits.get(id) : undefined
    if (!own || own.seq !== null) continue
    await edits.delete(id)
    await put({ ...own, id: newId() })
  }
  for (const { id, seq, stamp } of answer.acknowledged) {
    const own = await edits.get(id)
    if (own) await put({ ...own, seq, stamp, rejection: null })
  }
  for (const pulled of answer.edits) await put(merged(await edits.get(pulled.id), pulled))
  for (const { id, field, code, message } of answer.rejected) {
    const own = await edits.get(id)
    if (!own || own.seq !== null || code === 'id_taken') continue
    await put({ ...own, rejection: { field: field ?? null, code, message } })
  }
  const device = await deviceIn(writing, store.surroundings)
  for (const { record, kind } of erasedAgain) {
    const stamp = newStamp(store.surroundings.now(), device.offsetMs, await greatestStamp(writing), device.device)
    await put({ id: newId(), record, kind, stamp, set: erasedFields(), seq: null, rejection: null })
  }
  for (const record of touched) await reproject(writing, record)
}

async function recordsToEraseAgain(writing: Writing, answer: Answer): Promise<{ record: string; kind: string }[]> {
  const kinds = new Map(answer.edits.map((edit) => [edit.record, edit.kind]))
  const found = []
  for (const [record, kind] of kinds) {
    const own = await writing.objectStore('edits').index('record').getAll(record)
    if (mustEraseAgain(own, answer.edits, record)) found.push({ record, kind })
  }
  return found
}

/** C5: keep every edit, forget every seq, the digest and the cursor. */
async function startAgain(store: Store, asked: Asked, epoch: string): Promise<boolean> {
  return store.connection.write(['edits', 'records', 'device'], async (writing) => {
    const device = await deviceIn(writing, store.surroundings)
    if (!isForThisEpoch(device.place, asked)) return false
    let cursor = await writing.objectStore('edits').openCursor()
    const records = new Set<string>()
    while (cursor) {
      if (cursor.value.seq !== null) {
        records.add(cursor.value.record)
        await cursor.update(rowOf({ ...cursor.value, seq: null }))
      }
      cursor = await cursor.continue()
    }
    for (const record of records) await reproject(writing, record)
    await putDevice(writing, { ...device, place: { ...START, epoch } })
    return true
  })
}

/** C6: after the last page, count and digest must be the server's. True when they are not and healing did not help. */
async function compare(store: Store, answer: Answer): Promise<'agrees' | 'disagrees' | 'again'> {
  const device = await store.device()
  const now = store.surroundings.now()
  const verdict = matches(device.place, answer)
  if (verdict === null) return 'agrees'
  if (verdict && now - device.recomputedAt < RECOMPUTE_DIGEST_EVERY_MS) return 'agrees'
  const place = await recompute(store)
  if (matches(place, answer)) return 'agrees'
  if (now - device.healedAt < HEAL_AT_MOST_EVERY_MS) return 'disagrees'
  await startAgain(store, { epoch: place.epoch, cursor: place.cursor }, answer.epoch)
  await store.connection.write(['device'], async (writing) => {
    await putDevice(writing, { ...(await deviceIn(writing, store.surroundings)), healedAt: now })
  })
  return 'again'
}

/** Count and digest anew from what is stored. */
async function recompute(store: Store): Promise<Place> {
  const cursor = (await store.device()).place.cursor
  const rows = await store.connection.read((database) =>
    database.getAllFromIndex('edits', 'seq', IDBKeyRange.upperBound(cursor)),
  )
  const anew = recomputed(rows as (EditRow & { seq: number })[])
  return store.connection.write(['device'], async (writing) => {
    const device = await deviceIn(writing, store.surroundings)
    const place = device.place.cursor === cursor ? { ...device.place, ...anew } : device.place
    await putDevice(writing, { ...device, place, recomputedAt: store.surroundings.now() })
    return place
  })
}

function isSame(one: Place, other: Place): boolean {
  return one.epoch === other.epoch && one.cursor === other.cursor && one.digest === other.digest
}
