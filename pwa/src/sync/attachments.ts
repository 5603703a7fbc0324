/** Bringing photos and documents to the server in parts, and fetching those of other devices (C12). */
import {
  attachment,
  hasHash,
  IN_DOUBT,
  keepFetched,
  noteSent,
  refuseAttachment,
  sendAgain,
  sentHashes,
  waitingAttachments,
  type AttachmentRow,
} from '../database/attachments'
import type { Store } from '../database/store'
import { ATTACHMENT_PART_BYTES, REQUEST_TIMEOUT_MS } from '../core/limits'
import { words } from '../words/answers'

/** A scaled photo has about 300 kB; larger files wait for a tap. */
const PHOTO_BYTES = 1_000_000

/** The server cannot be reached, or did not answer as it should. */
export class NotSentError extends Error {}

/** It could not be reached at all. */
class LineLostError extends NotSentError {}

const REFUSALS: Record<number, string> = {
  413: words.fileNotTaken.noRoom,
  415: words.fileNotTaken.type,
  422: words.fileNotTaken.damaged,
}

// To note each part in the store would write the whole file anew, forty times for the largest.
const arriving = new Map<string, number>()
const listeners = new Set<() => void>()

/** How many bytes of a file that is being sent have arrived; undefined when it is not being sent from here. */
export function arrivedOf(hash: string): number | undefined {
  return arriving.get(hash)
}

/** Calls `listener` after every part that arrived. */
export function onArrival(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Files that the server did not answer as it should: all others go before them, so that one holds up none. */
const stumbled = new Set<string>()

/** Sends what waits, one after the other. Raises NotSentError when the line is lost: it goes on from there next time. */
export async function sendAttachments(store: Store, fetch: typeof globalThis.fetch): Promise<void> {
  await findLost(store, fetch)
  const waiting = await waitingAttachments(store)
  const inTheWay = waiting.filter(({ sha256 }) => stumbled.has(sha256))
  for (const row of [...waiting.filter((one) => !inTheWay.includes(one)), ...inTheWay]) {
    try {
      await sendOne(store, row, fetch)
      stumbled.delete(row.sha256)
    } catch (error) {
      if (!(error instanceof LineLostError)) stumbled.add(row.sha256)
      throw error
    } finally {
      await noteArrived(store, row.sha256)
    }
  }
}

/** After a restore the server may lack files that it once had: what is missing waits to be sent again (I18). */
async function findLost(store: Store, fetch: typeof globalThis.fetch): Promise<void> {
  if (!(await store.kept(IN_DOUBT))) return
  for (const hash of await sentHashes(store)) {
    const response = await ask(fetch, hash, { method: 'HEAD' })
    if (response.status !== 200 && response.status !== 404) throw new NotSentError()
    if (response.headers.get('upload-complete') !== '?1') await sendAgain(store, hash)
  }
  await store.keep(IN_DOUBT, undefined)
}

/** The attachment, from this device or else from the server; undefined when neither has it. Raises NotSentError. */
export async function anyAttachment(
  store: Store,
  hash: string,
  fetch: typeof globalThis.fetch = (...request) => globalThis.fetch(...request),
): Promise<Pick<AttachmentRow, 'type' | 'bytes'> | undefined> {
  const own = await attachment(store, hash)
  if (own) return own
  const response = await ask(fetch, hash, { method: 'GET' })
  if (response.status === 404) return undefined
  if (response.status !== 200) throw new NotSentError()
  return received(store, hash, response)
}

/**
 * Fetches a photo from the server without being asked, so that its small picture can be shown. Leaves alone what is no
 * photo, or larger than one that a phone has scaled. Raises NotSentError.
 */
export async function fetchPhoto(
  store: Store,
  hash: string,
  fetch: typeof globalThis.fetch = (...request) => globalThis.fetch(...request),
): Promise<void> {
  const response = await ask(fetch, hash, { method: 'GET' })
  const isPhoto = response.headers.get('content-type')?.startsWith('image/') === true
  const isSmall = Number(response.headers.get('content-length') ?? NaN) <= PHOTO_BYTES
  if (response.status === 200 && isPhoto && isSmall) await received(store, hash, response)
  else await response.body?.cancel()
}

async function received(store: Store, hash: string, response: Response): Promise<Pick<AttachmentRow, 'type' | 'bytes'>> {
  const bytes = await response.arrayBuffer()
  // A captive portal answers 200 with a page of its own.
  if (!hasHash(bytes, hash)) throw new NotSentError()
  const type = response.headers.get('content-type') ?? 'application/octet-stream'
  await keepFetched(store, hash, type, bytes)
  return { type, bytes }
}

async function sendOne(store: Store, row: AttachmentRow, fetch: typeof globalThis.fetch): Promise<void> {
  let offset = await offsetAt(row, fetch)
  while (offset < row.bytes.byteLength) {
    const end = Math.min(offset + ATTACHMENT_PART_BYTES, row.bytes.byteLength)
    const response = await ask(fetch, row.sha256, {
      method: 'PUT',
      body: row.bytes.slice(offset, end),
      headers: { 'Content-Type': row.type, 'Content-Range': `bytes ${offset}-${end - 1}/${row.bytes.byteLength}` },
    })
    const refusal = REFUSALS[response.status]
    if (refusal !== undefined) {
      arriving.delete(row.sha256)
      return refuseAttachment(store, row.sha256, refusal)
    }
    const held = offsetOf(response, row)
    // The same place twice is no progress, and all of it without the server's word is not done; the next round asks anew.
    if (held === null || held === offset || (held === row.bytes.byteLength && response.status !== 204)) throw new NotSentError()
    offset = held
    tellArrived(row.sha256, offset)
  }
  tellArrived(row.sha256, row.bytes.byteLength)
}

/** Once for all parts: whether it is done, or how far it came before the line was lost. */
async function noteArrived(store: Store, hash: string): Promise<void> {
  const arrived = arriving.get(hash)
  try {
    if (arrived !== undefined) await noteSent(store, hash, arrived)
  } finally {
    arriving.delete(hash)
  }
}

function tellArrived(hash: string, bytes: number): void {
  arriving.set(hash, bytes)
  for (const listener of listeners) listener()
}

async function offsetAt(row: AttachmentRow, fetch: typeof globalThis.fetch): Promise<number> {
  const response = await ask(fetch, row.sha256, { method: 'HEAD' })
  if (response.status === 404) return 0
  if (response.status !== 200) throw new NotSentError()
  if (response.headers.get('upload-complete') === '?1') return row.bytes.byteLength
  const offset = offsetOf(response, row) ?? 0
  return offset < row.bytes.byteLength ? offset : 0
}

function offsetOf(response: Response, row: AttachmentRow): number | null {
  if (response.status === 204) return row.bytes.byteLength
  if (![200, 202, 409].includes(response.status)) return null
  const offset = Number(response.headers.get('upload-offset') ?? NaN)
  return Number.isInteger(offset) && offset >= 0 && offset <= row.bytes.byteLength ? offset : null
}

async function ask(fetch: typeof globalThis.fetch, hash: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(`/api/attachments/${hash}`, {
      ...request,
      credentials: 'same-origin',
      redirect: 'error',
      cache: 'no-store',
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    })
  } catch {
    throw new LineLostError()
  }
}
