/** Reading the journal in other ways than newest first: a stretch of days, some kinds, or everything in small parts. */
import type { FoldedRecord } from '../core/records'
import type { Store } from './store'

/** Small enough that reading a part on a slow phone is no pause that a finger feels. */
const PART = 400

/** Live records that happened from `from` to `to` (UTC text), earliest first. */
export function recordsBetween(store: Store, from: string, to: string): Promise<FoldedRecord[]> {
  const range = IDBKeyRange.bound(['live', from], ['live', to])
  return store.connection.read((database) => database.getAllFromIndex('records', 'when', range))
}

/** Live records of some kinds, newest first, at most `limit`. Each kind is read by itself, so that those in between cost nothing. */
export async function newestOf(store: Store, kinds: readonly string[], limit: number): Promise<FoldedRecord[]> {
  const found = await Promise.all(kinds.map((kind) => store.timeline({ kinds: [kind], limit })))
  return found.flat().sort(newestFirst).slice(0, limit)
}

/** Every live record, in no order, part by part; between two parts other work is done, and the next one is read. */
export async function* everyRecord(store: Store): AsyncGenerator<FoldedRecord[]> {
  const after = (id?: string) => {
    const range: IDBKeyRange | undefined = id === undefined ? undefined : IDBKeyRange.lowerBound(id, true)
    const part = store.connection.read((database) => database.getAll('records', range, PART))
    part.catch(() => undefined) // Whoever waits for it hears of it; who has enough does not.
    return part
  }
  for (let next = after(); ; ) {
    const part = await next
    const isLast = part.length < PART
    if (!isLast) next = after(part.at(-1)!.id)
    yield part.filter((record) => record.shelf === 'live')
    if (isLast) return
  }
}

/** For sorting: what happened last comes first. */
export function newestFirst(one: FoldedRecord, other: FoldedRecord): number {
  return one.occurredAt === other.occurredAt ? 0 : one.occurredAt > other.occurredAt ? -1 : 1
}
