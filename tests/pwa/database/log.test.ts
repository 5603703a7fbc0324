import { describe, expect, test } from 'vitest'
import { parseAnswer, START, type Answer } from '$src/core/exchange'
import { lookThrough, take } from '$src/database/inbox'
import { exportStore, importStore } from '$src/database/portable'
import { copyEdits } from '$src/database/stores'
import { openStore, type Store } from '$src/database/store'
import { editId, recordId, stampAt } from '../core/edits'
import { Line } from './line'
import { change, edits, opened, shown } from './stores'

/** A new phone of an old account: what large pages bring stands many to a row, and nobody can tell. */

const YEARS = 260
const PAGE = 130
// Made in the first page, and changed by another device in the second.
const CHANGED = recordId(1_036)
const FIRST = recordId(1_000)
const HOUR = 3_600_000

/** A phone that has its years of entries: in pages that are large, or by way of small ones. */
async function synced(page = PAGE): Promise<Line> {
  const line = await Line.open()
  line.years(YEARS)
  await goOn(line, page)
  return line
}

async function goOn(line: Line, page = PAGE): Promise<void> {
  while ((await line.place()).cursor < line.server.log.length) await line.exchange(page)
}

/** How many rows hold the edits: those of one edit, and those of many. */
function rows({ connection }: Store): Promise<[number, number]> {
  return connection.read((database) => Promise.all([database.count('edits'), database.count('bundles')]))
}

/** All that stands on the disk, as text. */
function disk({ connection }: Store): Promise<string> {
  return connection.read(async (database) =>
    JSON.stringify(await Promise.all([database.getAll('edits'), database.getAll('bundles'), database.getAll('records')])),
  )
}

async function exported(store: Store): Promise<unknown> {
  return (JSON.parse(await (await exportStore(store)).text()) as { edits: unknown }).edits
}

/** The phone has the log of the server, each edit once. */
async function hasAll({ store, server }: Line): Promise<void> {
  expect((await edits(store)).map(({ id, seq }) => [id, seq]).sort()).toEqual(server.log.map(({ id, seq }) => [id, seq]).sort())
  expect((await store.device()).place).toMatchObject({ count: server.log.length, digest: server.digest() })
}

describe('years of entries on a new phone', () => {
  test('stand in few rows, and none of them waits', async () => {
    const line = await synced()
    await hasAll(line)
    expect(await rows(line.store)).toEqual([0, 6])
    expect(await line.store.waiting()).toMatchObject({ unsent: 0, attention: 0 })
    expect(await line.store.isEmpty()).toBe(false)
  })

  test('are what they would be in rows of their own: entries, histories and the copy in a file', async () => {
    const [large, small] = [await synced(), await synced(50)]
    expect(await rows(small.store)).toEqual([YEARS, 0])
    expect(await edits(large.store)).toEqual(await edits(small.store))
    expect(await exported(large.store)).toEqual(await exported(small.store))
    expect(await large.store.all('check_in')).toEqual(await small.store.all('check_in'))
    for (const record of [CHANGED, FIRST]) expect(await large.store.history(record)).toEqual(await small.store.history(record))
  })

  test('go on after a crash between two pages', async () => {
    const line = await Line.open()
    line.years(YEARS)
    await line.exchange(PAGE)
    const { asked, answer } = await line.ask(PAGE)
    const broken = { ...(answer as Answer), edits: [...(answer as Answer).edits] }
    broken.edits[PAGE - 1] = { ...broken.edits[PAGE - 1]!, set: { mood: (() => 4) as never } }
    await expect(take(line.store, asked, broken, null)).rejects.toThrow()
    expect(await line.place()).toMatchObject({ cursor: PAGE, count: PAGE })
    expect(await edits(line.store)).toHaveLength(PAGE)
    const again = await openStore(line.store.name, line.clock)
    await take(again, asked, answer, null)
    again.close()
    await hasAll(line)
  })

  test('take an entry’s change that is made here while pages still arrive', async () => {
    const line = await Line.open()
    line.years(YEARS)
    const page = await line.ask(PAGE)
    await take(line.store, page.asked, page.answer, null)
    const next = await line.ask(PAGE)
    await line.store.save([change({ mood: 0, pain: 3 }, CHANGED), change({ mood: 8 }, recordId(1))])
    await take(line.store, next.asked, next.answer, null)
    const sent = { mood: 0, pain: 3, notes: 'note 1136' }
    expect(await shown(line.store, CHANGED)).toEqual(sent)
    expect((await line.store.waiting()).unsent).toBe(2)
    await goOn(line)
    await line.exchange()
    await hasAll(line)
    expect(await shown(line.store, CHANGED)).toEqual(sent)
    const [made, changed, own] = await line.store.history(CHANGED)
    expect([made!.id, changed!.id, own!.set]).toEqual([editId(1_036), editId(1_136), { mood: 0, pain: 3 }])
    expect(await rows(line.store)).toEqual([2, 6])
  })

  test('C7 count for the stamp of what is made next', async () => {
    const line = await Line.open()
    line.years(YEARS)
    line.there(2_000, { mood: 1 }, { stamp: stampAt(290, 'bbbbbbbbbbbbbbbb'), record: FIRST })
    await line.exchange()
    await line.store.save([change({ mood: 2 }, FIRST)])
    expect((await shown(line.store, FIRST))!['mood']).toBe(2)
  })

  test('I4 taken in twice are there once', async () => {
    const line = await Line.open()
    line.years(YEARS)
    const { asked, answer } = await line.ask(PAGE)
    await take(line.store, asked, answer, null)
    await take(line.store, { ...asked, epoch: 'epoch-1' }, answer, null)
    await goOn(line)
    await hasAll(line)
  })

  test('I7 leave no hole when pages come in another order', async () => {
    const line = await Line.open()
    line.years(YEARS)
    await line.exchange(1)
    const asked = { epoch: 'epoch-1', cursor: PAGE }
    await take(line.store, asked, parseAnswer(line.server.answer(asked))!, null)
    expect((await line.place()).cursor).toBe(1)
    await goOn(line)
    await hasAll(line)
  })
})

describe('an erased entry of these years', () => {
  test.each([
    ['here', (line: Line) => line.store.save([change({ erased: true }, CHANGED)])],
    ['on another device', async (line: Line) => line.there(3, { erased: true }, { record: CHANGED })],
  ])('%s has no value left on the disk, and takes none of the others', async (_, erase) => {
    const line = await synced()
    expect(await disk(line.store)).toContain('note 1036')
    await erase(line)
    await line.exchange()
    await hasAll(line)
    const left = await disk(line.store)
    expect([left.includes('note 1036'), left.includes('note 1136')]).toEqual([false, false])
    expect(await shown(line.store, CHANGED)).toEqual({ erased: true })
    expect((await shown(line.store, recordId(1_038)))!['notes']).toBe('note 1038')
  })

  test('in the middle of the pages leaves nothing of what came before and after', async () => {
    const line = await Line.open()
    line.years(YEARS)
    await line.exchange(PAGE)
    const { asked, answer } = await line.ask(PAGE)
    await line.store.save([change({ erased: true }, CHANGED)])
    await take(line.store, asked, answer, null)
    expect(await disk(line.store)).not.toContain('note 1136')
    await line.exchange()
    await hasAll(line)
    expect(await shown(line.store, CHANGED)).toEqual({ erased: true })
  })

  test('that lies beside another one is erased with it', async () => {
    const line = await synced()
    await line.store.save([change({ erased: true }, FIRST), change({ erased: true }, recordId(1_002))])
    expect(await disk(line.store)).not.toMatch(/note 100[02]/)
    await line.exchange()
    await hasAll(line)
  })
})

describe('years of entries in a store', () => {
  test('C5 that starts again are all sent again, and each is there once', async () => {
    const line = await synced()
    line.server.restore(line.server.backup().slice(0, 40), 'epoch-2')
    await line.exchange()
    expect((await line.store.waiting()).unsent).toBe(YEARS)
    expect((await edits(line.store)).every(({ seq }) => seq === null)).toBe(true)
    for (let turn = 0; turn < 4; turn += 1) await line.exchange()
    expect(line.server.log).toHaveLength(YEARS)
    await hasAll(line)
  })

  test('C6 of which some are lost are looked through, and come back', async () => {
    const line = await synced()
    await line.store.connection.write(['bundles'], async (writing) => {
      const [first] = await writing.objectStore('bundles').getAllKeys()
      await writing.objectStore('bundles').delete(first!)
    })
    line.clock.ms += 7 * 24 * HOUR
    await lookThrough(line.store)
    expect((await line.place()).count).toBe(YEARS - 50)
    expect(await line.exchange()).toMatchObject({ used: true, again: true })
    expect(await line.place()).toEqual({ ...START, epoch: 'epoch-1' })
    for (let turn = 0; turn < 4; turn += 1) await line.exchange()
    await hasAll(line)
  })

  test('added from a file, or moved to an account that has them, are there once', async () => {
    const [one, other] = [await synced(), await synced()]
    const text = await (await exportStore(one.store)).text()
    expect(await importStore(other.store, text)).toEqual({ added: 0, known: YEARS, unreadable: 0 })
    await copyEdits(one.store, other.store)
    await hasAll(other)
    const empty = await opened()
    await copyEdits(one.store, empty)
    expect(await exported(empty)).toEqual(await exported(one.store))
    expect((await empty.waiting()).unsent).toBe(YEARS)
  })
})
