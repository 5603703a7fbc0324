/** The session that was started on this phone and not ended yet. */
import type { FoldedRecord } from '../../core/records'
import type { Store } from '../../database/store'
import { RUNNING } from './fields'

/** After this it was forgotten rather than still going on. */
const LONGEST_MS = 12 * 3_600_000

/** The running session; null when there is none. */
export async function runningSession(store: Store, now = Date.now()): Promise<FoldedRecord | null> {
  const id = await store.kept<string>(RUNNING)
  const session = id === undefined ? undefined : await store.get(id)
  if (!session || session.fields['deleted'] === true || session.fields['duration_minutes'] != null) return null
  const age = now - Date.parse(session.occurredAt)
  return age >= 0 && age < LONGEST_MS ? session : null
}
