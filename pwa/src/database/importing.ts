/** Entries of another tracker, added in one run that can be undone as a whole. */
import type { Change, Fields } from '../core/records'
import { everyRecord } from './journal'
import type { Store } from './store'

/** What is written at once: few enough that the phone answers between two of them. */
const PART = 250

export interface Entry {
  record: string
  set: Fields
}

/** What became of them. `known` were here already, or were erased for good. */
export interface Added {
  added: number
  known: number
}

/** One run, as its entries tell it. */
export interface Batch {
  batch: string
  kind: string
  count: number
  /** ms since 1970; the id of a run holds when it was made. */
  madeAt: number
}

/**
 * Adds entries of one kind under `batch`. One that is here is left as it is, whatever the patient made of it since; one in
 * the trash comes back as the file says it. `progress` hears how many are done. Killed in the middle, what was added stays,
 * and the same run again adds the rest.
 */
export async function addEntries(
  store: Store,
  kind: string,
  entries: readonly Entry[],
  batch: string,
  progress: (done: number) => void = () => undefined,
): Promise<Added> {
  const total: Added = { added: 0, known: 0 }
  for (let start = 0; start < entries.length; start += PART) {
    const changes = await changesFor(store, kind, entries.slice(start, start + PART), batch)
    await store.save(changes)
    total.added += changes.length
    total.known += Math.min(PART, entries.length - start) - changes.length
    progress(Math.min(entries.length, start + PART))
  }
  return total
}

/** Moves all of a run to the trash, also what was changed since. The number of entries moved. */
export async function undoBatch(store: Store, batch: string, progress: (done: number) => void = () => undefined): Promise<number> {
  let moved = 0
  for await (const part of everyRecord(store)) {
    const own = part.filter(({ fields }) => fields['import_batch'] === batch)
    await store.save(own.map(({ id, kind }) => ({ record: id, kind, set: { deleted: true } })))
    moved += own.length
    progress(moved)
  }
  return moved
}

/** The runs of which entries are here, the newest first. */
export async function batchesOf(store: Store): Promise<Batch[]> {
  const found = new Map<string, Batch>()
  for await (const part of everyRecord(store)) {
    for (const { kind, fields } of part) {
      const batch = fields['import_batch']
      if (typeof batch !== 'string') continue
      const known = found.get(batch)
      if (known) known.count += 1
      else found.set(batch, { batch, kind, count: 1, madeAt: parseInt(batch.replace('-', '').slice(0, 12), 16) })
    }
  }
  return [...found.values()].sort((one, other) => other.madeAt - one.madeAt)
}

async function changesFor(store: Store, kind: string, entries: readonly Entry[], batch: string): Promise<Change[]> {
  const here = await store.connection.read((database) => {
    const records = database.transaction('records').store
    return Promise.all(entries.map(({ record }) => records.get(record)))
  })
  return entries.flatMap(({ record, set }, place): Change[] => {
    const known = here[place]
    if (known === undefined) return [{ record, kind, set: { ...set, import_batch: batch } }]
    if (known.shelf !== 'trash') return []
    const emptied = Object.fromEntries(Object.keys(known.fields).map((name) => [name, null]))
    return [{ record, kind, set: { ...emptied, ...set, import_batch: batch, deleted: false } }]
  })
}
