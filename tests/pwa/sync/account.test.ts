import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { edit, recordId } from '../core/edits'
import { change, edits, shown } from '../database/stores'
import { Accounts } from './accounts'
import { newBrowser, until } from './browser'

/** C13: what becomes of the entries of a phone at sign-up, sign-in and sign-out. */

const ANNA = 'anna@example.org'
const PASSWORD = 'correct horse battery'
const VERSION = '2026-11-26'
const THERE = recordId(11)

let accounts: Accounts
let signing: typeof import('$src/sync/account')
let sync: typeof import('$src/sync/phone')

const start = async () => {
  vi.resetModules()
  sync = await import('$src/sync/phone')
  signing = await import('$src/sync/account')
}

const close = async () => {
  const { client, store } = await sync.phone()
  client.stop()
  // A round under way ends first: its lock would keep the next test from sending.
  await until(async () => (await navigator.locks.query()).held?.length === 0)
  store.close()
}

const names = async () => (await indexedDB.databases()).map(({ name }) => name).sort()

/** An entry on this phone, and the edits that it is. */
const enters = async (mood: number) => {
  const { store } = await sync.phone()
  await store.save([change({ mood })])
  return edits(store)
}

/** An account that has an entry from another phone. */
const annaWithAnEntry = () => {
  const server = accounts.has(ANNA)
  server.has({ ...edit(1, { mood: 3 }), record: THERE })
  return server
}

beforeEach(async () => {
  newBrowser()
  accounts = new Accounts(Date.now)
  vi.stubGlobal('indexedDB', new IDBFactory())
  vi.stubGlobal('fetch', accounts.fetch)
  await start()
})

afterEach(async () => {
  await close()
  vi.unstubAllGlobals()
})

describe('C13 signing up', () => {
  test('sends all that was entered before, as it was entered', async () => {
    const [first] = await enters(6)
    await signing.signUp(ANNA, PASSWORD, VERSION)
    const { client, store, account } = await sync.phone()
    await client.now()
    expect(account?.email).toBe(ANNA)
    expect(accounts.signedIn!.log).toMatchObject([{ id: first!.id, stamp: first!.stamp, set: { mood: 6 } }])
    expect(await shown(store)).toEqual({ mood: 6 })
  })

  test('leaves no second copy on the phone, and takes a new device id', async () => {
    const { store } = await sync.phone()
    const { device } = await store.device()
    await enters(6)
    await signing.signUp(ANNA, PASSWORD, VERSION)
    const after = await sync.phone()
    expect(await names()).toEqual([after.store.name])
    expect((await after.store.device()).device).not.toBe(device)
  })

  test('that is refused changes nothing', async () => {
    accounts.has(ANNA)
    await enters(6)
    await expect(signing.signUp(ANNA, PASSWORD, VERSION)).rejects.toMatchObject({ status: 409 })
    const { account, store } = await sync.phone()
    expect(account).toBeNull()
    expect(await shown(store)).toEqual({ mood: 6 })
  })

  test('that was interrupted is finished at the next start', async () => {
    await enters(6)
    const { store } = await sync.phone()
    const server = accounts.has(ANNA)
    accounts.signedIn = server
    await store.keep('joining', { id: server.account, email: ANNA })
    await close()
    await start()
    await signing.finishJoining()
    const after = await sync.phone()
    expect(after.account?.id).toBe(server.account)
    expect(await shown(after.store)).toEqual({ mood: 6 })
    expect(await names()).toEqual([after.store.name])
  })

  test('finishes nothing where nothing was begun', async () => {
    await enters(6)
    await signing.finishJoining()
    expect((await sync.phone()).account).toBeNull()
  })

  test('loses no entry that is saved while it is under way', async () => {
    const before = await sync.phone()
    const saved: string[] = []
    const joining = signing.signUp(ANNA, PASSWORD, VERSION)
    for (let number = 100; (await sync.phone()) === before; number += 1) {
      const isSaved = before.store.save([change({ mood: 6 }, recordId(number))]).then(() => saved.push(recordId(number)))
      // An entry that could not be saved was never said to be.
      await isSaved.catch(() => undefined)
    }
    await joining
    const kept = (await edits((await sync.phone()).store)).map(({ record }) => record)
    expect(saved.length).toBeGreaterThan(0)
    expect(saved.filter((record) => !kept.includes(record))).toEqual([])
  })
})

describe('C13 signing in', () => {
  test('on an empty phone brings the entries of the account', async () => {
    annaWithAnEntry()
    expect(await signing.signIn(ANNA, PASSWORD)).toBe('ready')
    const { client, store } = await sync.phone()
    await client.now()
    expect(await shown(store, THERE)).toEqual({ mood: 3 })
  })

  test('to an account without entries takes those of the phone along', async () => {
    const server = accounts.has(ANNA)
    await enters(6)
    expect(await signing.signIn(ANNA, PASSWORD)).toBe('ready')
    await (await sync.phone()).client.now()
    expect(server.log).toHaveLength(1)
  })

  test('where both have entries asks first, and moves nothing until it is answered', async () => {
    const server = annaWithAnEntry()
    await enters(6)
    expect(await signing.signIn(ANNA, PASSWORD)).toBe('ask_to_join')
    const { account, client } = await sync.phone()
    await client.now()
    expect(account).toBeNull()
    expect(server.log).toHaveLength(1)
  })

  test('joins the entries after a yes', async () => {
    const server = annaWithAnEntry()
    await enters(6)
    await signing.signIn(ANNA, PASSWORD)
    await signing.joinEntries(true)
    const { client, store } = await sync.phone()
    await client.now()
    expect(server.log).toHaveLength(2)
    expect([await shown(store), await shown(store, THERE)]).toEqual([{ mood: 6 }, { mood: 3 }])
  })

  test('keeps them apart on this phone after a no', async () => {
    const server = annaWithAnEntry()
    await enters(6)
    await signing.signIn(ANNA, PASSWORD)
    await signing.joinEntries(false)
    const { client, store } = await sync.phone()
    await client.now()
    expect(server.log).toHaveLength(1)
    expect(await shown(store)).toBeUndefined()
    expect(await shown((await sync.use(null)).store)).toEqual({ mood: 6 })
  })

  test('answers a question only once', async () => {
    await enters(6)
    await signing.joinEntries(true)
    expect((await sync.phone()).account).toBeNull()
  })

  test('with a wrong password changes nothing', async () => {
    await enters(6)
    await expect(signing.signIn('nobody@example.org', PASSWORD)).rejects.toMatchObject({ status: 401 })
    expect((await sync.phone()).account).toBeNull()
  })

  test('elsewhere moves nothing from one account to the other', async () => {
    await signing.signUp(ANNA, PASSWORD, VERSION)
    await enters(6)
    await (await sync.phone()).client.now()
    const ben = accounts.has('ben@example.org')
    expect(await signing.signIn('ben@example.org', PASSWORD)).toBe('ready')
    const { client, store } = await sync.phone()
    await client.now()
    expect(ben.log).toEqual([])
    expect(await store.isEmpty()).toBe(true)
  })
})

describe('C13 signing out', () => {
  test('removes the entries from this phone once all is sent', async () => {
    await signing.signUp(ANNA, PASSWORD, VERSION)
    await enters(6)
    const server = accounts.signedIn!
    expect(await signing.signOut()).toBe('done')
    expect(server.log).toHaveLength(1)
    expect(accounts.signedIn).toBeNull()
    expect(sync.current()).toBeNull()
    expect(await names()).toEqual([sync.storeName(null)])
  })

  test('asks when entries are only on this phone, and keeps them', async () => {
    await signing.signUp(ANNA, PASSWORD, VERSION)
    await enters(6)
    accounts.isReachable = false
    expect(await signing.signOut()).toEqual({ unsent: 1 })
    const { account, store } = await sync.phone()
    expect(account?.email).toBe(ANNA)
    expect(await shown(store)).toEqual({ mood: 6 })
  })

  test('asks as well for an entry that needs attention', async () => {
    await signing.signUp(ANNA, PASSWORD, VERSION)
    accounts.signedIn!.refusal = () => ({ field: 'mood', code: 'x', message: 'at most 10' })
    await enters(4711)
    expect(await signing.signOut()).toEqual({ unsent: 1 })
  })

  test('gives unsent entries up only at the word of the patient', async () => {
    await signing.signUp(ANNA, PASSWORD, VERSION)
    await enters(6)
    accounts.isReachable = false
    expect(await signing.signOut({ evenUnsent: true })).toBe('done')
    expect(await names()).toEqual([sync.storeName(null)])
  })

  test('takes a new device id at the next sign-in', async () => {
    await signing.signUp(ANNA, PASSWORD, VERSION)
    const { device } = await (await sync.phone()).store.device()
    await signing.signOut()
    await signing.signIn(ANNA, PASSWORD)
    expect((await (await sync.phone()).store.device()).device).not.toBe(device)
  })
})

describe('a session that is over', () => {
  /** Anna's account, from which the server has signed this phone out while an entry waited to be sent. */
  const signedOutWithAnEntry = async () => {
    await signing.signUp(ANNA, PASSWORD, VERSION)
    const server = accounts.signedIn!
    await (await sync.phone()).client.now()
    accounts.signedIn = null
    const [waiting] = await enters(6)
    const { client } = await sync.phone()
    await client.now()
    expect(client.state).toMatchObject({ problem: 'signed_out', unsent: 1 })
    return { server, waiting: waiting! }
  }

  test('costs no unsent edit: it stays on the phone, and goes up after signing in again', async () => {
    const { server, waiting } = await signedOutWithAnEntry()
    expect(await shown((await sync.phone()).store)).toEqual({ mood: 6 })
    expect(await signing.signIn(ANNA, PASSWORD)).toBe('ready')
    await (await sync.phone()).client.now()
    expect(server.log).toMatchObject([{ id: waiting.id, stamp: waiting.stamp, set: { mood: 6 } }])
  })

  test('costs none either when a new password comes by a recovery code', async () => {
    const { server } = await signedOutWithAnEntry()
    expect(await signing.recover(ANNA, 'k7dm-2pqx-9v4t', PASSWORD)).toBe('ready')
    await (await sync.phone()).client.now()
    expect(server.log).toHaveLength(1)
  })

  test('keeps what waits for its owner while somebody else uses the phone', async () => {
    const { server } = await signedOutWithAnEntry()
    const ben = accounts.has('ben@example.org')
    await signing.signIn('ben@example.org', PASSWORD)
    await (await sync.phone()).client.now()
    expect([ben.log, server.log]).toEqual([[], []])
    await signing.signIn(ANNA, PASSWORD)
    await (await sync.phone()).client.now()
    expect(server.log).toHaveLength(1)
  })
})

describe('changing how one signs in', () => {
  test('leaves the entries and what waits where they are', async () => {
    await signing.signUp(ANNA, PASSWORD, VERSION)
    const server = accounts.signedIn!
    const before = await sync.phone()
    await enters(6)
    await signing.changeEmail('anna.new@example.org', PASSWORD)
    const { account, store, client } = await sync.phone()
    expect([account?.email, store === before.store, client === before.client]).toEqual(['anna.new@example.org', true, true])
    expect(sync.current()).toEqual({ id: server.account, email: 'anna.new@example.org' })
    expect(server.log).toHaveLength(1)
  })

  test('to an email that is taken changes nothing', async () => {
    accounts.has('ben@example.org')
    await signing.signUp(ANNA, PASSWORD, VERSION)
    await expect(signing.changeEmail('ben@example.org', PASSWORD)).rejects.toMatchObject({ status: 409 })
    expect(sync.current()?.email).toBe(ANNA)
  })
})

describe('an account to be erased', () => {
  const receipts: unknown[] = []
  const erase = (evenUnsent = false) => signing.eraseAccount({ password: PASSWORD }, (receipt) => receipts.push(receipt), { evenUnsent })

  test('leaves nothing on the phone but its receipt', async () => {
    await signing.signUp(ANNA, PASSWORD, VERSION)
    await enters(6)
    expect(await erase()).toBe('done')
    expect(receipts).toHaveLength(1)
    expect(await names()).toEqual([sync.storeName(null)])
    expect(await (await sync.phone()).store.isEmpty()).toBe(true)
  })

  test('with a change that is not online is asked about first, and nothing happens until then', async () => {
    await signing.signUp(ANNA, PASSWORD, VERSION)
    await enters(6)
    accounts.signedIn = null
    expect(await erase()).toEqual({ unsent: 1 })
    expect(await names()).toContain(sync.storeName(signing.current()))
    expect(await erase(true)).toBe('done')
    expect(await names()).toEqual([sync.storeName(null)])
  })
})

test('signing up notes to which version of the privacy page the patient agreed', async () => {
  await signing.signUp(ANNA, PASSWORD, VERSION)
  expect(accounts.agreed).toEqual([VERSION])
})
