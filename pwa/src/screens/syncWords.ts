/** How the entries stand with the server: which of the words about it are true now. */
import { dayAndTime } from '../core/days'
import type { SyncState } from '../sync/client'
import { words } from '../words'

const DAY_MS = 24 * 3_600_000

/** Whether only the patient can do something about it. */
export function needsAttention(sync: SyncState): boolean {
  return sync.attention > 0 || ['signed_out', 'full', 'outdated', 'disagrees'].includes(sync.problem ?? '')
}

/** Whether changes older than a day are nowhere but in a browser's tab, which the browser may clear. */
export function isAtRisk(sync: SyncState, isInstalled: boolean, now: number = Date.now()): boolean {
  return !isInstalled && sync.oldestUnsentAt !== null && now - Date.parse(sync.oldestUnsentAt) > DAY_MS
}

/** A few words for the bar at the top. */
export function shortSyncWords(sync: SyncState, isOnline: boolean, isAtRisk = false): string {
  const { short } = words.sync
  if (sync.attention > 0) return short.toLookAt(sync.attention)
  if (isAtRisk) return short.atRisk
  if (sync.phase === 'local') return short.local
  if (sync.problem === 'signed_out') return short.signedOut
  if (sync.problem === 'full') return short.full
  if (sync.problem === 'outdated') return short.outdated
  if (sync.unsent === 0 && sync.syncedAt === null && sync.problem === null && isOnline) return short.catchingUp
  if (sync.unsent === 0 && sync.files > 0) return short.filesNotSent(sync.files)
  if (sync.unsent === 0) return savedWords(sync, isOnline)
  return isOnline && sync.problem === null ? short.sending(sync.unsent) : short.notSent(sync.unsent)
}

function savedWords(sync: SyncState, isOnline: boolean): string {
  const { short } = words.sync
  if (!isOnline || sync.problem === 'offline') return short.savedOffline
  return sync.problem === null ? short.saved : short.savedNoServer
}

/** One line for Today, with when. */
export function syncLine(sync: SyncState, isOnline: boolean): string {
  const { line } = words.sync
  if (sync.phase === 'local') return sync.unsent === 0 ? line.localEmpty : line.local(sync.unsent)
  if (sync.attention > 0) return line.refused(sync.attention)
  if (sync.unsent > 0) {
    return sync.oldestUnsentAt === null ? line.unsent(sync.unsent) : line.unsentSince(sync.unsent, dayAndTime(sync.oldestUnsentAt))
  }
  if (sync.files > 0) return line.files(sync.files)
  if (sync.syncedAt !== null) return line.saved(dayAndTime(sync.syncedAt))
  return isOnline ? line.looking : line.offline
}

/** What is in the way and what the patient can do; empty when nothing is. */
export function troubleWords(sync: SyncState): string {
  return sync.problem === null ? '' : words.sync.trouble[sync.problem]
}
