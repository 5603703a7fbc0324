import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { change, edits, RECORD, shown } from '../database/stores'
import { Accounts } from './accounts'
import { newBrowser, until, type Browser } from './browser'

/** C13: a store belongs to one account, or to none. */

const ANNA = { id: '0193c000-0000-7000-8000-000000000001', email: 'anna@example.org' }
const BEN = { id: '0193c000-0000-7000-8000-000000000002', email: 'ben@example.org' }

let browser: Browser
let sync: typeof import('$src/sync/phone')

/** The app is started, with what the phone has kept. */
const start = async () => {
  vi.resetModules()
  sync = await import('$src/sync/phone')
}

const close = async () => {
  const { client, store } = await sync.phone()
  client.stop()
  // A round under way ends first: its lock would keep the next test from sending.
  await until(async () => (await navigator.locks.query()).held?.length === 0)
  store.close()
}

beforeEach(async () => {
  browser = newBrowser()
  vi.stubGlobal('indexedDB', new IDBFactory())
  vi.stubGlobal('fetch', new Accounts(Date.now).fetch)
  await start()
})

afterEach(async () => {
  await close()
  vi.unstubAllGlobals()
})

describe('C13 a phone', () => {
  test('begins without an account', async () => {
    const { account, client, store } = await sync.phone()
    expect(account).toBeNull()
    expect(client.account).toBeNull()
    expect(store.name).toBe(sync.storeName(null))
    expect(sync.current()).toBeNull()
  })

  test('stays signed in after a restart, with the same store and device', async () => {
    const before = await sync.use(ANNA)
    await before.store.save([change({ mood: 6 })])
    const { device } = await before.store.device()
    await close()
    await start()
    const after = await sync.phone()
    expect(after.account).toEqual(ANNA)
    expect(after.client.account).toBe(ANNA.id)
    expect(await shown(after.store)).toEqual({ mood: 6 })
    expect((await after.store.device()).device).toBe(device)
  })

  test('has a store and a device id of its own for each account and for none', async () => {
    const names = [null, ANNA, BEN].map((account) => sync.storeName(account))
    expect(new Set(names).size).toBe(3)
    const devices = new Set<string>()
    for (const account of [null, ANNA, BEN]) devices.add((await (await sync.use(account)).store.device()).device)
    expect(devices.size).toBe(3)
  })

  test('I16 shows nothing of one account to another, and has it all when turning back', async () => {
    const { store } = await sync.use(ANNA)
    await store.save([change({ mood: 6 })])
    const other = await sync.use(BEN)
    expect(await other.store.isEmpty()).toBe(true)
    expect(await shown((await sync.use(ANNA)).store)).toEqual({ mood: 6 })
  })

  test('keeps only id and email of an account, no more', async () => {
    await sync.use({ ...ANNA, edits: 7 } as never)
    expect(sync.current()).toEqual(ANNA)
  })

  test.each(['', 'null', '{"id": 5}', '{"email": "a@example.org"}', '[]', 'torn {'])(
    'begins without an account when what it kept of one is no account: %s',
    async (kept) => {
      browser.localStorage.setItem('casebook.account', kept)
      expect(sync.current()).toBeNull()
    },
  )

  test('tells the screens when another account is used, until they no longer ask', async () => {
    const seen: (string | null)[] = []
    const end = sync.subscribe(({ account }) => seen.push(account?.id ?? null))
    await sync.use(ANNA)
    await sync.use(null)
    end()
    await sync.use(BEN)
    expect(seen).toEqual([ANNA.id, null])
  })

  test('is the same for every screen that asks', async () => {
    const first = await sync.phone()
    expect((await sync.phone()) === first).toBe(true)
  })

  test('is the same for two screens that ask at once at the start', async () => {
    const [one, other] = await Promise.all([sync.phone(), sync.phone()])
    expect(one.store === other.store).toBe(true)
  })

  test('no longer sends for the account it turned away from', async () => {
    const fetch = vi.fn(new Accounts(Date.now).fetch)
    vi.stubGlobal('fetch', fetch)
    const { client } = await sync.use(ANNA)
    await client.now()
    await sync.use(BEN)
    const asked = fetch.mock.calls.length
    await client.now()
    const accounts = fetch.mock.calls.slice(asked).map(([, init]) => JSON.parse(init!.body as string).account)
    expect(accounts).not.toContain(ANNA.id)
  })

  test('sends nothing of the entries without an account', async () => {
    const fetch = vi.fn(new Accounts(Date.now).fetch)
    vi.stubGlobal('fetch', fetch)
    const { store, client } = await sync.phone()
    await store.save([change({ mood: 6 }, RECORD)])
    await client.now()
    expect(fetch).not.toHaveBeenCalled()
    expect((await edits(store))[0]!.seq).toBeNull()
  })

  test('that is new asks for what its account has before the screens read, and opens though no answer came', async () => {
    let answer: (response: Response) => void = () => undefined
    const fetch = vi.fn(() => new Promise<Response>((come) => (answer = come)))
    vi.stubGlobal('fetch', fetch)
    const asked: number[] = []
    const end = sync.subscribe(() => asked.push(fetch.mock.calls.length))
    const { store } = await sync.use(ANNA)
    end()
    expect(asked).toEqual([1])
    await store.save([change({ mood: 6 })])
    expect(await shown(store)).toEqual({ mood: 6 })
    answer(new Response('', { status: 503 }))
  })

  test('that is new opens without network, and while another tab asks', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')))
    expect((await sync.use(ANNA)).account).toEqual(ANNA)
    const other = await navigator.locks.request(`${sync.storeName(BEN)}-sync`, () => sync.use(BEN))
    expect(other.account).toEqual(BEN)
  })
})
