import { describe, expect, test } from 'vitest'
import {
  addAttachment,
  attachment,
  forgetUnnamed,
  hasHash,
  keepFetched,
  keepThumbnail,
  noteSent,
  offerAgain,
  refuseAttachment,
  waitingAttachments,
} from '$src/database/attachments'
import { copyEdits } from '$src/database/stores'
import { recordId } from '../core/edits'
import { change, Clock, opened } from './stores'

// The SHA-256 of "receipt", by sha256sum.
const HASH = '6f32860910ca0fb2a20c7fda143666b09dbf8db5238195c90a586fb542ff0cad'
const bytes = (text: string) => new TextEncoder().encode(text).buffer as ArrayBuffer

describe('C12 a photo is kept as bytes until the server has it', () => {
  test('under its hash, once', async () => {
    const store = await opened()
    const one = await addAttachment(store, 'image/jpeg', bytes('receipt'))
    expect(one).toBe(HASH)
    expect(await addAttachment(store, 'image/jpeg', bytes('receipt'))).toBe(one)
    expect(hasHash(bytes('receipt'), one)).toBe(true)
    expect(hasHash(bytes('receipt.'), one)).toBe(false)
    expect((await waitingAttachments(store)).map(({ sha256 }) => sha256)).toEqual([one])
    expect(await store.waiting()).toMatchObject({ files: 1, unsent: 0 })
  })

  test('and part by part until all is sent, and still seen without network', async () => {
    const store = await opened()
    const hash = await addAttachment(store, 'image/jpeg', bytes('receipt'))
    await noteSent(store, hash, 3)
    expect((await waitingAttachments(store))[0]!.sentBytes).toBe(3)
    await noteSent(store, hash, 7)
    expect(await waitingAttachments(store)).toEqual([])
    expect(new Uint8Array((await attachment(store, hash))!.bytes)).toEqual(new Uint8Array(bytes('receipt')))
  })

  test('one the server refuses stays here and asks for attention', async () => {
    const store = await opened()
    const hash = await addAttachment(store, 'image/jpeg', bytes('receipt'))
    await refuseAttachment(store, hash, 'It is too large.')
    expect(await store.waiting()).toMatchObject({ files: 0, attention: 1 })
    expect(await attachment(store, hash)).toMatchObject({ problem: 'It is too large.' })
  })

  test('one that came from the server is not sent back', async () => {
    const store = await opened()
    await keepFetched(store, HASH, 'image/png', bytes('from elsewhere'))
    expect(await store.waiting()).toMatchObject({ files: 0 })
  })

  test('one that is added or put back a month later is offered to the server once more, which may have let it go', async () => {
    const store = await opened()
    const hash = await addAttachment(store, 'image/jpeg', bytes('receipt'), bytes('small'))
    await noteSent(store, hash, 7)
    await addAttachment(store, 'image/jpeg', bytes('receipt'))
    expect(await waitingAttachments(store)).toMatchObject([{ sha256: hash, sentBytes: 0 }])
    expect((await attachment(store, hash))!.thumbnail).toEqual(bytes('small'))
    await noteSent(store, hash, 7)
    await offerAgain(store, [hash, 'a'.repeat(64)])
    expect(await waitingAttachments(store)).toHaveLength(1)
  })

  test('keeps its thumbnail beside it, while it is sent and into the account', async () => {
    const [from, to] = [await opened(), await opened()]
    const hash = await addAttachment(from, 'image/jpeg', bytes('receipt'), bytes('small'))
    await noteSent(from, hash, 3)
    await copyEdits(from, to)
    expect((await attachment(to, hash))!.thumbnail).toEqual(bytes('small'))
  })

  test('gets a thumbnail later when it came without one, or the word that none can be made', async () => {
    const store = await opened()
    await keepFetched(store, HASH, 'image/jpeg', bytes('receipt'))
    expect((await attachment(store, HASH))!.thumbnail).toBeUndefined()
    await keepThumbnail(store, HASH, bytes('small'))
    expect(await attachment(store, HASH)).toMatchObject({ thumbnail: bytes('small'), sentBytes: 7 })
    await keepThumbnail(store, HASH, null)
    expect((await attachment(store, HASH))!.thumbnail).toBeNull()
  })

  test('goes along to the account at sign-up', async () => {
    const [from, to] = [await opened(), await opened()]
    const hash = await addAttachment(from, 'image/jpeg', bytes('receipt'))
    await noteSent(from, hash, 7)
    await copyEdits(from, to)
    expect((await waitingAttachments(to)).map(({ sha256, sentBytes }) => [sha256, sentBytes])).toEqual([[hash, 0]])
  })
})

describe('I15 an entry that is erased for good takes its photos with it', () => {
  test('from this phone, too, but none that another entry or an earlier value names', async () => {
    const clock = new Clock()
    const store = await opened({ clock })
    const hashes: string[] = []
    for (const one of ['of the erased', 'of both', 'taken off']) hashes.push(await addAttachment(store, 'image/jpeg', bytes(one)))
    await store.save([change({ attachments: [hashes[0]!, hashes[1]!] }), change({ attachments: hashes.slice(1) }, recordId(11))])
    await store.save([change({ attachments: [hashes[1]!] }, recordId(11))])
    clock.ms += 3_600_000
    const fresh = await addAttachment(store, 'image/jpeg', bytes('not named yet'))
    await forgetUnnamed(store)
    expect(await attachment(store, hashes[0]!)).toBeDefined()
    await store.save([change({ erased: true })])
    await forgetUnnamed(store)
    const left = await Promise.all([...hashes, fresh].map(async (hash) => (await attachment(store, hash)) !== undefined))
    expect(left).toEqual([false, true, true, true])
  })
})
