import { describe, expect, test } from 'vitest'
import { addAttachment, attachment, waitingAttachments } from '$src/database/attachments'
import { outbox } from '$src/database/outbox'
import { exportStore, importStore, NotOursError } from '$src/database/portable'
import { recordId } from '../core/edits'
import { change, edits, opened, RECORD, shown } from './stores'

const bytes = (text: string) => new TextEncoder().encode(text).buffer as ArrayBuffer

describe('a copy in a file', () => {
  test('brings every entry, change and photo to an empty phone', async () => {
    const [from, to] = [await opened(), await opened()]
    await from.save([change({ mood: 6 }), change({ mood: 2 }, recordId(11))])
    const hash = await addAttachment(from, 'application/pdf', bytes('%PDF-1.7 …'))
    await from.save([change({ mood: 7, attachments: [hash] }), change({ deleted: true }, recordId(11))])
    const outcome = await importStore(to, await (await exportStore(from)).text())
    expect(outcome).toEqual({ added: 4, known: 0, unreadable: 0 })
    expect(await edits(to)).toEqual(await edits(from))
    expect(await shown(to)).toEqual({ mood: 7, attachments: [hash] })
    expect(await to.trash()).toHaveLength(1)
    expect(new Uint8Array((await attachment(to, hash))!.bytes)).toEqual(new Uint8Array(bytes('%PDF-1.7 …')))
  })

  test('added twice adds nothing, and waits to be sent', async () => {
    const [from, to] = [await opened(), await opened()]
    await from.save([change({ mood: 6 })])
    const text = await (await exportStore(from)).text()
    await importStore(to, text)
    expect(await importStore(to, text)).toEqual({ added: 0, known: 1, unreadable: 0 })
    expect(await outbox(to, 10)).toHaveLength(1)
  })

  test('that is older never takes back what is newer here', async () => {
    const store = await opened()
    await store.save([change({ mood: 2 })])
    const old = await (await exportStore(store)).text()
    await store.save([change({ mood: 9 }), change({ mood: 5 }, recordId(11))])
    await importStore(store, old)
    expect(await shown(store)).toEqual({ mood: 9 })
    expect(await edits(store)).toHaveLength(3)
  })

  test('does not bring back what was erased', async () => {
    const store = await opened()
    const hash = await addAttachment(store, 'image/png', bytes('a private picture'))
    await store.save([change({ notes: 'private', attachments: [hash] })])
    const old = await (await exportStore(store)).text()
    await store.save([change({ erased: true })])
    await importStore(store, old)
    expect(JSON.stringify(await edits(store))).not.toContain('private')
    const other = await opened()
    await importStore(other, await (await exportStore(store)).text())
    await importStore(other, old)
    expect(JSON.stringify(await edits(other))).not.toContain('private')
    expect(await attachment(other, hash)).toBeUndefined()
  })

  test('from the server, with places in its log, is taken too', async () => {
    const store = await opened()
    await store.save([change({ mood: 6 })])
    const [edit] = await edits(store)
    const other = await opened()
    const text = JSON.stringify({ email: 'a@b.example', records: [], edits: [{ ...edit, seq: 41, received_at: null }] })
    expect(await importStore(other, text)).toEqual({ added: 1, known: 0, unreadable: 0 })
    expect((await edits(other))[0]!.seq).toBeNull()
  })

  test.each(['', 'not JSON', '[]', '{}', '{"edits": 7}', '{"edits": [], "attachments": [{"type": "x", "base64": "%"}]}', 'null'])(
    'that is none of ours changes nothing: %j',
    async (text) => {
      const store = await opened()
      await store.save([change({ mood: 6 })])
      await expect(importStore(store, text)).rejects.toThrow(NotOursError)
      expect(await edits(store)).toHaveLength(1)
    },
  )

  test('with damaged entries gives the good ones and counts the rest', async () => {
    const from = await opened()
    await from.save([change({ mood: 6 })])
    const content = JSON.parse(await (await exportStore(from)).text()) as { edits: unknown[] }
    const [good] = content.edits as [Record<string, unknown>]
    const endOfTime = '9999-12-31T23:59:59.999Z-ffff-0123456789abcdef'
    const bad = [
      ...[null, 7, {}, { ...good, id: 'x' }, { ...good, set: {} }, { ...good, set: { __proto: 1 } }],
      ...[{ ...good, stamp: 'now' }, { ...good, stamp: endOfTime }],
    ]
    const to = await opened()
    const outcome = await importStore(to, JSON.stringify({ edits: [...bad, good] }))
    expect(outcome).toEqual({ added: 1, known: 0, unreadable: bad.length })
    expect(await shown(to, RECORD)).toEqual({ mood: 6 })
    expect(await waitingAttachments(to)).toEqual([])
  })
  test.each([
    ['a page in the place of a photo', 'text/html', '%PDF-1.7 <script>'],
    ['a drawing that can hold a script', 'image/svg+xml', '<svg/>'],
    ['an empty file', 'image/jpeg', ''],
  ])('with %s gives the entries and counts the file', async (_, type, text) => {
    const [from, to] = [await opened(), await opened()]
    const hash = await addAttachment(from, type, bytes(text))
    await from.save([change({ attachments: [hash] })])
    expect(await importStore(to, await (await exportStore(from)).text())).toEqual({ added: 1, known: 0, unreadable: 1 })
    expect(await attachment(to, hash)).toBeUndefined()
  })
})
