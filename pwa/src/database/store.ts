/** One account's entries on this device. Every patient's action is one strictly durable transaction (C1). */
import { unwrap } from 'idb'
import { newDevice, newId } from '../core/ids'
import { greatestOf, newStamp } from '../core/clock'
import { START } from '../core/exchange'
import { byRank, isErasing } from '../core/fold'
import { seenIn, type MadeEdit } from '../core/history'
import type { Change, Fields, FoldedRecord } from '../core/records'
import { Connection, type Writing } from './connection'
import { found, greatestStamp, JOURNAL, look, rowsOf } from './log'
import { newestIn } from './newest'
import { DEVICE, REFUSED, rowOf, WAITING, type Device, type EditRow } from './schema'
import { reproject, shelve } from './shelves'

/** Which records a timeline shows: newest first, older than `before` (an `occurredAt`), at most `limit`. */
export interface TimelineQuery {
  kinds?: readonly string[]
  before?: string
  limit: number
}

/** How much waits: edits and files not on the server, those of both that need attention, and since when (stamp) the
 * oldest edit waits. */
export interface Waiting {
  unsent: number
  files: number
  attention: number
  oldestStamp: string | null
}

const LAST_TEXT = '\uffff'

export interface Surroundings {
  now: () => number
  random: (bytes: Uint8Array) => Uint8Array
}

const REAL: Surroundings = { now: () => Date.now(), random: (bytes) => crypto.getRandomValues(bytes as Uint8Array<ArrayBuffer>) }

/** Opens the store called `name`, made when missing. */
export async function openStore(name: string, surroundings: Surroundings = REAL): Promise<Store> {
  const store = new Store(await Connection.open(name), surroundings)
  await store.device()
  return store
}

export class Store {
  /** The records of which large pages brought edits, from the first page on. */
  readonly received = new Set<string>()

  constructor(
    readonly connection: Connection,
    readonly surroundings: Surroundings,
  ) {}

  get name(): string {
    return this.connection.name
  }

  /** Stores the changes of one action, each as an edit; resolved once they are on disk. */
  async save(changes: readonly Change[]): Promise<void> {
    if (changes.length === 0) return
    await this.connection.write(JOURNAL, async (writing) => {
      // One round of reading, one of writing: "saved" waits for both.
      const [device, own, rows] = await Promise.all([
        deviceIn(writing, this.surroundings),
        greatestStamp(writing),
        rowsOf(writing, new Set(changes.map((change) => change.record))),
      ])
      await shelve(writing, rows, await this.append(writing, device, greatestOf([own, device.bundled]), rows, changes))
    })
  }

  /** The record, wherever it stands; undefined when there is none. */
  get(id: string): Promise<FoldedRecord | undefined> {
    return this.connection.read((database) => database.get('records', id))
  }

  /** The edits of one record, the earliest first; none for a record that is not here. */
  async history(id: string): Promise<MadeEdit[]> {
    const rows = await look(this, (looking) => rowsOf(looking, [id]))
    return rows.get(id)!.sort(byRank)
  }

  /** Live records, newest first. */
  timeline({ kinds, before = LAST_TEXT, limit }: TimelineQuery): Promise<FoldedRecord[]> {
    if (kinds?.length === 1) return this.ofKind(kinds[0]!, before, limit)
    const wanted = kinds === undefined ? null : new Set(kinds)
    return this.connection.read(async (database) => {
      const index = database.transaction('records').store.index('when')
      const found: FoldedRecord[] = []
      for (let older = before; ; ) {
        const part = await newestIn(index, ['live'], older, limit)
        found.push(...part.filter((record) => wanted === null || wanted.has(record.kind)))
        if (part.length < limit || found.length >= limit) return found.slice(0, limit)
        older = part.at(-1)!.occurredAt
      }
    })
  }

  /** The newest live record of a kind. */
  async latest(kind: string): Promise<FoldedRecord | undefined> {
    return (await this.ofKind(kind, undefined, 1))[0]
  }

  /** All live records of a kind, newest first. */
  all(kind: string): Promise<FoldedRecord[]> {
    return this.ofKind(kind, undefined, Infinity)
  }

  /** What lies in the trash, newest first. */
  async trash(): Promise<FoldedRecord[]> {
    const range = IDBKeyRange.bound(['trash', ''], ['trash', LAST_TEXT])
    const found = await this.connection.read((database) => database.getAllFromIndex('records', 'when', range))
    return found.reverse()
  }

  /** Records with a rejected edit. */
  async needingAttention(): Promise<FoldedRecord[]> {
    return this.connection.read(async (database) => {
      const refused = await database.getAllFromIndex('edits', 'outbox', IDBKeyRange.bound([REFUSED], [REFUSED + 1]))
      const records = await Promise.all([...new Set(refused.map((row) => row.record))].map((id) => database.get('records', id)))
      return records.filter((record) => record !== undefined)
    })
  }

  /** Gives up a rejected edit, at the patient's word. */
  async discard(editId: string): Promise<void> {
    await this.connection.write(JOURNAL, async (writing) => {
      const row = await writing.objectStore('edits').get(editId)
      if (row?.state !== REFUSED) return
      await writing.objectStore('edits').delete(editId)
      await reproject(writing, [row.record])
    })
  }

  /** How much waits here. */
  waiting(): Promise<Waiting> {
    return this.connection.read(async (database) => {
      const looking = database.transaction(['edits', 'attachments'])
      const outbox = looking.objectStore('edits').index('outbox')
      const states = looking.objectStore('attachments').index('state')
      const waits = IDBKeyRange.bound([WAITING], [REFUSED])
      const [unsent, refused, oldest, files, refusedFiles] = await Promise.all([
        outbox.count(waits),
        outbox.count(IDBKeyRange.bound([REFUSED], [REFUSED + 1])),
        outbox.openKeyCursor(waits),
        states.count(WAITING),
        states.count(REFUSED),
      ])
      const oldestStamp = oldest ? (oldest.key as unknown as string[])[1]! : null
      return { unsent, files, attention: refused + refusedFiles, oldestStamp }
    })
  }

  /** What the device knows of itself. */
  async device(): Promise<Device> {
    const known = await this.connection.read((database) => database.get('device', DEVICE))
    return known ?? this.connection.write(['device'], (writing) => deviceIn(writing, this.surroundings))
  }

  /** Whether any entry was ever made here. */
  async isEmpty(): Promise<boolean> {
    // Asked after every change: counting would step over a lifetime of edits each time.
    return (await this.connection.read((database) => database.getAllKeys('records', undefined, 1))).length === 0
  }

  /** A small value of this device alone: a draft, the timer, the last progress. Never sent. */
  kept<T>(name: string): Promise<T | undefined> {
    return this.connection.read((database) => database.get('kept', name) as Promise<T | undefined>)
  }

  /** Keeps such a value; undefined forgets it. Values are structured-cloned, so hand over plain ones. */
  async keep(name: string, value: unknown): Promise<void> {
    await this.connection.write(['kept'], (writing) => {
      const kept = unwrap(writing.objectStore('kept'))
      if (value === undefined) kept.delete(name)
      else kept.put(value, name)
    })
  }

  /** Calls `listener` after every committed change, of another tab too; the answer ends it. */
  subscribe(listener: () => void): () => void {
    return this.connection.subscribe(listener)
  }

  close(): void {
    this.connection.close()
  }

  private ofKind(kind: string, before = LAST_TEXT, limit: number): Promise<FoldedRecord[]> {
    return this.connection.read(async (database) => {
      const index = database.transaction('records').store.index('whenOfKind')
      if (limit < Infinity) return (await newestIn(index, ['live', kind], before, limit)).slice(0, limit)
      const range = IDBKeyRange.bound(['live', kind, ''], ['live', kind, before], false, true)
      return (await index.getAll(range)).reverse()
    })
  }

  /** Adds the changes to `rows`, the edits of their records, and takes from the log what they replace; what is to be put. */
  private async append(
    writing: Writing,
    device: Device,
    greatest: string | null,
    rows: Map<string, EditRow[]>,
    changes: readonly Change[],
  ): Promise<EditRow[]> {
    const made: EditRow[] = []
    const gone: string[] = []
    let latest = greatest
    for (const { record, kind, set: wanted } of changes) {
      const own = rows.get(record)!
      const { set, replaced } = withRejected(own, wanted)
      latest = newStamp(this.surroundings.now(), device.offsetMs, latest, device.device)
      const row = rowOf({ id: newId(), record, kind, stamp: latest, set, seq: null, rejection: null })
      const seen = seenIn(own)
      made.push(seen === undefined ? row : Object.assign(row, { seen }))
      gone.push(...replaced)
      rows.set(record, [...own.filter((other) => !replaced.includes(other.id)), row])
    }
    await Promise.all(gone.map(async (id) => writing.objectStore('edits').delete(id)))
    // What was just made can itself be replaced by a later change of the same action.
    return made.filter((row) => !gone.includes(row.id))
  }
}

/** C9: fixing a rejected edit makes a new one of it. Its other fields come along, so that nothing of it is lost. */
function withRejected(rows: readonly EditRow[], set: Fields): { set: Fields; replaced: string[] } {
  const refused = rows.filter((row) => row.rejection !== null)
  if (isErasing(set)) return { set, replaced: refused.map((row) => row.id) }
  const fixed = refused.filter((row) => row.rejection!.field === null || row.rejection!.field in set).sort(byRank)
  const isNewest = (row: EditRow, name: string) =>
    !rows.some((other) => other.rejection === null && name in other.set && byRank(row, other) < 0)
  const kept = fixed.flatMap((row) => Object.entries(row.set).filter(([name]) => isNewest(row, name)))
  return { set: { ...Object.fromEntries(kept), ...set }, replaced: fixed.map((row) => row.id) }
}

/** What the device knows of itself, made at the first look. */
export async function deviceIn(writing: Writing, surroundings: Surroundings): Promise<Device> {
  const known = await found<Device | undefined>(unwrap(writing).objectStore('device').get(DEVICE))
  if (known) return known
  const made = { device: newDevice(surroundings.random), place: START, offsetMs: 0, healedAt: 0, recomputedAt: 0 }
  await writing.objectStore('device').put(made, DEVICE)
  return made
}

/** Notes what the device knows of itself; nobody listens, as in `putAll`. */
export function putDevice(writing: Writing, device: Device): void {
  unwrap(writing.objectStore('device')).put(device, DEVICE)
}

/** Marks an edit that the server never takes, so that it blocks nothing and is seen (C9). */
export async function refuse(store: Store, editId: string, message: string): Promise<void> {
  await store.connection.write(JOURNAL, async (writing) => {
    const row = await writing.objectStore('edits').get(editId)
    if (!row || row.seq !== null) return
    await writing.objectStore('edits').put(rowOf({ ...row, rejection: { field: null, code: 'failed', message } }))
    await reproject(writing, [row.record])
  })
}
