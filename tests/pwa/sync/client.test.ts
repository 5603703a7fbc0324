import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { attachment, keepFetched } from '$src/database/attachments'
import { recordId } from '../core/edits'
import { change, Clock, edits, freshName, shown } from '../database/stores'
import { phoneOf } from './phones'
import { lostAnswer, lostRequest, portal, problem, Server, type Fault } from './server'

const RECORD = recordId(10)
const OTHER = recordId(11)

const meet = async () => {
  const clock = new Clock()
  const server = new Server(clock.now)
  return { server, ...(await phoneOf(server, { clock })) }
}

describe('two phones of one patient', () => {
  test('I1 show the same after both met the server', async () => {
    const server = new Server(new Clock().now)
    const [one, two] = [await phoneOf(server), await phoneOf(server)]
    await one.store.save([change({ mood: 6, notes: 'slept well' })])
    await two.store.save([change({ mood: 4 }, OTHER)])
    for (const phone of [one, two, one]) await phone.client.now()
    await two.store.save([change({ mood: 7 })])
    for (const phone of [two, one]) await phone.client.now()
    for (const { store } of [one, two]) {
      expect(await shown(store)).toEqual({ mood: 7, notes: 'slept well' })
      expect(await shown(store, OTHER)).toEqual({ mood: 4 })
    }
    expect(server.log).toHaveLength(3)
  })

  test('I15 lose the photos of an entry that one of them erased for good', async () => {
    const { server, ...one } = await meet()
    const two = await phoneOf(server, { clock: one.clock })
    const [gone, kept] = ['a'.repeat(64), 'b'.repeat(64)]
    await one.store.save([change({ attachments: [gone, kept] }), change({ attachments: [kept] }, OTHER)])
    for (const { store } of [one, two]) {
      for (const hash of [gone, kept]) await keepFetched(store, hash, 'image/jpeg', new Uint8Array([1, 2, 3]).buffer)
    }
    for (const { client } of [one, two]) await client.now()
    one.clock.ms += 3_600_000
    await one.store.save([change({ erased: true })])
    for (const { client } of [one, two]) await client.now()
    for (const { store } of [one, two]) {
      expect(await attachment(store, gone)).toBeUndefined()
      expect(await attachment(store, kept)).toBeDefined()
    }
  })

  test('fill a new phone page by page', async () => {
    const { server, store, client } = await meet()
    await store.save(Array.from({ length: 1_100 }, (_, day) => change({ mood: day % 11 }, recordId(100 + day))))
    await client.now()
    const second = await phoneOf(server)
    await second.client.now()
    expect(await edits(second.store)).toHaveLength(1_100)
    expect((await second.store.device()).place).toMatchObject({ cursor: 1_100, count: 1_100, digest: server.digest() })
    expect(server.requests.filter(({ edits }) => edits.length === 0).map(({ cursor }) => cursor)).toEqual([0, 500, 1_000])
  })
})

describe('C4 and I4 answers that are lost or late', () => {
  test('a lost request or answer costs nothing but time, and no edit goes in twice', async () => {
    const { server, store, client } = await meet()
    await store.save([change({ mood: 6 })])
    server.faults = [lostRequest, lostAnswer]
    for (const _ of [1, 2, 3]) await client.now()
    expect(server.log).toHaveLength(1)
    expect((await edits(store))[0]!.seq).toBe(1)
    expect(client.state).toMatchObject({ phase: 'saved', unsent: 0 })
  })

  test('an answer that comes after the phone was turned off is not taken in', async () => {
    const { server, store, client } = await meet()
    server.faults = [
      (carryOut) => {
        client.stop()
        return carryOut()
      },
    ]
    await store.save([change({ mood: 6 })])
    await client.now()
    expect((await edits(store))[0]!.seq).toBeNull()
  })
})

describe('C5 a restored server', () => {
  test('I13 has everything back after the next meeting', async () => {
    const { server, store, client } = await meet()
    await store.save([change({ mood: 6 })])
    await client.now()
    const backup = server.backup()
    await store.save([change({ pain: 2 })])
    await client.now()
    server.restore(backup, 'epoch-2')
    await client.now()
    expect(server.log.map(({ set }) => set)).toEqual([{ mood: 6 }, { pain: 2 }])
    expect(client.state).toMatchObject({ phase: 'saved', problem: null })
  })

  test('I13 has everything back after a restore nobody told about', async () => {
    const { server, store, client } = await meet()
    for (const mood of [4, 5]) {
      await store.save([change({ mood })])
      await client.now()
    }
    server.restore([])
    await client.now()
    expect(server.log).toHaveLength(2)
    expect((await store.device()).place).toMatchObject({ count: 2, digest: server.digest() })
  })
})

describe('C6 a log that disagrees', () => {
  test('I17 heals once by itself, and the second time within the hour is shown', async () => {
    const { server, store, client, clock } = await meet()
    await store.save([change({ mood: 6 })])
    await client.now()
    clock.ms += 8 * 86_400_000
    await store.connection.write(['edits'], async (writing) => writing.objectStore('edits').clear())
    await store.save([change({ pain: 1 }, OTHER)])
    await client.now()
    expect(await edits(store)).toHaveLength(2)
    expect(client.state.problem).toBeNull()
    server.log[0]!.stamp = server.log[0]!.stamp.replace('-0000-', '-0001-')
    await store.save([change({ pain: 2 }, OTHER)])
    await client.now()
    expect(client.state.problem).toBe('disagrees')
    expect(await edits(store)).toHaveLength(3)
  })

  test('goes on at once from the beginning, so that it never says saved with entries missing', async () => {
    const { store, client, clock, server } = await meet()
    await store.save([change({ mood: 6 })])
    await client.now()
    clock.ms += 8 * 86_400_000
    await store.connection.write(['edits', 'records'], async (writing) => {
      await writing.objectStore('edits').clear()
      await writing.objectStore('records').clear()
    })
    await client.now()
    expect((await store.device()).place).toMatchObject({ cursor: 1, digest: server.digest() })
    expect(await edits(store)).toHaveLength(1)
  })
})

describe('C7 a phone whose clock is wrong', () => {
  test('stamps by the time of the server after the first answer', async () => {
    const server = new Server(new Clock().now)
    const clock = new Clock()
    clock.ms += 86_400_000
    const { store, client } = await phoneOf(server, { clock })
    await client.now()
    await store.save([change({ mood: 6 })])
    expect((await edits(store))[0]!.stamp.slice(0, 24)).toBe('2026-11-23T09:00:00.000Z')
  })

  test('learns nothing from an answer that took half a minute', async () => {
    const { server, store, client, clock } = await meet()
    server.faults = [
      (carryOut) => {
        const answer = carryOut()
        clock.ms += 30_000
        return answer
      },
    ]
    await client.now()
    expect((await store.device()).offsetMs).toBe(0)
  })
})

describe('C9 every edit is kept', () => {
  const faults: [string, Fault, string][] = [
    ['without network', lostRequest, 'offline'],
    ['after the session expired', () => problem(401), 'signed_out'],
    ['when there were too many requests', () => problem(429), 'server'],
    ['when the server fails', () => problem(500), 'server'],
    ['in a captive portal', () => portal(), 'offline'],
    ['on an app too old', () => problem(426), 'outdated'],
  ]

  test.each(faults)('%s, and goes up once that is over', async (_, fault, trouble) => {
    const { server, store, client } = await meet()
    await store.save([change({ mood: 6 })])
    server.faults = [fault]
    await client.now()
    expect(client.state).toMatchObject({ unsent: 1, attention: 0, problem: trouble })
    await client.now()
    expect(server.log).toHaveLength(1)
    expect(client.state).toMatchObject({ phase: 'saved', unsent: 0, problem: null })
  })

  test('and the phone says so when it has no room for the answer', async () => {
    const { server, store, client } = await meet()
    await store.save([change({ mood: 6 })])
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
    })
    onTestFinished(() => put.mockRestore())
    await client.now()
    expect(client.state).toMatchObject({ problem: 'full', unsent: 1 })
    put.mockRestore()
    await client.now()
    expect(server.log).toHaveLength(1)
    expect(client.state).toMatchObject({ phase: 'saved', problem: null })
  })

  test('while a batch that is too large is halved until it fits', async () => {
    const { server, store } = await meet()
    await store.save(Array.from({ length: 8 }, (_, mood) => change({ mood }, recordId(20 + mood))))
    const honest = server.fetch
    const sizes: number[] = []
    const narrow = await phoneOf(server, {
      name: store.name,
      fetch: async (address, init) => {
        const { edits: sent } = JSON.parse(init!.body as string) as { edits: unknown[] }
        sizes.push(sent.length)
        return sent.length > 2 ? problem(413) : honest(address, init)
      },
    })
    await narrow.client.now()
    expect(sizes.slice(0, 3)).toEqual([8, 4, 2])
    expect(server.log).toHaveLength(8)
    expect(narrow.client.state).toMatchObject({ phase: 'saved', attention: 0 })
  })

  test('while one that the server can never take needs attention, and the others go up', async () => {
    const { server, store, client } = await meet()
    await store.save([change({ mood: 1 }), change({ mood: 2 }, OTHER), change({ mood: 3 }, recordId(12))])
    const failing: Fault = (carryOut) => {
      const breaks = server.requests.at(-1)!.edits.some(({ set }) => set['mood'] === 2)
      return breaks ? problem(500) : carryOut()
    }
    server.faults = Array<Fault>(30).fill(failing)
    for (let meeting = 0; meeting < 12; meeting += 1) await client.now()
    expect(server.log.map(({ set }) => set['mood']).sort()).toEqual([1, 3])
    expect(client.state).toMatchObject({ phase: 'attention', unsent: 0, attention: 1 })
    expect((await store.needingAttention()).map(({ id }) => id)).toEqual([OTHER])
    expect(await shown(store, OTHER)).toEqual({ mood: 2 })
  })

  test('while a server that is down for long is blamed on no entry', async () => {
    const { server, store, client } = await meet()
    await store.save([change({ mood: 1 }), change({ mood: 2 }, OTHER)])
    server.faults = Array<Fault>(40).fill(() => problem(502))
    for (let meeting = 0; meeting < 20; meeting += 1) await client.now()
    expect(client.state).toMatchObject({ unsent: 2, attention: 0, problem: 'server' })
    server.faults = []
    await client.now()
    expect(server.log).toHaveLength(2)
  })

  test('and an erasure that fails alone never needs attention', async () => {
    const { server, store, client } = await meet()
    await store.save([change({ erased: true })])
    server.faults = Array<Fault>(9).fill(() => problem(500))
    for (let meeting = 0; meeting < 9; meeting += 1) await client.now()
    expect(client.state).toMatchObject({ unsent: 1, attention: 0 })
    await client.now()
    expect(server.log).toHaveLength(1)
  })

  test('a rejected edit blocks nothing, and goes up once it is put right', async () => {
    const { server, store, client } = await meet()
    server.refusal = ({ set }) => (set['dose_mg'] === 99_999 ? { field: 'dose_mg', code: 'x', message: 'at most 2000' } : null)
    await store.save([change({ dose_mg: 99_999 }), change({ mood: 3 }, OTHER)])
    await client.now()
    expect(client.state).toMatchObject({ phase: 'attention', unsent: 0, attention: 1 })
    const asked = server.requests.length
    await client.now()
    expect(server.requests.slice(asked).flatMap(({ edits }) => edits)).toEqual([])
    await store.save([change({ dose_mg: 42 })])
    await client.now()
    expect(client.state).toMatchObject({ phase: 'saved', attention: 0 })
    expect(await shown(store)).toEqual({ dose_mg: 42 })
  })
})

describe('C10 the sync line', () => {
  test('says since when how much is only on this phone', async () => {
    const { server, store, client, clock } = await meet()
    server.faults = [lostRequest]
    await store.save([change({ mood: 6 })])
    clock.ms += 3_600_000
    await store.save([change({ mood: 7 })])
    await client.now()
    expect(client.state).toMatchObject({ phase: 'waiting', unsent: 2, oldestUnsentAt: '2026-11-23T09:00:00.000Z' })
  })

  test('says when all was last on the server', async () => {
    const { client, clock } = await meet()
    await client.now()
    expect(client.state).toMatchObject({ phase: 'saved', syncedAt: '2026-11-23T09:00:00.000Z', oldestUnsentAt: null })
    clock.ms += 60_000
    await client.now()
    expect(client.state.syncedAt).toBe('2026-11-23T09:01:00.000Z')
  })

  test('never says that all is saved before the server has answered', async () => {
    const { server, store, client, states } = await meet()
    server.faults = [lostAnswer]
    await store.save([change({ mood: 6 })])
    await client.now()
    expect(states.map(({ phase }) => phase)).not.toContain('saved')
    await client.now()
    expect(states.at(-1)!.phase).toBe('saved')
  })

  test('says that entries without an account are on this phone alone', async () => {
    const server = new Server(new Clock().now)
    const { store, client } = await phoneOf(server, { account: null })
    await store.save([change({ mood: 6 })])
    await client.now()
    expect(client.state).toMatchObject({ phase: 'local', unsent: 1 })
  })
})

describe('C13 one account', () => {
  test('nothing of a phone without an account is ever sent', async () => {
    const server = new Server(new Clock().now)
    const { store, client } = await phoneOf(server, { account: null })
    await store.save([change({ mood: 6 })])
    await client.now()
    expect(server.requests).toEqual([])
  })

  test('the request names it, and a session of another stores nothing', async () => {
    const { server, store, client } = await meet()
    await store.save([change({ mood: 6 })])
    await client.now()
    expect(server.requests[0]!.account).toBe(server.account)
    const other = await phoneOf(server, { account: '0193c000-0000-7000-8000-000000000002', name: freshName() })
    await other.store.save([change({ mood: 1 }, OTHER)])
    await other.client.now()
    expect(server.log.map(({ record }) => record)).toEqual([RECORD])
    expect(other.client.state).toMatchObject({ unsent: 1, problem: 'signed_out' })
    expect(await edits(other.store)).toHaveLength(1)
  })
})
