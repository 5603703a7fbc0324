/** One `POST /api/sync`, and what became of it in words the loop can act on. */
import { parseAnswer, type Answer, type Asked, type Reset } from '../core/exchange'
import { COMPRESS_ABOVE_BYTES, PAGE_LIMIT, REQUEST_TIMEOUT_MS } from '../core/limits'
import type { StoredEdit } from '../core/records'

export type Failure = 'offline' | 'signed_out' | 'too_large' | 'server' | 'busy' | 'outdated' | 'not_ours'

export type Outcome = { answer: Answer | Reset } | { failure: Failure; retryAfterMs: number | null }

export interface Sending extends Asked {
  device: string
  account: string
  edits: readonly StoredEdit[]
}

/** Sends and reads the answer. Never throws: whatever happens, every edit is still here (C9). */
export async function send(sending: Sending, fetch: typeof globalThis.fetch): Promise<Outcome> {
  let response: Response
  try {
    response = await fetch('/api/sync', {
      method: 'POST',
      ...(await packed(JSON.stringify(wire(sending)))),
      credentials: 'same-origin',
      redirect: 'error',
      cache: 'no-store',
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    })
  } catch {
    return failed('offline')
  }
  if (response.status !== 200) return failed(failureOf(response), retryAfter(response))
  const answer = parseAnswer(await response.json().catch(() => null))
  // A captive portal answers 200 with a page of its own: it is as good as no network.
  return answer === null ? failed('not_ours') : { answer }
}

function wire({ device, account, epoch, cursor, edits }: Sending): object {
  return {
    protocol: 1,
    device,
    account,
    epoch,
    cursor,
    limit: PAGE_LIMIT,
    edits: edits.map(({ id, record, kind, stamp, set }) => ({ id, record, kind, stamp, set })),
  }
}

async function packed(text: string): Promise<Pick<RequestInit, 'body' | 'headers'>> {
  const headers: Record<string, string> = { 'Content-Type': 'application/json' }
  if (text.length <= COMPRESS_ABOVE_BYTES || typeof CompressionStream === 'undefined') return { body: text, headers }
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))
  return { body: await new Response(stream).blob(), headers: { ...headers, 'Content-Encoding': 'gzip' } }
}

function failureOf(response: Response): Failure {
  const isOurs = (response.headers.get('content-type') ?? '').includes('json')
  if (response.status === 401) return isOurs ? 'signed_out' : 'not_ours'
  if (response.status === 413) return 'too_large'
  if (response.status === 426) return 'outdated'
  if (response.status === 429 || response.status === 503) return 'busy'
  return response.status >= 500 || isOurs ? 'server' : 'not_ours'
}

function retryAfter(response: Response): number | null {
  const seconds = Number(response.headers.get('retry-after'))
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null
}

function failed(failure: Failure, retryAfterMs: number | null = null): Outcome {
  return { failure, retryAfterMs }
}
