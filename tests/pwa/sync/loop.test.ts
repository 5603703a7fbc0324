import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { recordId } from '../core/edits'
import { change, Clock, edits, freshName } from '../database/stores'
import { newBrowser, settled, until, type Browser } from './browser'
import { phoneOf, type TestPhone } from './phones'
import { lostRequest, problem, Server, type Fault } from './server'

/** C8: when the loop runs, how often, and that there is only one. Time stands still but where a test lets it pass. */

const SECOND = 1_000
const MINUTE = 60_000

let browser: Browser
let clock: Clock
let server: Server

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  browser = newBrowser()
  clock = new Clock()
  server = new Server(clock.now)
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** Lets time pass in steps short enough that what a timer starts is done before the next one is due. */
async function passes(ms: number): Promise<void> {
  const step = ms > 10 * SECOND ? SECOND : 100
  for (let passed = 0; passed < ms; passed += step) {
    clock.ms += step
    vi.advanceTimersByTime(step)
    await settled(40)
  }
}

const requests = () => server.requests.length

async function started(phone: TestPhone): Promise<void> {
  const before = requests()
  phone.client.start()
  await until(() => requests() > before)
  await settled()
}

/** Time until the next request, in ms, to a second. */
async function pauseOf(most: number): Promise<number> {
  const before = requests()
  const from = clock.ms
  while (requests() === before && clock.ms - from < most) await passes(SECOND)
  return clock.ms - from
}

describe('C8 the loop runs', () => {
  test('at the start', async () => {
    const phone = await phoneOf(server, { clock })
    await phone.store.save([change({ mood: 6 })])
    await started(phone)
    expect(server.log).toHaveLength(1)
  })

  test('a second after a write, with all that was written meanwhile', async () => {
    const phone = await phoneOf(server, { clock })
    await started(phone)
    await phone.store.save([change({ mood: 6 })])
    await passes(0.5 * SECOND)
    await phone.store.save([change({ pain: 2 })])
    await passes(0.9 * SECOND)
    expect(requests()).toBe(1)
    await passes(0.2 * SECOND)
    expect(requests()).toBe(2)
    expect(server.log).toHaveLength(2)
  })

  test('every minute', async () => {
    await started(await phoneOf(server, { clock }))
    await passes(59 * SECOND)
    expect(requests()).toBe(1)
    await passes(2 * SECOND)
    expect(requests()).toBe(2)
    await passes(MINUTE)
    expect(requests()).toBe(3)
  })

  test('when the network is back', async () => {
    await started(await phoneOf(server, { clock }))
    browser.window.dispatchEvent(new Event('online'))
    await until(() => requests() === 2)
  })

  test('when the patient turns to the app, not when turning away', async () => {
    await started(await phoneOf(server, { clock }))
    browser.document.turn('hidden')
    await settled()
    expect(requests()).toBe(1)
    browser.document.turn('visible')
    await until(() => requests() === 2)
  })

  test('no more once it is stopped', async () => {
    const phone = await phoneOf(server, { clock })
    await started(phone)
    phone.client.stop()
    await phone.store.save([change({ mood: 6 })])
    browser.window.dispatchEvent(new Event('online'))
    await passes(2 * MINUTE)
    expect(requests()).toBe(1)
  })
})

describe('C8 there is one', () => {
  /** Holds an answer back until it is let go. */
  const held = () => {
    let letGo: () => void = () => undefined
    const gate = new Promise<void>((resolve) => (letGo = resolve))
    const fault: Fault = async (carryOut) => {
      await gate
      return carryOut()
    }
    return { fault, letGo }
  }

  test('request at a time, however many triggers come', async () => {
    const phone = await phoneOf(server, { clock })
    const { fault, letGo } = held()
    server.faults = [fault]
    phone.client.start()
    await until(() => server.inFlight === 1)
    for (let trigger = 0; trigger < 5; trigger += 1) browser.window.dispatchEvent(new Event('online'))
    await settled()
    expect(requests()).toBe(1)
    letGo()
    await settled()
    expect(server.mostInFlight).toBe(1)
  })

  test('tab at a time: the other leaves the work to it', async () => {
    const name = freshName()
    const [one, two] = [await phoneOf(server, { clock, name }), await phoneOf(server, { clock, name })]
    const { fault, letGo } = held()
    server.faults = [fault]
    const round = one.client.now()
    await until(() => server.inFlight === 1)
    await two.client.now()
    expect(requests()).toBe(1)
    letGo()
    await round
  })

  test('I19 log of two tabs: no edit is sent as two', async () => {
    const name = freshName()
    const tabs = [await phoneOf(server, { clock, name }), await phoneOf(server, { clock, name })]
    for (const [number, { store }] of tabs.entries()) await store.save([change({ mood: number }, recordId(20 + number))])
    await Promise.all(tabs.map(({ client }) => client.now()))
    await Promise.all(tabs.map(({ client }) => client.now()))
    expect(server.mostInFlight).toBe(1)
    expect(server.log).toHaveLength(2)
    expect(new Set(server.log.map(({ stamp }) => stamp.slice(30))).size).toBe(1)
  })

  test('I19 tab that goes on when the other was closed in the middle', async () => {
    const name = freshName()
    const [one, two] = [await phoneOf(server, { clock, name }), await phoneOf(server, { clock, name })]
    await one.store.save([change({ mood: 6 })])
    const { fault, letGo } = held()
    server.faults = [fault]
    const round = one.client.now()
    await until(() => server.inFlight === 1)
    one.client.stop()
    letGo()
    await round
    await two.client.now()
    expect(server.log).toHaveLength(1)
    expect((await edits(two.store))[0]!.seq).toBe(1)
  })

  test('entry written while a request is under way goes up a second later, not a minute', async () => {
    const phone = await phoneOf(server, { clock })
    await started(phone)
    const { fault, letGo } = held()
    server.faults = [fault]
    browser.window.dispatchEvent(new Event('online'))
    await until(() => server.inFlight === 1)
    await phone.store.save([change({ mood: 6 })])
    letGo()
    await settled()
    await passes(2 * SECOND)
    expect(server.log).toHaveLength(1)
  })

  test('entry written while a request fails is tried a second later', async () => {
    const phone = await phoneOf(server, { clock })
    await started(phone)
    const { fault, letGo } = held()
    server.faults = [async (carryOut) => (await fault(carryOut), lostRequest(carryOut))]
    browser.window.dispatchEvent(new Event('online'))
    await until(() => server.inFlight === 1)
    await phone.store.save([change({ mood: 6 })])
    letGo()
    await settled()
    await passes(1.5 * SECOND)
    expect(server.log).toHaveLength(1)
  })

  test('request a minute or so from two tabs that have nothing to say', async () => {
    const name = freshName()
    const tabs = [await phoneOf(server, { clock, name }), await phoneOf(server, { clock, name })]
    for (const { client } of tabs) client.start()
    await until(() => requests() >= 1)
    await settled()
    const before = requests()
    await passes(MINUTE)
    expect(requests() - before).toBeLessThanOrEqual(4)
  })
})

describe('C8 what is sent', () => {
  test('goes in the order of the stamps, at most 200 edits at a time', async () => {
    const phone = await phoneOf(server, { clock })
    await phone.store.save(Array.from({ length: 450 }, (_, day) => change({ mood: day % 11 }, recordId(100 + day))))
    await phone.client.now()
    const sent = server.requests.map(({ edits }) => edits)
    expect(Math.max(...sent.map((batch) => batch.length))).toBeLessThanOrEqual(200)
    const stamps = sent.flat().map(({ stamp }) => stamp)
    expect(stamps).toHaveLength(450)
    expect([...stamps].sort()).toEqual(stamps)
  })

  test('stays below 1 MB a request, also when a diary is long', async () => {
    const phone = await phoneOf(server, { clock })
    // Four bytes of UTF-8 a sign.
    const notes = '🌿'.repeat(60_000)
    for (let day = 0; day < 9; day += 1) await phone.store.save([change({ notes }, recordId(20 + day))])
    await phone.client.now()
    const sizes = server.requests.map((request) => new TextEncoder().encode(JSON.stringify(request)).length)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1_000_000)
    expect(server.log).toHaveLength(9)
  })
})

describe('C8 back-off', () => {
  const failing = (count: number, fault: Fault) => void (server.faults = Array<Fault>(count).fill(fault))

  test('grows with jitter, and never beyond five minutes', async () => {
    const phone = await phoneOf(server, { clock })
    failing(100, lostRequest)
    await started(phone)
    const pauses: number[] = []
    for (let pause = 0; pause < 12; pause += 1) pauses.push(await pauseOf(10 * MINUTE))
    expect(Math.max(...pauses)).toBeLessThanOrEqual(5 * MINUTE + SECOND)
    expect(Math.max(...pauses.slice(0, 2))).toBeLessThan(15 * SECOND)
    expect(Math.min(...pauses.slice(8))).toBeGreaterThan(MINUTE)
    expect(new Set(pauses.slice(8)).size).toBeGreaterThan(1)
  })

  test('begins anew when the network is back', async () => {
    const phone = await phoneOf(server, { clock })
    failing(100, lostRequest)
    await started(phone)
    for (let pause = 0; pause < 8; pause += 1) await pauseOf(10 * MINUTE)
    browser.window.dispatchEvent(new Event('online'))
    await settled()
    expect(await pauseOf(10 * MINUTE)).toBeLessThan(15 * SECOND)
  })

  test('begins anew after a write', async () => {
    const phone = await phoneOf(server, { clock })
    failing(100, lostRequest)
    await started(phone)
    for (let pause = 0; pause < 8; pause += 1) await pauseOf(10 * MINUTE)
    await phone.store.save([change({ mood: 6 })])
    expect(await pauseOf(10 * MINUTE)).toBeLessThanOrEqual(2 * SECOND)
    expect(await pauseOf(10 * MINUTE)).toBeLessThan(15 * SECOND)
  })

  test('is over once the server answers', async () => {
    const phone = await phoneOf(server, { clock })
    failing(3, lostRequest)
    await started(phone)
    for (let pause = 0; pause < 3; pause += 1) await pauseOf(10 * MINUTE)
    expect(phone.client.state.problem).toBeNull()
    expect(await pauseOf(10 * MINUTE)).toBeLessThanOrEqual(61 * SECOND)
  })

  test('leaves the server alone as long as it asked for', async () => {
    const phone = await phoneOf(server, { clock })
    failing(1, () => problem(429, { 'Retry-After': '60' }))
    await started(phone)
    expect(await pauseOf(10 * MINUTE)).toBeGreaterThanOrEqual(MINUTE)
  })
})
