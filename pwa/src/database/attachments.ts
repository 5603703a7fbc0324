/** Photos and documents on this device: kept until the server has them, and afterwards for when there is no network. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { ON_SERVER, REFUSED, WAITING, type AttachmentRow } from './schema'
import type { Store } from './store'

export type { AttachmentRow }

/** Keeps `bytes` under their hash, to be sent; the hash, lower-case hex. Keeping the same bytes twice changes nothing. */
export async function addAttachment(
  store: Store,
  type: string,
  bytes: ArrayBuffer,
  thumbnail?: ArrayBuffer | null,
): Promise<string> {
  const hash = bytesToHex(sha256(new Uint8Array(bytes)))
  await store.connection.write(['attachments'], async (writing) => {
    const rows = writing.objectStore('attachments')
    if ((await rows.get(hash)) !== undefined) return
    const addedAt = new Date(store.surroundings.now()).toISOString()
    await rows.put({ sha256: hash, type, bytes, addedAt, state: WAITING, sentBytes: 0, problem: null, thumbnail })
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

/** Everything to be sent again: to another account, or after a restore that lost it. */
export async function sendAgain(store: Store, hash: string): Promise<void> {
  await change(store, hash, (row) => ({ ...row, state: WAITING, sentBytes: 0, problem: null }))
}

/** Whether `bytes` have this hash. */
export function hasHash(bytes: ArrayBuffer, hash: string): boolean {
  return bytesToHex(sha256(new Uint8Array(bytes))) === hash
}

async function change(store: Store, hash: string, to: (row: AttachmentRow) => AttachmentRow): Promise<void> {
  await store.connection.write(['attachments'], async (writing) => {
    const row = await writing.objectStore('attachments').get(hash)
    if (row) await writing.objectStore('attachments').put(to(row))
  })
}
