/** When the server received what this phone knows of a record. Everything else of a record's history is on the phone. */
import { REQUEST_TIMEOUT_MS } from '../core/limits'

/** UTC text by edit id; nothing where the server cannot be reached, or does not have the record. */
export async function receivedTimes(record: string, fetch = globalThis.fetch): Promise<ReadonlyMap<string, string>> {
  try {
    const response = await fetch(`/api/records/${encodeURIComponent(record)}/history`, {
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    })
    const entries: unknown = response.ok ? await response.json() : []
    // A captive portal answers with a page of its own.
    return new Map((Array.isArray(entries) ? entries : []).filter(isReceived).map(({ id, received_at }) => [id, received_at]))
  } catch {
    return new Map()
  }
}

function isReceived(entry: unknown): entry is { id: string; received_at: string } {
  const { id, received_at } = (entry ?? {}) as Record<string, unknown>
  return typeof id === 'string' && typeof received_at === 'string' && !Number.isNaN(Date.parse(received_at))
}
