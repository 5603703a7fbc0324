import 'fake-indexeddb/auto'
import { onTestFinished } from 'vitest'
import type { Change, Fields, StoredEdit } from '$src/core/records'
import { everyRow, look } from '$src/database/log'
import { openStore, type Store } from '$src/database/store'
import { recordId } from '../core/edits'

/** Stores for tests: each test has its own databases, and a clock that it sets. */

export const NINE_O_CLOCK = Date.UTC(2026, 10, 23, 9)
export const RECORD = recordId(10)

export class Clock {
  ms = NINE_O_CLOCK
  now = () => this.ms
  random = (bytes: Uint8Array) => crypto.getRandomValues(bytes as Uint8Array<ArrayBuffer>)
}

let made = 0

/** A name no other test uses. */
export function freshName(): string {
  return `casebook-test-${(made += 1)}`
}

/** A store that closes with the test. */
export async function opened({ clock = new Clock(), name = freshName() } = {}): Promise<Store> {
  const store = await openStore(name, clock)
  onTestFinished(() => store.close())
  return store
}

export function change(set: Fields, record = RECORD, kind = 'check_in'): Change {
  return { record, kind, set }
}

/** Every edit of the store, by (stamp, id). */
export async function edits(store: Store): Promise<StoredEdit[]> {
  const rows = await look(store, everyRow)
  const byRank = (one: StoredEdit, other: StoredEdit) => (one.stamp + one.id < other.stamp + other.id ? -1 : 1)
  return rows.map(({ state: _, ...edit }) => edit).sort(byRank)
}

/** The fields a screen would show. */
export async function shown(store: Store, record = RECORD): Promise<Fields | undefined> {
  const found = await store.get(record)
  return found && { ...found.fields }
}
