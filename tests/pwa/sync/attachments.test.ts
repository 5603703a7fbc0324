import { describe, expect, test, vi } from 'vitest'
import { ATTACHMENT_PART_BYTES } from '$src/core/limits'
import { addAttachment, attachment, waitingAttachments } from '$src/database/attachments'
import { anyAttachment, arrivedOf, fetchPhoto, NotSentError, onArrival, sendAttachments } from '$src/sync/attachments'
import { Line } from '../database/line'
import { opened } from '../database/stores'

/** A server that holds parts of files as the attachment routes do; `cut` loses the line after so many parts. */
class Files {
  held = new Map<string, { parts: Uint8Array[]; total: number; type: string }>()
  asked: string[] = []
  cut = Infinity
  refusal: number | null = null
  /** A file whose parts the server fails to keep. */
  bad = ''

  fetch = (async (address: unknown, init: RequestInit = {}) => {
    const hash = String(address).split('/').at(-1)!
    this.asked.push(`${init.method}`)
    const file = this.held.get(hash)
    if (init.method === 'PUT') return this.put(hash, init)
    if (!file || (init.method === 'GET' && this.size(hash) < file.total)) return new Response(null, { status: 404 })
    const headers = {
      'Upload-Offset': String(this.size(hash)),
      'Upload-Complete': this.size(hash) === file.total ? '?1' : '?0',
      'Content-Type': file.type,
      'Content-Length': String(file.total),
    }
    return new Response(init.method === 'GET' ? new Blob(file.parts as BlobPart[]) : null, { status: 200, headers })
  }) as typeof fetch

  size(hash: string): number {
    return (this.held.get(hash)?.parts ?? []).reduce((sum, part) => sum + part.length, 0)
  }

  private put(hash: string, init: RequestInit): Response {
    if (this.refusal !== null) return new Response(null, { status: this.refusal })
    if (hash === this.bad) return new Response(null, { status: 500 })
    if ((this.cut -= 1) < 0) throw new TypeError('network')
    const headers = init.headers as Record<string, string>
    const [, from, , total] = /bytes (\d+)-(\d+)\/(\d+)/.exec(headers['Content-Range']!)!.map(Number)
    const file = this.held.get(hash) ?? { parts: [], total: total!, type: headers['Content-Type']! }
    this.held.set(hash, file)
    if (from !== this.size(hash)) return new Response(null, { status: 409, headers: { 'Upload-Offset': String(this.size(hash)) } })
    file.parts.push(new Uint8Array(init.body as ArrayBuffer))
    const isDone = this.size(hash) === file.total
    return new Response(null, { status: isDone ? 204 : 202, headers: { 'Upload-Offset': String(this.size(hash)) } })
  }
}

const LARGE = new Uint8Array(ATTACHMENT_PART_BYTES * 3 + 7).map((_, place) => place % 251).buffer

describe('C12 a file reaches the server', () => {
  test('in parts, whole and in order', async () => {
    const [store, files] = [await opened(), new Files()]
    const hash = await addAttachment(store, 'application/pdf', LARGE)
    await sendAttachments(store, files.fetch)
    expect(new Uint8Array(await new Blob(files.held.get(hash)!.parts as BlobPart[]).arrayBuffer())).toEqual(new Uint8Array(LARGE))
    expect(files.asked).toEqual(['HEAD', 'PUT', 'PUT', 'PUT', 'PUT'])
    expect(await store.waiting()).toMatchObject({ files: 0, attention: 0 })
  })

  test.each([0, 1, 2, 3])('though the line is cut after part %i: the next round goes on from there', async (cut) => {
    const [store, files] = [await opened(), new Files()]
    const hash = await addAttachment(store, 'application/pdf', LARGE)
    files.cut = cut
    await expect(sendAttachments(store, files.fetch)).rejects.toThrow(NotSentError)
    expect(await store.waiting()).toMatchObject({ files: 1 })
    expect((await attachment(store, hash))!.sentBytes).toBe(cut * ATTACHMENT_PART_BYTES)
    files.cut = Infinity
    files.asked = []
    await sendAttachments(store, files.fetch)
    expect(files.asked.filter((method) => method === 'PUT')).toHaveLength(4 - cut)
    expect(files.size(hash)).toBe(LARGE.byteLength)
  })

  test('and every part that arrived moves the bar, while the store notes only the end', async () => {
    const [store, files] = [await opened(), new Files()]
    const hash = await addAttachment(store, 'application/pdf', LARGE)
    const [places, changes] = [[] as (number | undefined)[], vi.fn()]
    const end = onArrival(() => places.push(arrivedOf(hash)))
    store.connection.subscribe(changes)
    await sendAttachments(store, files.fetch)
    end()
    expect([...new Set(places)]).toEqual([1, 2, 3].map((part) => part * ATTACHMENT_PART_BYTES).concat(LARGE.byteLength))
    expect(changes).toHaveBeenCalledOnce()
    expect(arrivedOf(hash)).toBeUndefined()
  })

  test('or is refused in the middle: it is not sent again', async () => {
    const [store, files] = [await opened(), new Files()]
    const hash = await addAttachment(store, 'application/pdf', LARGE)
    const end = onArrival(() => (files.refusal = 413))
    await sendAttachments(store, files.fetch)
    end()
    expect(await waitingAttachments(store)).toEqual([])
    expect((await attachment(store, hash))!.problem).toMatch(/too large/)
  })

  test('and one that is there already is not sent again', async () => {
    const [first, second, files] = [await opened(), await opened(), new Files()]
    for (const store of [first, second]) {
      await addAttachment(store, 'application/pdf', LARGE)
      await sendAttachments(store, files.fetch)
    }
    expect(files.asked.filter((method) => method === 'PUT')).toHaveLength(4)
  })

  test.each([413, 415, 422])('or is refused (%i): it stays here with the reason, and the next one goes up', async (status) => {
    const [store, files] = [await opened(), new Files()]
    const bad = await addAttachment(store, 'application/pdf', LARGE)
    files.refusal = status
    await sendAttachments(store, files.fetch)
    expect((await attachment(store, bad))!.problem).toMatch(/\.$/)
    files.refusal = null
    const good = await addAttachment(store, 'image/jpeg', new Uint8Array([1, 2, 3]).buffer)
    await sendAttachments(store, files.fetch)
    expect(files.size(good)).toBe(3)
  })
})

describe('I18 no file is left behind', () => {
  test('by a restore: what the server lacks is sent again, and nothing else', async () => {
    const [line, files] = [await Line.open(), new Files()]
    await line.exchange()
    const lost = await addAttachment(line.store, 'application/pdf', LARGE)
    const there = await addAttachment(line.store, 'image/jpeg', new Uint8Array([1, 2, 3]).buffer)
    await sendAttachments(line.store, files.fetch)
    files.held.delete(lost)
    line.server.epoch = 'epoch-2'
    await line.exchange()
    files.asked = []
    await sendAttachments(line.store, files.fetch)
    expect(files.size(lost)).toBe(LARGE.byteLength)
    expect(files.asked.sort()).toEqual(['HEAD', 'HEAD', 'HEAD', 'PUT', 'PUT', 'PUT', 'PUT'])
    await sendAttachments(line.store, files.fetch)
    expect(files.asked).toHaveLength(7)
    expect(files.size(there)).toBe(3)
  })

  test('by a restore after which the line is lost: the next round asks again', async () => {
    const [line, files] = [await Line.open(), new Files()]
    await line.exchange()
    const lost = await addAttachment(line.store, 'application/pdf', LARGE)
    await sendAttachments(line.store, files.fetch)
    files.held.clear()
    line.server.epoch = 'epoch-2'
    await line.exchange()
    const noLine = (() => Promise.reject(new TypeError('network'))) as typeof fetch
    await expect(sendAttachments(line.store, noLine)).rejects.toThrow(NotSentError)
    await sendAttachments(line.store, files.fetch)
    expect(files.size(lost)).toBe(LARGE.byteLength)
  })

  test('by one before it that the server fails with', async () => {
    const [store, files] = [await opened(), new Files()]
    files.bad = await addAttachment(store, 'application/pdf', LARGE)
    const good = await addAttachment(store, 'image/jpeg', new Uint8Array([1, 2, 3]).buffer)
    await expect(sendAttachments(store, files.fetch)).rejects.toThrow(NotSentError)
    await expect(sendAttachments(store, files.fetch)).rejects.toThrow(NotSentError)
    expect(files.size(good)).toBe(3)
    expect(await store.waiting()).toMatchObject({ files: 1 })
    files.bad = ''
    await sendAttachments(store, files.fetch)
    expect(await store.waiting()).toMatchObject({ files: 0 })
  })
})

describe('a file of another device', () => {
  test('is fetched, checked against its hash, and kept', async () => {
    const [first, second, files] = [await opened(), await opened(), new Files()]
    const hash = await addAttachment(first, 'application/pdf', LARGE)
    await sendAttachments(first, files.fetch)
    expect(new Uint8Array((await anyAttachment(second, hash, files.fetch))!.bytes)).toEqual(new Uint8Array(LARGE))
    const asked = files.asked.length
    await anyAttachment(second, hash, files.fetch)
    expect(files.asked).toHaveLength(asked)
    expect(await waitingAttachments(second)).toEqual([])
  })

  test.each([
    ['a photo as phones scale them comes by itself', 'image/jpeg', 300_000, true],
    ['a large photo waits for a tap', 'image/jpeg', 1_000_001, false],
    ['a document waits for a tap', 'application/pdf', 300_000, false],
  ])('%s', async (_, type, size, isFetched) => {
    const [first, second, files] = [await opened(), await opened(), new Files()]
    const hash = await addAttachment(first, type, new Uint8Array(size).buffer)
    await sendAttachments(first, files.fetch)
    await fetchPhoto(second, hash, files.fetch)
    expect((await attachment(second, hash)) !== undefined).toBe(isFetched)
  })

  test('that is still on the other device is not there yet', async () => {
    expect(await anyAttachment(await opened(), 'a'.repeat(64), new Files().fetch)).toBeUndefined()
  })

  test('is not taken from a page that answers in the place of the server', async () => {
    const store = await opened()
    const portal = (async () => new Response('<html>')) as unknown as typeof fetch
    await expect(anyAttachment(store, 'a'.repeat(64), portal)).rejects.toThrow(NotSentError)
    expect(await attachment(store, 'a'.repeat(64))).toBeUndefined()
  })
})
