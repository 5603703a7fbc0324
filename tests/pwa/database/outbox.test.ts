import { describe, expect, test } from 'vitest'
import { outbox } from '$src/database/outbox'
import { recordId } from '../core/edits'
import { Line } from './line'
import { change, edits } from './stores'

describe('C8 what waits to be sent', () => {
  test('goes in the order of stamp and id, and without what was refused', async () => {
    const line = await Line.open()
    line.server.refusal = ({ set }) => (set['mood'] === 4711 ? { field: 'mood', code: 'x', message: 'not this' } : null)
    await line.store.save([change({ mood: 4711 })])
    await line.exchange()
    await line.store.save([change({ mood: 1 }), change({ pain: 1 }), change({ mood: 2 }, recordId(11))])
    const waiting = await outbox(line.store, 10)
    expect(waiting.map(({ set }) => ({ ...set }))).toEqual([{ mood: 1 }, { pain: 1 }, { mood: 2 }])
    expect((await outbox(line.store, 2)).map(({ id }) => id)).toEqual(waiting.slice(0, 2).map(({ id }) => id))
  })
})

test('an edit that the server has stands in no outbox, whether it was sent from here or pulled', async () => {
  const line = await Line.open()
  line.there(1, { mood: 3 }, { record: recordId(11) })
  await line.store.save([change({ mood: 6 })])
  const inOutbox = () => line.store.connection.read((database) => database.countFromIndex('edits', 'outbox'))
  expect(await inOutbox()).toBe(1)
  await line.exchange()
  expect(await edits(line.store)).toHaveLength(2)
  expect(await inOutbox()).toBe(0)
})
