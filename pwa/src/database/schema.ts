/** The shape of one IndexedDB: one for each account, and one for entries without an account. */
import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from 'idb'
import type { Place } from '../core/exchange'
import type { Projection } from '../core/projection'
import type { StoredEdit } from '../core/records'

/** Whether a file or an edit is on the server, waits to be sent, or was refused: what an index can hold instead of null. */
export const ON_SERVER = 0
export const WAITING = 1
export const REFUSED = 2

/** Without `state` once it is on the server, so that the outbox has no entry for it; rows of before have `ON_SERVER`. */
export interface EditRow extends StoredEdit {
  state?: number
}

/** Edits that arrived together, many to a row (see `log.ts`), with what finds them again: their records. */
export interface Bundle {
  /** Given by the database. */
  number?: number
  edits: EditRow[]
  records: string[]
}

/** One photo or document, kept as bytes: some browsers lose blobs. `sentBytes` is how much of it the server has. */
export interface AttachmentRow {
  sha256: string
  type: string
  bytes: ArrayBuffer
  addedAt: string
  state: number
  sentBytes: number
  /** Why the server does not take it, in words; null for the rest. */
  problem: string | null
  /** A small JPEG for lists, of this device alone; null when there is none to make, missing until that was tried. */
  thumbnail?: ArrayBuffer | null
}

/** What the device knows of itself and of its place in the log. Times are ms since 1970. */
export interface Device {
  device: string
  place: Place
  offsetMs: number
  healedAt: number
  recomputedAt: number
  /** The greatest stamp that large pages brought, so that no save asks the bundles for theirs; none while none came. */
  bundled?: string | null | undefined
}

export interface CasebookDatabase extends DBSchema {
  edits: { key: string; value: EditRow; indexes: { record: string; stamp: string; seq: number; outbox: [number, string, string] } }
  bundles: { key: number; value: Bundle; indexes: { record: string; stamp: string } }
  records: {
    key: string
    value: Projection
    indexes: { when: [string, string]; whenOfKind: [string, string, string] }
  }
  device: { key: string; value: Device }
  kept: { key: string; value: unknown }
  attachments: { key: string; value: AttachmentRow; indexes: { state: number } }
}

export type Database = IDBPDatabase<CasebookDatabase>
type Upgrading = IDBPTransaction<CasebookDatabase, StoreNames<CasebookDatabase>[], 'versionchange'>

/** The key of the one row of its store. */
export const DEVICE = 'device'

const VERSION = 4

/** Opens the database called `name`, made when missing. `lost` is called when the browser closes it by itself. */
export function openDatabase(name: string, lost: () => void): Promise<Database> {
  return openDB<CasebookDatabase>(name, VERSION, {
    async upgrade(database, from, _, upgrading) {
      if (from < 1) makeJournal(database)
      if (from < 2) database.createObjectStore('attachments', { keyPath: 'sha256' }).createIndex('state', 'state')
      if (from < 3) makeBundles(database)
      // Nobody asks it any more, and every edit that the server has paid for it.
      if (from < 3) upgrading.objectStore('edits').deleteIndex('seq')
      if (from === 3) await noteBundled(upgrading)
    },
    // A newer version of the app in another tab wants to upgrade: let it.
    blocking: (_, __, event) => (event.target as unknown as IDBDatabase).close(),
    terminated: lost,
  })
}

function makeJournal(database: Database): void {
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
}

function makeBundles(database: Database): void {
  const bundles = database.createObjectStore('bundles', { keyPath: 'number', autoIncrement: true })
  bundles.createIndex('record', 'records', { multiEntry: true })
}

/** Version 3 had an index for the one question that the device's own row answers now. */
async function noteBundled(upgrading: Upgrading): Promise<void> {
  const [bundles, devices] = [upgrading.objectStore('bundles'), upgrading.objectStore('device')]
  const [greatest, device] = await Promise.all([bundles.index('stamp').openKeyCursor(null, 'prev'), devices.get(DEVICE)])
  if (greatest && device) await devices.put({ ...device, bundled: greatest.key }, DEVICE)
  bundles.deleteIndex('stamp')
}

/** The row of an edit, with its state for the outbox. */
export function rowOf(edit: EditRow): EditRow {
  const row = { ...edit }
  delete row.state
  return edit.seq !== null ? row : { ...row, state: edit.rejection !== null ? REFUSED : WAITING }
}
