import { onTestFinished } from 'vitest'
import type { Store } from '$src/database/store'
import { SyncClient, type SyncState } from '$src/sync/client'
import { Clock, freshName, opened } from '../database/stores'
import { ACCOUNT, type Server } from './server'

/** A phone of a test: a store, and the loop that brings it together with a server. */
export interface TestPhone {
  store: Store
  client: SyncClient
  clock: Clock
  /** Every state its sync line showed. */
  states: SyncState[]
}

/** A phone in front of `server`; two with one `name` are two tabs of one phone. */
export async function phoneOf(
  server: Server,
  { name = freshName(), clock = new Clock(), account = ACCOUNT as string | null, fetch = server.fetch } = {},
): Promise<TestPhone> {
  const store = await opened({ clock, name })
  const client = new SyncClient(store, account, fetch)
  const states: SyncState[] = []
  onTestFinished(() => client.stop())
  onTestFinished(client.subscribe((state) => states.push(state)))
  return { store, client, clock, states }
}
