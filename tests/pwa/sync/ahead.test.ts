import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Answer } from '$src/core/exchange'
import { PAGES_AHEAD, TELL_OF_PAGES_EVERY_MS } from '$src/core/limits'
import { Ahead, type Asking } from '$src/sync/ahead'
import type { Sending } from '$src/sync/request'
import { recordId } from '../core/edits'
import { change, Clock, edits } from '../database/stores'
import { phoneOf } from './phones'
import { lostRequest, Server, type Fault } from './server'

describe('C4 and C8 a page that is asked for while the one before it is stored', () => {
  const filled = async () => {
    const clock = new Clock()
    const server = new Server(clock.now)
    const first = await phoneOf(server, { clock })
    await first.store.save(Array.from({ length: 1_100 }, (_, day) => change({ mood: day % 11 }, recordId(100 + day))))
    await first.client.now()
    return { server, second: await phoneOf(server) }
  }

  test('is still one request at a time', async () => {
    const { server, second } = await filled()
    await second.client.now()
    expect(await edits(second.store)).toHaveLength(1_100)
    expect(server.mostInFlight).toBe(1)
  })

  test('is asked for again when there was no room for the one before it', async () => {
    const { server, second } = await filled()
    await second.store.device()
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
    })
    onTestFinished(() => put.mockRestore())
    await second.client.now()
    expect(second.client.state.problem).toBe('full')
    put.mockRestore()
    server.requests = []
    await second.client.now()
    expect(await edits(second.store)).toHaveLength(1_100)
    expect((await second.store.device()).place).toMatchObject({ cursor: 1_100, digest: server.digest() })
    expect(server.requests.map(({ cursor }) => cursor)).toEqual([0, 500, 1_000])
  })

  test('is not asked for when too many wait to be stored', async () => {
    const posted: number[] = []
    const page = (cursor: number): Answer => ({
      reset: false, epoch: 'e', serverTime: '', acknowledged: [], rejected: [], edits: [], cursor, more: true, check: null,
    })
    const asking = (sending: Sending): Asking => ({ sending, outcome: { answer: page(sending.cursor + 500) }, askedAt: 0, answeredAt: 0 })
    const ahead = new Ahead(async (sending) => {
      posted.push(sending.cursor)
      return Promise.resolve(asking(sending))
    })
    ahead.follow(asking({ epoch: null, cursor: 0, device: 'd', account: 'a', edits: [] }))
    await vi.waitFor(() => expect(posted).toHaveLength(PAGES_AHEAD))
    await ahead.next()
    await vi.waitFor(() => expect(posted).toHaveLength(PAGES_AHEAD + 1))
    await ahead.forget()
    expect(ahead.next()).toBeUndefined()
  })

  test('is told to the screens with the last one, not each by itself', async () => {
    const { second } = await filled()
    const shownAt: number[] = []
    second.store.subscribe(() => void second.store.device().then(({ place }) => shownAt.push(place.cursor)))
    await second.client.now()
    await vi.waitFor(() => expect(shownAt).toEqual([1_100]))
  })

  test('is told to the screens, too, when the next one does not come', async () => {
    const { server, second } = await filled()
    server.faults = [(carryOut) => carryOut(), lostRequest]
    const told = vi.fn()
    second.store.subscribe(told)
    await second.client.now()
    expect(told).toHaveBeenCalledTimes(1)
    expect((await second.store.device()).place.cursor).toBe(500)
  })

  test('is told to the screens while more come for long', async () => {
    const { server, second } = await filled()
    const slow: Fault = (carryOut) => {
      second.clock.ms += TELL_OF_PAGES_EVERY_MS
      return carryOut()
    }
    server.faults = [slow, slow, slow]
    const told = vi.fn()
    second.store.subscribe(told)
    await second.client.now()
    expect(told.mock.calls.length).toBeGreaterThan(1)
  })

  test('I13 starts anew when the server was restored between the two', async () => {
    const { server, second } = await filled()
    const restored: Fault = (carryOut) => {
      server.epoch = 'epoch-2'
      return carryOut()
    }
    server.faults = [(carryOut) => carryOut(), restored]
    await second.client.now()
    expect(await edits(second.store)).toHaveLength(1_100)
    expect((await second.store.device()).place).toMatchObject({ epoch: 'epoch-2', cursor: 1_100, digest: server.digest() })
  })
})
