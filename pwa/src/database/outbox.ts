/** What waits to be sent. */
import { WAITING, type EditRow } from './schema'
import type { Store } from './store'

/** The next edits to send, in (stamp, id) order (C8). */
export function outbox(store: Store, limit: number): Promise<EditRow[]> {
  const waits = IDBKeyRange.bound([WAITING], [WAITING + 1])
  return store.connection.read((database) => database.getAllFromIndex('edits', 'outbox', waits, limit))
}
