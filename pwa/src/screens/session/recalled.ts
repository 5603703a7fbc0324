/** A state "before" that was entered once the session had begun is recalled, and says so for good. */
import type { Fields } from '../../core/records'

/** The answers just before the start are saved with it, a few seconds later. */
const WITH_THE_START_MS = 60_000

/** What is saved along with `set`: the claim that the state before is recalled, when it is. `now` is ms. */
export function alsoRecalled(set: Fields, before: Fields, now: number): Fields {
  const startedAt = Date.parse(String(set['started_at'] ?? before['started_at']))
  const states = Object.entries(set).filter(([name, value]) => name.endsWith('_before') && value !== null)
  return states.length > 0 && now - startedAt > WITH_THE_START_MS ? { ...set, before_recalled: true } : set
}
