/** All entries of a store as one file, and back. Edits only add, so a file never replaces a fuller store by an emptier one. */
import { isStamp } from '../core/clock'
import type { Edit, Fields } from '../core/records'
import { addAttachment, hashOf, namedBy } from './attachments'
import { addMissing, everyRow, JOURNAL, look } from './log'
import { reproject } from './shelves'
import type { Store } from './store'

/** What became of an import. */
export interface Imported {
  added: number
  known: number
  unreadable: number
}

/** A photo or a document and its media type. */
export interface Paper {
  type: string
  bytes: ArrayBuffer
}

/** The file is none of Casebook's. Nothing was imported. */
export class NotOursError extends Error {}

const FORMAT = 1
/** No phone of ours stamps later (C7), and above it there is soon no room for what is entered next. */
const AFTER_ALL_CLOCKS = '9999'
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
/** What the server takes. A file of the patient's is shown by its type, and must never run as a page of ours. */
const TYPES = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/heic', 'image/heif', 'application/pdf'])
const NAME = /^[a-z][a-z0-9_]{0,63}$/

/** Every edit and file of the store, as JSON. */
export async function exportStore(store: Store): Promise<Blob> {
  const [edits, files] = await Promise.all([
    look(store, everyRow),
    store.connection.read((database) => database.getAll('attachments')),
  ])
  const content = {
    casebook: FORMAT,
    made_at: new Date(store.surroundings.now()).toISOString(),
    edits: edits.map(({ id, record, kind, stamp, set }) => ({ id, record, kind, stamp, set })),
    attachments: files.map(({ type, bytes }) => ({ type, base64: base64(bytes) })),
  }
  return new Blob([JSON.stringify(content)], { type: 'application/json' })
}

/** Adds what the file has and the store lacks; it is then sent like every other entry. `papers` are files that came
 * beside it, as in the copy of everything from the server. Raises NotOursError. */
export async function importStore(store: Store, text: string, papers: readonly Paper[] = []): Promise<Imported> {
  const content = parsed(text)
  const edits = content.edits.filter(isEdit)
  // Before anything is written, so that a damaged file changes nothing.
  const files = [...content.attachments.map(({ type, base64 }) => ({ type, bytes: bytesOf(base64) })), ...papers]
  const usable = files.filter(({ type, bytes }) => TYPES.has(type) && bytes.byteLength > 0)
  const rows = edits.map(({ id, record, kind, stamp, set }) => ({ id, record, kind, stamp, set, seq: null, rejection: null }))
  const added = await store.connection.write(JOURNAL, async (writing) => {
    const records = await addMissing(writing, rows)
    await reproject(writing, records)
    return records.length
  })
  // Not those of entries that were erased here.
  const named = namedBy(await look(store, everyRow))
  for (const { type, bytes } of usable.filter(({ bytes }) => named.has(hashOf(bytes)))) await addAttachment(store, type, bytes)
  const unreadable = content.edits.length - edits.length + files.length - usable.length
  return { added, known: edits.length - added, unreadable }
}

function parsed(text: string): { edits: unknown[]; attachments: { type: string; base64: string }[] } {
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch {
    throw new NotOursError()
  }
  const { edits, attachments = [] } = (content ?? {}) as { edits?: unknown; attachments?: unknown }
  if (!Array.isArray(edits) || !Array.isArray(attachments)) throw new NotOursError()
  return { edits, attachments: attachments.filter(isFile) }
}

function isEdit(value: unknown): value is Edit {
  if (typeof value !== 'object' || value === null) return false
  const { id, record, kind, stamp, set } = value as Record<keyof Edit, unknown>
  if (typeof id !== 'string' || typeof record !== 'string' || !ID.test(id) || !ID.test(record)) return false
  if (typeof kind !== 'string' || !NAME.test(kind) || typeof stamp !== 'string') return false
  return isStamp(stamp) && stamp < AFTER_ALL_CLOCKS && isFields(set)
}

function isFields(value: unknown): value is Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const names = Object.keys(value)
  return names.length > 0 && names.every((name) => NAME.test(name))
}

function isFile(value: unknown): value is { type: string; base64: string } {
  const { type, base64 } = (value ?? {}) as { type?: unknown; base64?: unknown }
  return typeof type === 'string' && typeof base64 === 'string'
}

function base64(bytes: ArrayBuffer): string {
  const part = 0x8000
  const view = new Uint8Array(bytes)
  let text = ''
  for (let start = 0; start < view.length; start += part) text += String.fromCharCode(...view.subarray(start, start + part))
  return btoa(text)
}

function bytesOf(text: string): ArrayBuffer {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0)).buffer
  } catch {
    throw new NotOursError()
  }
}
