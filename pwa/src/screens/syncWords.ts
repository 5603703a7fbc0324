/** How the entries stand with the server, in words that are always true. */
import { dayAndTime } from '../core/days'
import type { SyncState } from '../sync/client'

/** Whether only the patient can do something about it. */
export function needsAttention(sync: SyncState): boolean {
  return sync.attention > 0 || ['signed_out', 'full', 'outdated', 'disagrees'].includes(sync.problem ?? '')
}

/** A few words for the bar at the top. */
export function shortSyncWords(sync: SyncState, isOnline: boolean): string {
  if (sync.attention > 0) return `${entries(sync.attention)} to look at`
  if (sync.phase === 'local') return 'Only on this phone'
  if (sync.problem === 'signed_out') return 'Sign in to save online'
  if (sync.problem === 'full') return 'This phone is full'
  if (sync.problem === 'outdated') return 'Update needed'
  if (sync.unsent === 0 && sync.syncedAt === null && sync.problem === null && isOnline) return 'Catching up …'
  if (sync.unsent === 0 && sync.files > 0) return `${files(sync.files)} not sent yet`
  if (sync.unsent === 0) return savedWords(sync, isOnline)
  return isOnline && sync.problem === null ? `Sending ${entries(sync.unsent)}` : `${entries(sync.unsent)} not sent yet`
}

function savedWords(sync: SyncState, isOnline: boolean): string {
  if (!isOnline || sync.problem === 'offline') return 'Saved, working offline'
  return sync.problem === null ? 'Saved online' : 'Saved, server not answering'
}

/** One line for Today, with when. */
export function syncLine(sync: SyncState, isOnline: boolean): string {
  if (sync.phase === 'local') {
    return sync.unsent === 0 ? 'Entries stay on this phone until you sign up.' : `${capital(entries(sync.unsent))} only on this phone.`
  }
  if (sync.attention > 0) return `${capital(entries(sync.attention))} not taken by the server. Please look at ${sync.attention === 1 ? 'it' : 'them'}.`
  if (sync.unsent > 0) {
    const since = sync.oldestUnsentAt === null ? '' : `, since ${dayAndTime(sync.oldestUnsentAt)}`
    return `${capital(entries(sync.unsent))} not online yet${since}.`
  }
  if (sync.files > 0) return `${capital(files(sync.files))} not online yet; ${sync.files === 1 ? 'it is' : 'they are'} kept on this phone.`
  if (sync.syncedAt !== null) return `Everything saved online, ${dayAndTime(sync.syncedAt)}.`
  return isOnline ? 'Looking at the server …' : 'Working offline.'
}

/** What is in the way and what the patient can do; empty when nothing is. */
export function troubleWords(sync: SyncState): string {
  return {
    none: '',
    offline: 'There is no network just now. Nothing is lost; entries go up as soon as it is back.',
    signed_out: 'You are signed out on this phone. Sign in again and your entries go up.',
    server: 'The server does not answer as it should. Casebook keeps trying; your entries stay here.',
    full: 'This phone has no room left. Free some space, so that nothing new is lost.',
    outdated: 'This version of Casebook is too old for the server. Update it; your entries stay here.',
    disagrees: 'This phone and the server do not agree on what was saved. Download a copy of your entries and tell whoever runs the server.',
  }[sync.problem ?? 'none']
}

function entries(count: number): string {
  return `${count} ${count === 1 ? 'change' : 'changes'}`
}

function files(count: number): string {
  return `${count} ${count === 1 ? 'file' : 'files'}`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
