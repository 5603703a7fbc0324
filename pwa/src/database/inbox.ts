/** Carrying out what an answer of the server means: each answer is one transaction (C3-C7). */
import { greatestOf, newStamp } from '../core/clock'
import {
  brings,
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
  type PulledEdit,
  type Reset,
} from '../core/exchange'
import { erasedFields, isErasing } from '../core/fold'
import { newId } from '../core/ids'
import { HEAL_AT_MOST_EVERY_MS, LARGE_PAGE, RECOMPUTE_DIGEST_EVERY_MS } from '../core/limits'
import type { StoredEdit } from '../core/records'
import { IN_DOUBT } from './attachments'
import type { Name, Writing } from './connection'
import { everyRow, greatestStamp, JOURNAL, look, putAll, rowsOf, unbundle } from './log'
import { rowOf, type Device, type EditRow } from './schema'
import { reproject, shelve } from './shelves'
import { deviceIn, putDevice, type Store } from './store'

/** What the loop needs to know after an answer: whether it was of use, and whether the log disagrees for the second time. */
export interface Applied {
  used: boolean
  disagrees: boolean
  again: boolean
}

/** Takes an answer to `asked` into the store, of which whoever asked tells the screens. `offsetMs` is the clock offset it
 * taught, null for none. Who says so calls `lookThrough` when nobody waits any longer. */
export async function take(
  store: Store,
  asked: Asked,
  answer: Answer | Reset,
  offsetMs: number | null,
  isLookedThroughLater = false,
): Promise<Applied> {
  if (answer.reset) return { used: await startAgain(store, asked, answer.epoch), disagrees: false, again: false }
  // Digests are computed before the transaction opens, and used only if the place is still the same in it.
  const before = (await store.device()).place
  const after = placeAfter(before, asked, answer)
  const merge = async (writing: Writing) => {
    const device = await deviceIn(writing, store.surroundings)
    if (!isForThisEpoch(device.place, asked) || !isSame(device.place, before)) return false
    if (brings(answer)) await mergeAnswer(store, writing, answer, asked.cursor === before.cursor)
    const bundled = isLarge(answer) ? greatestOf([device.bundled, ...answer.edits.map(({ stamp }) => stamp)]) : device.bundled
    putDevice(writing, { ...device, place: after, offsetMs: offsetMs ?? device.offsetMs, bundled })
    return true
  }
  const stores: Name[] = brings(answer) ? JOURNAL : ['device']
  if (asked.cursor === 0) store.received.clear()
  const used = await store.connection.write(stores, merge, 'relaxed', true)
  if (used && isLarge(answer)) for (const { record } of answer.edits) store.received.add(record)
  const verdict = used ? await compare(store, answer, isLookedThroughLater) : 'agrees'
  return { used, disagrees: verdict === 'disagrees', again: verdict === 'again' }
}

async function mergeAnswer(store: Store, writing: Writing, answer: Answer, isPresentPage: boolean): Promise<void> {
  const page = await Page.of(writing, answer, store.received)
  const erasedAgain = isPresentPage ? page.recordsToEraseAgain(answer) : []
  // Before the page: it may bring the other edit of that id.
  for (const { id, code } of answer.rejected) {
    const own = code === 'id_taken' ? page.held.get(id) : undefined
    if (!own || own.seq !== null) continue
    page.remove(own)
    page.put({ ...own, id: newId() })
  }
  for (const { id, seq, stamp } of answer.acknowledged) {
    const own = page.held.get(id)
    if (own) page.put({ ...own, seq, stamp, rejection: null })
  }
  for (const pulled of answer.edits) page.receive(pulled)
  for (const { id, field, code, message } of answer.rejected) {
    const own = page.held.get(id)
    if (!own || own.seq !== null || code === 'id_taken') continue
    page.put({ ...own, rejection: { field: field ?? null, code, message } })
  }
  if (erasedAgain.length > 0) await eraseAgain(store, writing, page, erasedAgain)
  await page.write()
}

async function eraseAgain(store: Store, writing: Writing, page: Page, records: { record: string; kind: string }[]): Promise<void> {
  const device = await deviceIn(writing, store.surroundings)
  let latest = greatestOf([await greatestStamp(writing), device.bundled, ...page.stamps()])
  for (const { record, kind } of records) {
    latest = newStamp(store.surroundings.now(), device.offsetMs, latest, device.device)
    page.put({ id: newId(), record, kind, stamp: latest, set: erasedFields(), seq: null, rejection: null })
  }
}

/** What an answer touches, read in one round and written in one: a first sync brings thousands of edits. */
class Page {
  /** Edits of this device that the answer names, as they are after what was put so far. */
  readonly held = new Map<string, StoredEdit>()
  private removed: string[] = []
  private changed = new Set<string>()
  private received = new Set<string>()

  private constructor(
    private writing: Writing,
    private isLarge: boolean,
    private rows: Map<string, Map<string, EditRow>>,
  ) {}

  static async of(writing: Writing, answer: Answer, received: ReadonlySet<string>): Promise<Page> {
    const { acknowledged, rejected, edits } = answer
    const named = [...acknowledged, ...rejected, ...edits].map(({ id }) => id)
    const pulled = edits.map(({ record }) => record)
    const [here, known] = await Promise.all([editsAmong(writing, named), recordsAmong(writing, pulled, received)])
    const found = await Promise.all(here.map(async (id) => writing.objectStore('edits').get(id)))
    const own = found.filter((row) => row !== undefined)
    const rows = await rowsOf(writing, [...own.map(({ record }) => record), ...known])
    const page = new Page(writing, isLarge(answer), new Map(pulled.map((record) => [record, new Map()])))
    for (const [record, all] of rows) page.rows.set(record, new Map(all.map((row) => [row.id, row])))
    const names = new Set(named)
    for (const row of [...rows.values()].flat()) if (names.has(row.id)) page.held.set(row.id, row)
    // What comes a second time may change, and then has no place in a bundle.
    const single = new Set(own.map(({ id }) => id))
    await unbundle(writing, [...page.held.values()].filter(({ id }) => !single.has(id)).map(({ record }) => record))
    return page
  }

  put(edit: StoredEdit): void {
    const row = rowOf(edit)
    this.held.set(edit.id, row)
    const all = this.rows.get(edit.record) ?? new Map<string, EditRow>()
    this.rows.set(edit.record, all.set(edit.id, row))
    this.changed.add(edit.id)
  }

  receive(pulled: PulledEdit): void {
    const own = this.held.get(pulled.id)
    if (own === undefined && this.isLarge) this.received.add(pulled.id)
    this.put(merged(own, pulled))
  }

  remove({ id, record }: StoredEdit): void {
    this.held.delete(id)
    this.rows.get(record)?.delete(id)
    this.removed.push(id)
  }

  stamps(): string[] {
    return [...this.held.values()].map(({ stamp }) => stamp)
  }

  recordsToEraseAgain(answer: Answer): { record: string; kind: string }[] {
    const kinds = new Map(answer.edits.map((edit) => [edit.record, edit.kind]))
    const erased = [...kinds].filter(([record]) => [...this.rows.get(record)!.values()].some((row) => isErasing(row.set)))
    const mustBe = erased.filter(([record]) => mustEraseAgain([...this.rows.get(record)!.values()], answer.edits, record))
    return mustBe.map(([record, kind]) => ({ record, kind }))
  }

  async write(): Promise<void> {
    const edits = this.writing.objectStore('edits')
    const rows = new Map([...this.rows].map(([record, all]) => [record, [...all.values()]]))
    const all = [...rows.values()].flat()
    const received = all.filter(({ id }) => this.received.has(id))
    const changed = all.filter(({ id }) => this.changed.has(id) && !this.received.has(id))
    // Removed first: a renamed edit may have given its id to another.
    await Promise.all(this.removed.map(async (id) => edits.delete(id)))
    await shelve(this.writing, rows, changed, received)
  }
}

/** Those of `ids` that may be here. Asked for one by one, the 500 new ones of a page are 500 questions; all the ids of a
 * store are one, which only a large page is worth. */
async function editsAmong(writing: Writing, ids: readonly string[]): Promise<string[]> {
  if (ids.length < LARGE_PAGE) return [...new Set(ids)]
  const present = new Set(await writing.objectStore('edits').getAllKeys())
  return ids.filter((id) => present.has(id))
}

/** The same of records. A new phone has none but what it `received` in the pages before, and to count them is enough to
 * know: a record that the server has is never taken away. */
async function recordsAmong(writing: Writing, ids: readonly string[], received: ReadonlySet<string>): Promise<string[]> {
  if (ids.length < LARGE_PAGE) return [...ids]
  const records = writing.objectStore('records')
  const isAll = (await records.count()) === received.size
  const present = isAll ? received : new Set(await records.getAllKeys())
  return ids.filter((id) => present.has(id))
}

function isLarge({ edits }: Answer): boolean {
  return edits.length >= LARGE_PAGE
}

/** C5: keep every edit, forget every seq, the digest and the cursor. Of files it is asked whether they are still there. */
async function startAgain(store: Store, asked: Asked, epoch: string): Promise<boolean> {
  return store.connection.write([...JOURNAL, 'kept'], async (writing) => {
    const device = await deviceIn(writing, store.surroundings)
    if (!isForThisEpoch(device.place, asked)) return false
    await writing.objectStore('kept').put(true, IN_DOUBT)
    const known = (await everyRow(writing)).filter(({ seq }) => seq !== null)
    // Whatever is sent again stands alone.
    await writing.objectStore('bundles').clear()
    putAll(writing, known.map((row) => rowOf({ ...row, seq: null })))
    await reproject(writing, known.map(({ record }) => record))
    putDevice(writing, { ...device, place: { ...START, epoch } })
    return true
  })
}

/** C6: after the last page, count and digest must be the server's. True when they are not and healing did not help. */
async function compare(store: Store, answer: Answer, isLookedThroughLater: boolean): Promise<'agrees' | 'disagrees' | 'again'> {
  if (answer.more) return 'agrees'
  const device = await store.device()
  const now = store.surroundings.now()
  const verdict = matches(device.place, answer)
  if (verdict === null) return 'agrees'
  if (verdict && (isLookedThroughLater || !isDue(device, now))) return 'agrees'
  const place = await recompute(store)
  if (matches(place, answer)) return 'agrees'
  if (now - device.healedAt < HEAL_AT_MOST_EVERY_MS) return 'disagrees'
  await startAgain(store, { epoch: place.epoch, cursor: place.cursor }, answer.epoch)
  await store.connection.write(['device'], async (writing) => {
    putDevice(writing, { ...(await deviceIn(writing, store.surroundings)), healedAt: now })
  })
  return 'again'
}

/** C6: computes count and digest anew if that is due. Of a hole it finds the next answer tells, and heals it. */
export async function lookThrough(store: Store): Promise<void> {
  if (isDue(await store.device(), store.surroundings.now())) await recompute(store)
}

function isDue({ recomputedAt }: Device, now: number): boolean {
  return now - recomputedAt >= RECOMPUTE_DIGEST_EVERY_MS
}

/** Count and digest anew from what is stored. */
async function recompute(store: Store): Promise<Place> {
  const cursor = (await store.device()).place.cursor
  const anew = recomputed(await look(store, everyRow), cursor)
  return store.connection.write(['device'], async (writing) => {
    const device = await deviceIn(writing, store.surroundings)
    const place = device.place.cursor === cursor ? { ...device.place, ...anew } : device.place
    putDevice(writing, { ...device, place, recomputedAt: store.surroundings.now() })
    return place
  })
}

function isSame(one: Place, other: Place): boolean {
  return one.epoch === other.epoch && one.cursor === other.cursor && one.digest === other.digest
}
