import { createHash } from 'node:crypto'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { waitingAttachments } from '$src/database/attachments'
import { importStore, NotOursError } from '$src/database/portable'
import { readCopy } from '$src/database/zipped'
import { change, edits, opened, shown } from './stores'

const PAPER = strToU8('%PDF-1.7 a letter')
const HASH = createHash('sha256').update(PAPER).digest('hex')
const LISTED = { file: 'attachments/2026-03-04-denial.pdf', type: 'application/pdf', sha256: 'x' }

const zip = (files: Record<string, Uint8Array>) => new Blob([zipSync(files) as Uint8Array<ArrayBuffer>])

/** A ZIP as the server makes it, of what `from` holds. */
async function copyOf(from: Awaited<ReturnType<typeof opened>>, attachments: unknown[] = [LISTED]): Promise<Blob> {
  const content = { email: 'ana@example.org', edits: await edits(from), attachments }
  return zip({ [LISTED.file]: PAPER, 'casebook.json': strToU8(JSON.stringify(content)), 'index.html': strToU8('<p>') })
}

describe('the copy of everything from the server', () => {
  test('brings every entry and paper to an empty phone', async () => {
    const [from, to] = [await opened(), await opened()]
    await from.save([change({ mood: 6 })])
    await from.save([change({ attachments: [HASH] })])
    const { text, papers } = await readCopy(await copyOf(from))
    expect(await importStore(to, text, papers)).toEqual({ added: 2, known: 0, unreadable: 0 })
    expect(await shown(to)).toEqual({ mood: 6, attachments: [HASH] })
    const [paper] = await waitingAttachments(to)
    expect(paper).toMatchObject({ type: 'application/pdf' })
    expect(new Uint8Array(paper!.bytes)).toEqual(PAPER)
  })

  test.each([
    ['that its list does not name', []],
    ['whose line in the list is none', [null, 'x', 7, { file: 1 }, { file: 'attachments/other.pdf', type: 'application/pdf' }, { file: 'constructor', type: 'x' }]],
  ])('leaves out a paper %s', async (_, listed) => {
    expect((await readCopy(await copyOf(await opened(), listed))).papers).toEqual([])
  })

  test('that is another ZIP, or a damaged one, is refused', async () => {
    await expect(readCopy(zip({ 'readme.txt': strToU8('hello') }))).rejects.toThrow(NotOursError)
    const whole = new Uint8Array(await (await copyOf(await opened())).arrayBuffer())
    await expect(readCopy(new Blob([whole.slice(0, whole.length / 2)]))).rejects.toThrow(NotOursError)
    await expect(readCopy(zip({ 'casebook.json': strToU8('{') }))).rejects.toThrow(NotOursError)
  })

  test('and a JSON file are told apart by their first bytes', async () => {
    expect(await readCopy(new Blob(['{"edits": []}']))).toEqual({ text: '{"edits": []}', papers: [] })
  })
})
