import { describe, expect, test } from 'vitest'
import { START, type Answer } from '$src/core/exchange'
import { lookThrough, take } from '$src/database/inbox'
import { outbox } from '$src/database/outbox'
import { DEVICE, edit, editId, recordId, stampAt } from '../core/edits'
import { Line } from './line'
import { change, edits, RECORD, shown } from './stores'

const HOUR = 3_600_000

describe('C3 an answer', () => {
  test('is stored whole: acknowledged and pulled edits, cursor and digest', async () => {
    const line = await Line.open()
    line.there(1, { mood: 3 }, { record: recordId(11) })
    await line.store.save([change({ mood: 6 })])
    expect(await line.exchange()).toMatchObject({ used: true, disagrees: false })
    expect((await edits(line.store)).map(({ seq, rejection }) => [seq, rejection]).sort()).toEqual([[1, null], [2, null]])
    expect(await line.place()).toEqual({ epoch: 'epoch-1', cursor: 2, count: 2, digest: line.server.digest() })
    expect(await shown(line.store, recordId(11))).toEqual({ mood: 3 })
    expect((await line.store.get(RECORD))?.unsent).toBe(false)
  })

  test('that cannot be stored whole is not stored at all', async () => {
    const line = await Line.open()
    await line.store.save([change({ mood: 6 })])
    const { asked, answer } = await line.ask()
    const broken = { ...answer, edits: [{ ...edit(9, { mood: 1 }), seq: 2, id: undefined as never }] } as Answer
    await expect(take(line.store, asked, broken, null)).rejects.toThrow()
    expect(await line.place()).toEqual(START)
    expect((await edits(line.store))[0]!.seq).toBeNull()
  })

  test('gives an edit whose clock ran ahead the stamp of the server', async () => {
    const line = await Line.open()
    line.clock.ms += 24 * HOUR
    await line.store.save([change({ mood: 6 })])
    line.clock.ms -= 24 * HOUR
    await line.exchange()
    const [own] = await edits(line.store)
    expect(own!.stamp).toBe(line.server.log[0]!.stamp)
    expect(own!.stamp.slice(0, 10)).toBe('2026-11-23')
    expect(await line.place()).toMatchObject({ count: 1, digest: line.server.digest() })
  })

  test('takes the rejection from an edit that the server has after all', async () => {
    const line = await Line.open()
    await line.exchange()
    await line.store.save([change({ mood: 6 })])
    const early = await line.ask()
    line.server.log = []
    line.server.refusal = () => ({ field: 'mood', code: 'x', message: 'not this' })
    await line.exchange()
    expect((await line.store.waiting()).attention).toBe(1)
    // Acknowledged, in a page that does not reach to the edit itself.
    await take(line.store, early.asked, { ...(early.answer as Answer), edits: [], cursor: 0, more: true }, null)
    expect((await edits(line.store))[0]).toMatchObject({ seq: 1, rejection: null })
    expect(await line.store.waiting()).toMatchObject({ unsent: 0, attention: 0 })
  })

  test('that rejects an edit with a seq is ignored in that', async () => {
    const line = await Line.open()
    await line.exchange()
    await line.store.save([change({ mood: 6 })])
    const { asked, answer } = await line.ask()
    await take(line.store, asked, answer, null)
    const id = (await edits(line.store))[0]!.id
    const late = { ...(answer as Answer), acknowledged: [], rejected: [{ id, field: null, code: 'x', message: 'no' }] }
    await take(line.store, asked, late, null)
    expect((await edits(line.store))[0]).toMatchObject({ seq: 1, rejection: null })
  })

  test('I4 taken in twice changes nothing the second time', async () => {
    const line = await Line.open()
    line.there(1, { mood: 3 }, { record: recordId(11) })
    await line.store.save([change({ mood: 6 })])
    await line.exchange()
    const again = await line.ask()
    const before = [await edits(line.store), await line.place()]
    await take(line.store, again.asked, again.answer, null)
    await take(line.store, again.asked, again.answer, null)
    expect([await edits(line.store), await line.place()]).toEqual(before)
  })

  test('I12 brings a field this app does not know, and it survives', async () => {
    const line = await Line.open()
    line.there(1, { gratitude: ['the sea'], mood: 3 })
    await line.exchange()
    await line.store.save([change({ mood: 4 })])
    expect(await shown(line.store)).toEqual({ gratitude: ['the sea'], mood: 4 })
  })
})

describe('C3 an erased record', () => {
  test('loses the values of every edit, those not yet sent too', async () => {
    const line = await Line.open()
    await line.store.save([change({ mood: 6, notes: 'nobody should read this' })])
    await line.exchange()
    await line.store.save([change({ notes: 'written offline' })])
    line.there(50, { erased: true })
    await line.exchange()
    expect((await edits(line.store)).map(({ set }) => ({ ...set }))).toEqual(Array(3).fill({ erased: true }))
    expect(await line.store.timeline({ limit: 5 })).toEqual([])
  })

  /** The server went back behind the erasure without a word, and another device went on writing to the record. */
  const restoredBehindTheErasure = async () => {
    const line = await Line.open()
    line.there(1, { mood: 6 })
    const backup = line.server.backup()
    line.there(2, { erased: true })
    await line.exchange()
    line.server.restore(backup)
    line.there(3, { mood: 6 }, { record: recordId(11) })
    line.there(4, { mood: 7 })
    return line
  }

  test('is erased again by an edit of this phone when the server shows values of it', async () => {
    const line = await restoredBehindTheErasure()
    const { asked, answer } = await line.ask()
    await take(line.store, asked, { ...(answer as Answer), check: null }, null)
    const waiting = await outbox(line.store, 10)
    expect(waiting.map(({ record, set }) => [record, { ...set }])).toEqual([[RECORD, { erased: true }]])
    expect(await shown(line.store)).toEqual({ erased: true })
    await line.store.save([change({ mood: 1 }, recordId(12))])
    await take(line.store, { ...asked, cursor: 3 }, { ...(answer as Answer), check: null }, null)
    expect(await outbox(line.store, 10)).toHaveLength(2)
  })

  test('is not erased again for a late answer that shows what it once was', async () => {
    const line = await Line.open()
    await line.exchange()
    line.there(1, { mood: 6 })
    const late = await line.ask()
    await line.exchange()
    await line.store.save([change({ erased: true })])
    await line.exchange()
    await take(line.store, late.asked, late.answer, null)
    expect(await outbox(line.store, 10)).toEqual([])
    expect(await edits(line.store)).toHaveLength(2)
    expect(await shown(line.store)).toEqual({ erased: true })
  })

  test('I15 is erased everywhere in the end', async () => {
    const line = await restoredBehindTheErasure()
    for (const _ of [1, 2, 3]) await line.exchange()
    const left = line.server.log.filter(({ record }) => record === RECORD)
    expect(left.length).toBeGreaterThan(1)
    expect(left.every(({ set }) => set['erased'] === true)).toBe(true)
    expect(await line.place()).toMatchObject({ count: line.server.log.length, digest: line.server.digest() })
  })
})

describe('C4 an answer that comes late', () => {
  test('from before a restore is not used', async () => {
    const line = await Line.open()
    await line.store.save([change({ mood: 6 })])
    await line.exchange()
    line.there(1, { mood: 3 }, { record: recordId(11) })
    const late = await line.ask()
    line.server.restore([], 'epoch-2')
    await line.exchange()
    const before = [await edits(line.store), await line.place()]
    expect((await take(line.store, late.asked, late.answer, null)).used).toBe(false)
    expect([await edits(line.store), await line.place()]).toEqual(before)
  })

  test('and asks to start again, for a restore that another one followed, is not used', async () => {
    const line = await Line.open()
    await line.store.save([change({ mood: 6 })])
    await line.exchange()
    line.server.restore([], 'epoch-2')
    const late = await line.ask()
    line.server.restore([], 'epoch-3')
    for (const _ of [1, 2]) await line.exchange()
    const before = [await edits(line.store), await line.place()]
    expect((await take(line.store, late.asked, late.answer, null)).used).toBe(false)
    expect([await edits(line.store), await line.place()]).toEqual(before)
  })

  test('to the first request of all is not used once the epoch is known', async () => {
    const line = await Line.open()
    const late = await line.ask()
    await line.exchange()
    expect((await take(line.store, late.asked, late.answer, null)).used).toBe(false)
  })

  test('to an earlier cursor brings its edits but does not move the cursor', async () => {
    const line = await Line.open()
    await line.exchange()
    const late = await line.ask()
    line.there(1, { mood: 3 })
    line.there(2, { mood: 4 })
    await line.exchange()
    const before = await line.place()
    await take(line.store, late.asked, late.answer, null)
    expect(await line.place()).toEqual(before)
  })

  test('I7 leaves no hole when pages come in another order', async () => {
    const line = await Line.open()
    for (const number of [1, 2, 3]) line.there(number, { mood: number }, { record: recordId(number) })
    await line.exchange(1)
    const second = await line.ask(1)
    await take(line.store, second.asked, second.answer, null)
    const third = await line.ask(1)
    await take(line.store, second.asked, second.answer, null)
    await take(line.store, third.asked, third.answer, null)
    expect(await line.place()).toMatchObject({ cursor: 3, count: 3, digest: line.server.digest() })
  })
})

describe('C5 a reset', () => {
  test('keeps every edit, forgets every seq, and takes the new epoch', async () => {
    const line = await Line.open()
    await line.store.save([change({ mood: 6 }), change({ mood: 2 }, recordId(11))])
    await line.exchange()
    line.server.restore([], 'epoch-2')
    expect(await line.exchange()).toMatchObject({ used: true, disagrees: false })
    expect(await line.place()).toEqual({ ...START, epoch: 'epoch-2' })
    expect((await line.store.waiting()).unsent).toBe(2)
    expect(await shown(line.store)).toEqual({ mood: 6 })
  })

  test('I13 brings everything back to a server restored from an older backup', async () => {
    const line = await Line.open()
    line.there(1, { mood: 3 }, { record: recordId(11) })
    const backup = line.server.backup()
    for (const mood of [4, 5, 6]) {
      await line.store.save([change({ mood })])
      await line.exchange()
    }
    line.server.restore(backup, 'epoch-2')
    await line.exchange()
    await line.exchange()
    expect(line.server.log).toHaveLength(4)
    expect(await line.place()).toEqual({ epoch: 'epoch-2', cursor: 4, count: 4, digest: line.server.digest() })
  })

  test('does not send a rejected edit again', async () => {
    const line = await Line.open()
    line.server.refusal = () => ({ field: 'mood', code: 'x', message: 'not this' })
    await line.store.save([change({ mood: 4711 })])
    await line.exchange()
    line.server.restore([], 'epoch-2')
    await line.exchange()
    expect(await line.store.waiting()).toMatchObject({ unsent: 0, attention: 1 })
  })
})

describe('C6 count and digest', () => {
  const lineWithOneLost = async () => {
    const line = await Line.open()
    line.there(1, { mood: 3 }, { record: recordId(11) })
    await line.store.save([change({ mood: 6 })])
    await line.exchange()
    await line.loses(editId(1))
    const device = await line.store.device()
    await line.store.connection.write(['device'], async (writing) => {
      await writing.objectStore('device').put({ ...device, recomputedAt: 0 }, 'device')
    })
    return line
  }

  test('that do not match heal without losing anything', async () => {
    const line = await lineWithOneLost()
    expect(await line.exchange()).toMatchObject({ used: true, disagrees: false })
    expect(await line.place()).toEqual({ ...START, epoch: 'epoch-1' })
    await line.exchange()
    expect(await line.place()).toEqual({ epoch: 'epoch-1', cursor: 2, count: 2, digest: line.server.digest() })
    expect(await edits(line.store)).toHaveLength(2)
  })

  test('that do not match a second time within the hour are reported, not healed', async () => {
    const line = await lineWithOneLost()
    await line.exchange()
    await line.exchange()
    line.server.log[0]!.stamp = stampAt(77)
    expect(await line.exchange()).toMatchObject({ used: true, disagrees: true })
    expect((await line.place()).cursor).toBe(2)
    line.clock.ms += HOUR
    expect(await line.exchange()).toMatchObject({ used: true, disagrees: false })
    expect((await line.place()).cursor).toBe(0)
  })

  test('are computed anew from the store once a week', async () => {
    const line = await Line.open()
    line.there(1, { mood: 3 })
    await line.exchange()
    await line.loses(editId(1))
    line.clock.ms += 6 * 24 * HOUR
    await line.exchange()
    expect((await line.place()).cursor).toBe(1)
    line.clock.ms += 24 * HOUR
    await line.exchange()
    expect((await line.place()).cursor).toBe(0)
  })

  test('are computed anew when nobody waits any longer, and the next answer heals a hole that was found', async () => {
    const line = await lineWithOneLost()
    const { asked, answer } = await line.ask()
    expect(await take(line.store, asked, answer, null, true)).toMatchObject({ used: true, again: false })
    await lookThrough(line.store)
    expect((await line.place()).digest).not.toBe(line.server.digest())
    expect(await line.exchange()).toMatchObject({ used: true, disagrees: false, again: true })
    await line.exchange()
    expect(await line.place()).toEqual({ epoch: 'epoch-1', cursor: 2, count: 2, digest: line.server.digest() })
    expect(await edits(line.store)).toHaveLength(2)
  })

  test('are compared whatever is unsent', async () => {
    const line = await lineWithOneLost()
    const { asked, answer } = await line.ask()
    await line.store.save([change({ mood: 9 })])
    await take(line.store, asked, answer, null)
    expect(await line.place()).toEqual({ ...START, epoch: 'epoch-1' })
    expect((await line.store.waiting()).unsent).toBe(2)
  })

  test('are not compared before the last page', async () => {
    const line = await Line.open()
    for (const number of [1, 2, 3]) line.there(number, { mood: number })
    await line.exchange(2)
    expect(await line.place()).toMatchObject({ cursor: 2, count: 2 })
  })
})

describe('C7 the clock', () => {
  test('learns its offset from the answer and keeps it', async () => {
    const line = await Line.open()
    const { asked, answer } = await line.ask()
    await take(line.store, asked, answer, -90_000)
    expect((await line.store.device()).offsetMs).toBe(-90_000)
    const next = await line.ask()
    await take(line.store, next.asked, next.answer, null)
    expect((await line.store.device()).offsetMs).toBe(-90_000)
    await line.store.save([change({ mood: 6 })])
    expect((await edits(line.store))[0]!.stamp.slice(0, 24)).toBe('2026-11-23T08:58:30.000Z')
  })

  test('goes on after the greatest stamp that came from the server', async () => {
    const line = await Line.open()
    line.there(1, { mood: 3 }, { stamp: stampAt(290, DEVICE) })
    await line.exchange()
    await line.store.save([change({ mood: 4 })])
    expect(await shown(line.store)).toEqual({ mood: 4 })
  })
})

describe('C9 a rejection', () => {
  test('keeps the edit with its reason, does not send it again, and blocks nothing', async () => {
    const line = await Line.open()
    line.server.refusal = ({ set }) => ('dose_mg' in set ? { field: 'dose_mg', code: 'x', message: 'at most 2000' } : null)
    await line.store.save([change({ dose_mg: 99_999 }), change({ mood: 5 }, recordId(11))])
    await line.exchange()
    expect(await line.store.waiting()).toMatchObject({ unsent: 0, attention: 1 })
    const { attention } = (await line.store.get(RECORD))!
    expect(attention).toMatchObject([{ field: 'dose_mg', code: 'x', message: 'at most 2000' }])
    expect(await outbox(line.store, 10)).toEqual([])
    expect(line.server.log).toHaveLength(1)
  })

  test('of an id that is taken gives the edit a new id by itself', async () => {
    const line = await Line.open()
    await line.store.save([change({ mood: 6 })])
    const [own] = await edits(line.store)
    line.there(1, { mood: 3 }, { id: own!.id, record: recordId(11) })
    const { asked, answer } = await line.ask()
    await take(line.store, asked, { ...(answer as Answer), edits: [], cursor: 0, check: null }, null)
    const [renamed] = await outbox(line.store, 10)
    expect(renamed).toMatchObject({ record: RECORD, set: { mood: 6 }, rejection: null })
    expect(renamed!.id).not.toBe(own!.id)
    expect(await shown(line.store)).toEqual({ mood: 6 })
  })

  test('of an id that is taken loses neither edit when the page brings the other one', async () => {
    const line = await Line.open()
    await line.store.save([change({ mood: 6 })])
    const [own] = await edits(line.store)
    line.there(1, { mood: 3 }, { id: own!.id, record: recordId(11) })
    await line.exchange()
    await line.exchange()
    expect(await shown(line.store)).toEqual({ mood: 6 })
    expect(await shown(line.store, recordId(11))).toEqual({ mood: 3 })
    expect(line.server.log).toHaveLength(2)
  })
})
