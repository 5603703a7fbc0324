import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { send, type Sending } from '$src/sync/request'
import { stored } from '../core/edits'
import { ACCOUNT, lostAnswer, lostRequest, portal, problem, Server, type Fault } from './server'

const serverNow = () => Date.UTC(2026, 10, 23, 9)

const sending = (rest: Partial<Sending> = {}): Sending => ({
  device: 'aaaaaaaaaaaaaaaa',
  account: ACCOUNT,
  epoch: null,
  cursor: 0,
  edits: [],
  ...rest,
})

const after = (fault: Fault) => {
  const server = new Server(serverNow)
  server.faults = [fault]
  return send(sending(), server.fetch)
}

describe('a request', () => {
  test('is what the protocol says, and no more of an edit than that', async () => {
    const server = new Server(serverNow)
    const edit = stored(1, { mood: 6 })
    await send(sending({ edits: [edit] }), server.fetch)
    const { id, record, kind, stamp, set } = edit
    expect(server.requests).toEqual([
      {
        protocol: 1,
        device: 'aaaaaaaaaaaaaaaa',
        account: ACCOUNT,
        epoch: null,
        cursor: 0,
        limit: 500,
        edits: [{ id, record, kind, stamp, set }],
      },
    ])
  })

  test('goes to the own server only, with its cookie, and is never answered from a cache', async () => {
    const fetch = vi.fn(async () => problem(503))
    await send(sending(), fetch as never)
    const [address, init] = fetch.mock.calls[0] as unknown as [string, RequestInit]
    expect(address).toBe('/api/sync')
    expect(init).toMatchObject({ method: 'POST', credentials: 'same-origin', redirect: 'error', cache: 'no-store' })
  })

  test('is compressed above 4 kB and arrives as it was', async () => {
    const server = new Server(serverNow)
    const headers: HeadersInit[] = []
    const fetch = ((address, init) => {
      headers.push(init!.headers!)
      return server.fetch(address, init)
    }) as typeof globalThis.fetch
    const notes = 'a long, quiet day by the sea · '.repeat(300)
    await send(sending({ edits: [stored(1, { notes })] }), fetch)
    await send(sending({ edits: [stored(2, { notes: 'short' })] }), fetch)
    expect(server.requests[0]!.edits[0]!.set['notes']).toBe(notes)
    expect(headers).toEqual([
      { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' },
      { 'Content-Type': 'application/json' },
    ])
  })

  test('is given up when its line is lost', async () => {
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort(new DOMException('', 'TimeoutError')))
    onTestFinished(() => timeout.mockRestore())
    const hanging = ((_, init) => new Promise((_, reject) => reject(init!.signal!.reason))) as typeof globalThis.fetch
    expect(await send(sending(), hanging)).toEqual({ failure: 'offline', retryAfterMs: null })
    expect(timeout).toHaveBeenCalledWith(30_000)
  })
})

describe('C9 what became of it', () => {
  const broken = new Response('{"epoch": "epo', { headers: { 'Content-Type': 'application/json' } })
  const faults: [string, Fault, string][] = [
    ['no network', lostRequest, 'offline'],
    ['the answer lost on the way', lostAnswer, 'offline'],
    ['the session expired', () => problem(401), 'signed_out'],
    ['too large', () => problem(413), 'too_large'],
    ['too large for a proxy', () => portal(413), 'too_large'],
    ['an app too old', () => problem(426), 'outdated'],
    ['too many requests', () => problem(429), 'busy'],
    ['a server at its limit', () => problem(503), 'busy'],
    ['a server that fails', () => problem(500), 'server'],
    ['a proxy without a server', () => portal(502), 'server'],
    ['a captive portal', () => portal(), 'not_ours'],
    ['a captive portal that asks to sign in', () => portal(401), 'not_ours'],
    ['a captive portal that forbids', () => portal(403), 'not_ours'],
    ['an answer cut off', () => broken, 'not_ours'],
    ['another program', () => Response.json({ ok: true }), 'not_ours'],
    ['an empty answer', () => new Response(null, { status: 200 }), 'not_ours'],
  ]

  test.each(faults)('is told apart and never thrown: %s', async (_, fault, failure) => {
    expect(await after(fault)).toMatchObject({ failure })
  })

  test('says how long the server wants to be left alone', async () => {
    expect(await after(() => problem(429, { 'Retry-After': '60' }))).toEqual({ failure: 'busy', retryAfterMs: 60_000 })
    expect(await after(() => problem(503))).toEqual({ failure: 'busy', retryAfterMs: null })
    expect(await after(() => problem(503, { 'Retry-After': 'soon' }))).toEqual({ failure: 'busy', retryAfterMs: null })
  })

  test('is an answer when the server gave one', async () => {
    const server = new Server(serverNow)
    expect(await send(sending(), server.fetch)).toMatchObject({ answer: { reset: false, epoch: 'epoch-1', cursor: 0 } })
    expect(await send(sending({ epoch: 'epoch-0' }), server.fetch)).toMatchObject({ answer: { reset: true, epoch: 'epoch-1' } })
  })
})
