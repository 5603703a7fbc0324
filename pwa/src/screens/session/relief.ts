/** What is known of the relief after a session, in words. */
import { shortDay } from '../../core/days'
import type { FoldedRecord } from '../../core/records'
import type { Store } from '../../database/store'
import { words } from '../../words'

/** The note of a session's relief; undefined when there is none. */
export async function reliefOf(store: Store, session: string): Promise<FoldedRecord | undefined> {
  return (await store.all('relief_note')).find((note) => note.fields['session'] === session)
}

/** One line: what is known, or what can be noted next. */
export function reliefWords(note: FoldedRecord | undefined): string {
  const [began, end] = ['began_at', 'wore_off_at'].map((name) => note?.fields[name])
  const zone = typeof note?.fields['time_zone'] === 'string' ? note.fields['time_zone'] : undefined
  if (typeof began === 'string' && typeof end === 'string') return words.session.reliefLasted(Math.max(0, Date.parse(end) - Date.parse(began)))
  if (typeof began === 'string') return words.session.reliefSince(shortDay(began, zone))
  return typeof end === 'string' ? words.session.reliefEndOnly(shortDay(end, zone)) : words.session.noteReliefBegan
}
