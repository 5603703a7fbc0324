/** The shape of one IndexedDB: one for each account, and one for entries without an account. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { Place } from '../core/exchange'
import type { Projection } from '../core/projection'
import type { StoredEdit } from '../core/records'

/** Whether an edit is on the server, waits to be sent, or was refused: what an index can hold instead of null. */
export const ON_SERVER = 0
export const WAITING = 1
export const REFUSED = 2

export interface EditRow extends StoredEdit {
  state: number
}

/** What the device knows of itself and of its place in the log. Times are ms since 1970. */
export interface Device {
  device: string
  place: Place
  offsetMs: number
  healedAt: number
  recomputedAt: number
}

export interface CasebookDatabase extends DBSchema {
  edits: { key: string; value: EditRow; indexes: { record: string; stamp: string; seq: number; outbox: [number, string, string] } }
  records: {
    key: string
    value: Projection
    indexes: { when: [string, string]; whenOfKind: [string, string, string] }
  }
  device: { key: string; value: Device }
  kept: { key: string; value: unknown }
}

export type Database = IDBPDatabase<CasebookDatabase>

const VERSION = 1

/** Opens the database called `name`, made when missing. `lost` is called when the browser closes it by itself. */
export function openDatabase(name: string, lost: () => void): Promise<Database> {
  return openDB<CasebookDatabase>(name, VERSION, {
    upgrade(database) {
      const edits = database.createObjectStore('edits', { keyPath: 'id' })
      edits.createIndex('record', 'record')
      edits.createIndex('stamp', 'stamp')
      edits.createIndex('seq', 'seq')
      edits.createIndex('outbox', ['state', 'stamp', 'id'])
      const records = database.createObjectStore('records', { keyPath: 'id' })
      records.createIndex('when', ['shelf', 'occurredAt'])
      records.createIndex('whenOfKind', ['shelf', 'kind', 'occurredAt'])
      database.createObjectStore('device')
      database.createObjectStore('kept')
    },
    // A newer version of the app in another tab wants to upgrade: let it.
    blocking: (_, __, event) => (event.target as unknown as IDBDatabase).close(),
    terminated: lost,
  })
}

/** The row of an edit, with its state for the outbox. */
export function rowOf(edit: StoredEdit): EditRow {
  return { ...edit, state: edit.seq !== null ? ON_SERVER : edit.rejection !== null ? REFUSED : WAITING }
}
