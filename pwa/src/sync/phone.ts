/** The store and the sync client of whoever uses this phone, replaced as one when the account changes. */
import { openStore, type Store } from '../database/store'
import { SyncClient } from './client'

export interface Account {
  id: string
  email: string
}

export interface Phone {
  account: Account | null
  store: Store
  client: SyncClient
}

const KEY = 'casebook.account'
let present: Phone | null = null
let opening: Promise<Phone> | null = null
const listeners = new Set<(phone: Phone) => void>()

/** The account this phone is signed in to; null for entries without one. */
export function current(): Account | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null')
    return isAccount(kept) ? kept : null
  } catch {
    return null
  }
}

/** The store of `account`, or of entries without one (C13). */
export function storeName(account: Account | null): string {
  return account === null ? 'casebook' : `casebook-${account.id}`
}

/** Opens the store of the present account and starts to sync; the same one on every call. */
export async function phone(): Promise<Phone> {
  return present ?? (opening ??= use(current()).finally(() => (opening = null)))
}

/** Turns to another account, or to none. What the former one has stays in its own store. */
export async function use(account: Account | null): Promise<Phone> {
  if (account === null) localStorage.removeItem(KEY)
  else localStorage.setItem(KEY, JSON.stringify({ id: account.id, email: account.email }))
  const store = await openStore(storeName(account))
  const client = new SyncClient(store, account?.id ?? null)
  client.start()
  // A store into which nothing came yet has nothing to show: what the screens read would only hold up its first page.
  if (account !== null && (await store.device()).place.cursor === 0) await client.asked
  present?.client.stop()
  present?.store.close()
  present = { account, store, client }
  for (const listener of listeners) listener(present)
  return present
}

/** The account has another email; its store and its sync go on. */
export async function renamed(email: string): Promise<void> {
  const { account, store, client } = await phone()
  if (account === null || account.email === email) return
  localStorage.setItem(KEY, JSON.stringify({ id: account.id, email }))
  present = { account: { id: account.id, email }, store, client }
  for (const listener of listeners) listener(present)
}

/** Another tab signed in or out: this one must not go on with the store of the account before. */
export function followOtherTabs(): void {
  window.addEventListener('storage', (event) => {
    // Not for another email: a form may be half filled in here.
    if (event.key === KEY && current()?.id !== present?.account?.id) location.reload()
  })
}

/** Calls `listener` whenever another account is used; the answer ends it. */
export function subscribe(listener: (phone: Phone) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function isAccount(value: unknown): value is Account {
  if (typeof value !== 'object' || value === null) return false
  const { id, email } = value as Partial<Account>
  return typeof id === 'string' && typeof email === 'string'
}
