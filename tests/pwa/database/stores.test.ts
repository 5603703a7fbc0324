import { describe, expect, test } from 'vitest'
import { copyEdits, removeStore } from '$src/database/stores'
import { take } from '$src/database/inbox'
import { outbox } from '$src/database/outbox'
import { parseAnswer } from '$src/core/exchange'
import { recordId } from '../core/edits'
import { Server } from '../sync/server'
import { change, Clock, edits, opened, RECORD, shown } from './stores'

describe('C13 entries that go up with a new account', () => {
  test('keep their ids, stamps and values, and wait to be sent', async () => {
    const [from, to] = [await opened(), await opened()]
    await from.save([change({ mood: 6 }), change({ mood: 2 }, recordId(11))])
    await from.save([change({ deleted: true }, recordId(11))])
    await copyEdits(from, to)
    expect(await edits(to)).toEqual(await edits(from))
    expect(await outbox(to, 10)).toHaveLength(3)
    expect(await shown(to)).toEqual({ mood: 6 })
    expect(await to.trash()).toHaveLength(1)
  })

  test('copied twice are there once', async () => {
    const [from, to] = [await opened(), await opened()]
    await from.save([change({ mood: 6 })])
    await copyEdits(from, to)
    await copyEdits(from, to)
    expect(await edits(to)).toHaveLength(1)
  })

  test('copied again after they were sent stay sent', async () => {
    const clock = new Clock()
    const [from, to] = [await opened({ clock }), await opened({ clock })]
    await from.save([change({ mood: 6 })])
    await copyEdits(from, to)
    const waiting = await outbox(to, 10)
    const answer = parseAnswer(new Server(clock.now).answer({ epoch: null, cursor: 0, edits: waiting }))!
    await take(to, { epoch: null, cursor: 0 }, answer, null)
    await copyEdits(from, to)
    expect((await edits(to)).map(({ seq }) => seq)).toEqual([1])
  })

  test('are unsent, whatever another server knew of them', async () => {
    const clock = new Clock()
    const [from, to] = [await opened({ clock }), await opened({ clock })]
    await from.save([change({ mood: 6 })])
    const answer = parseAnswer(new Server(clock.now).answer({ epoch: null, cursor: 0, edits: await outbox(from, 10) }))!
    await take(from, { epoch: null, cursor: 0 }, answer, null)
    await copyEdits(from, to)
    expect((await edits(from)).map(({ seq }) => seq)).toEqual([1])
    expect(await outbox(to, 10)).toHaveLength(1)
  })

  test('fold with what the account has of the same record', async () => {
    const clock = new Clock()
    const [from, to] = [await opened({ clock }), await opened({ clock })]
    await from.save([change({ mood: 6, pain: 1 })])
    clock.ms += 1_000
    await to.save([change({ mood: 7 })])
    await copyEdits(from, to)
    expect(await shown(to)).toEqual({ mood: 7, pain: 1 })
  })

  test('leave the store they come from as it was', async () => {
    const [from, to] = [await opened(), await opened()]
    await from.save([change({ mood: 6 })])
    const before = await edits(from)
    await copyEdits(from, to)
    expect(await edits(from)).toEqual(before)
  })
})

test('C13 a removed store has nothing left in it', async () => {
  const store = await opened()
  await store.save([change({ mood: 6 })])
  await removeStore(store)
  const again = await opened({ name: store.name })
  expect(await again.isEmpty()).toBe(true)
  expect(await again.get(RECORD)).toBeUndefined()
})
