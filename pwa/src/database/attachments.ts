/** Photos and documents on this device: kept until the server has them, and afterwards for when there is no network. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { UNNAMED_FILE_KEPT_MS } from '../core/limits'
import type { Edit, Json } from '../core/records'
import { everyRow, JOURNAL } from './log'
import { ON_SERVER, REFUSED, WAITING, type AttachmentRow } from './schema'
import type { Store } from './store'

export type { AttachmentRow }

/** Noted in the store while the server may have lost files that it once had: its log began anew. */
export const IN_DOUBT = 'files_in_doubt'

/** Keeps `bytes` under their hash, to be sent; the hash, lower-case hex. What is kept already is only offered to the server
 * once more, which lets go of what no entry names for 30 days. */
export async function addAttachment(
  store: Store,
  type: string,
  bytes: ArrayBuffer,
  thumbnail?: ArrayBuffer | null,
): Promise<string> {
  const hash = hashOf(bytes)
  await store.connection.write(['attachments'], async (writing) => {
    const rows = writing.objectStore('attachments')
    const known = await rows.get(hash)
    if (known?.state === WAITING) return
    const addedAt = new Date(store.surroundings.now()).toISOString()
    await rows.put({ thumbnail, ...known, sha256: hash, type, bytes, addedAt, state: WAITING, sentBytes: 0, problem: null })
  })
  return hash
}

/** The attachment, if this device has it. */
export function attachment(store: Store, hash: string): Promise<AttachmentRow | undefined> {
  return store.connection.read((database) => database.get('attachments', hash))
}

/** What is to be sent, earliest first. */
export async function waitingAttachments(store: Store): Promise<AttachmentRow[]> {
  const rows = await store.connection.read((database) => database.getAllFromIndex('attachments', 'state', WAITING))
  return rows.sort((one, other) => (one.addedAt < other.addedAt ? -1 : 1))
}

/** Keeps what came from the server. Its hash is checked by whoever fetched it. */
export async function keepFetched(store: Store, hash: string, type: string, bytes: ArrayBuffer): Promise<void> {
  await store.connection.write(['attachments'], async (writing) => {
    const rows = writing.objectStore('attachments')
    const row = { sha256: hash, type, bytes, addedAt: new Date(store.surroundings.now()).toISOString(), problem: null }
    if ((await rows.get(hash)) === undefined) await rows.put({ ...row, state: ON_SERVER, sentBytes: bytes.byteLength })
  })
}

/** Keeps the small picture of a photo beside it; null says that none can be made. */
export async function keepThumbnail(store: Store, hash: string, thumbnail: ArrayBuffer | null): Promise<void> {
  await change(store, hash, (row) => ({ ...row, thumbnail }))
}

/** Notes how much of it the server has; all of it means that it is sent. */
export async function noteSent(store: Store, hash: string, sentBytes: number): Promise<void> {
  await change(store, hash, (row) => ({ ...row, sentBytes, state: sentBytes >= row.bytes.byteLength ? ON_SERVER : WAITING }))
}

/** Notes that the server does not take it, and why. The bytes stay here. */
export async function refuseAttachment(store: Store, hash: string, problem: string): Promise<void> {
  await change(store, hash, (row) => ({ ...row, state: REFUSED, problem }))
}

/** The hashes of the files that the server once had all of. */
export function sentHashes(store: Store): Promise<string[]> {
  return store.connection.read((database) => database.getAllKeysFromIndex('attachments', 'state', ON_SERVER))
}

/** To be sent again, should the server not have it any more: after a restore, or as an entry names it once more. */
export async function sendAgain(store: Store, hash: string): Promise<void> {
  await change(store, hash, (row) => ({ ...row, state: WAITING, sentBytes: 0, problem: null }))
}

/** The same for each hash in a value of `attachments` that is on this device. */
export async function offerAgain(store: Store, hashes: Json): Promise<void> {
  for (const hash of Array.isArray(hashes) ? hashes : []) if (typeof hash === 'string') await sendAgain(store, hash)
}

/** The hashes that `edits` name, also those that were overtaken: they can be put back. */
export function namedBy(edits: readonly Edit[]): Set<string> {
  const lists = edits.map(({ set }) => set['attachments']).filter(Array.isArray)
  return new Set(lists.flat().filter((hash): hash is string => typeof hash === 'string'))
}

/** Removes the files that no edit names any more, as after the erasing of an entry. One just added may not be named yet. */
export async function forgetUnnamed(store: Store): Promise<void> {
  const isOld = ({ addedAt }: AttachmentRow) => store.surroundings.now() - Date.parse(addedAt) >= UNNAMED_FILE_KEPT_MS
  await store.connection.write([...JOURNAL, 'attachments'], async (writing) => {
    const rows = writing.objectStore('attachments')
    const named = namedBy(await everyRow(writing))
    for (const hash of await rows.getAllKeys()) {
      if (!named.has(hash) && isOld((await rows.get(hash))!)) await rows.delete(hash)
    }
  })
}

/** The hash of `bytes`, lower-case hex. */
export function hashOf(bytes: ArrayBuffer): string {
  return bytesToHex(sha256(new Uint8Array(bytes)))
}

/** Whether `bytes` have this hash. */
export function hasHash(bytes: ArrayBuffer, hash: string): boolean {
  return hashOf(bytes) === hash
}

async function change(store: Store, hash: string, to: (row: AttachmentRow) => AttachmentRow): Promise<void> {
  await store.connection.write(['attachments'], async (writing) => {
    const row = await writing.objectStore('attachments').get(hash)
    if (row) await writing.objectStore('attachments').put(to(row))
  })
}
