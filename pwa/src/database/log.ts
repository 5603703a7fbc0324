/** Every edit of a store, wherever it stands: in a row of its own, or with others in a bundle.
 *
 * To put fifty edits into one row costs a slow phone little more than to put one, and what a large page brings is mostly
 * never touched again. So such edits stand in bundles. One that is to change gets its bundle taken apart, into rows of
 * their own. What was made here, waits to be sent or was refused always has its own row. No edit stands in both places. */
import { unwrap, type IDBPTransaction } from 'idb'
import { EDITS_PER_BUNDLE } from '../core/limits'
import type { Name, Writing } from './connection'
import { rowOf, type Bundle, type CasebookDatabase, type EditRow } from './schema'
import type { Store } from './store'

/** What belongs to one change of the journal. */
export const JOURNAL: Name[] = ['edits', 'bundles', 'records', 'device']

type Looking = IDBPTransaction<CasebookDatabase, Name[], 'readonly'> | Writing

/** Looks at the log: in one transaction, so that no edit moves from one place to the other meanwhile. */
export function look<T>({ connection }: Store, at: (looking: Looking) => Promise<T>): Promise<T> {
  return connection.read((database) => at(database.transaction(JOURNAL, 'readonly')))
}

/** Every edit, in the order of the ids. */
export async function everyRow(looking: Looking): Promise<EditRow[]> {
  const [rows, bundles] = await Promise.all([looking.objectStore('edits').getAll(), looking.objectStore('bundles').getAll()])
  return [...rows, ...bundles.flatMap(({ edits }) => edits)].sort((one, other) => (one.id < other.id ? -1 : 1))
}

/** Every edit of each of `records`. All are asked for at once: an answer waited for alone costs a turn of the event loop. */
export async function rowsOf(looking: Looking, records: Iterable<string>): Promise<Map<string, EditRow[]>> {
  const names = [...new Set(records)]
  const index = unwrap(looking).objectStore('edits').index('record')
  const [bundles, own] = await Promise.all([
    bundlesOf(looking, names),
    Promise.all(names.map((record) => found<EditRow[]>(index.getAll(record)))),
  ])
  const rows = new Map(names.map((record, place) => [record, own[place]!]))
  for (const row of bundles.flatMap(({ edits }) => edits)) rows.get(row.record)?.push(row)
  return rows
}

/** The greatest stamp of the edits in rows of their own; null when there are none. That of the bundles the device notes. */
export async function greatestStamp(writing: Writing): Promise<string | null> {
  const cursor = await found(unwrap(writing).objectStore('edits').index('stamp').openKeyCursor(null, 'prev'))
  return (cursor?.key as string | undefined) ?? null
}

/** Puts each of `rows`. Nobody listens to each: thousands of listeners cost a first sync as much as the writing, and a row
 * that is refused ends the transaction, of which whoever opened it hears. */
export function putAll(writing: Writing, rows: Iterable<EditRow>): void {
  const edits = unwrap(writing.objectStore('edits'))
  for (const row of rows) edits.put(row)
}

/** Puts `rows`, none of which is here, into bundles. */
export function bundle(writing: Writing, rows: readonly EditRow[]): void {
  const bundles = unwrap(writing.objectStore('bundles'))
  for (let start = 0; start < rows.length; start += EDITS_PER_BUNDLE) {
    const edits = rows.slice(start, start + EDITS_PER_BUNDLE)
    bundles.put({ edits, records: [...new Set(edits.map(({ record }) => record))] })
  }
}

/** Takes apart the bundles that hold edits of `records`. */
export async function unbundle(writing: Writing, records: Iterable<string>): Promise<void> {
  for (const { number, edits } of await bundlesOf(writing, [...new Set(records)])) {
    unwrap(writing.objectStore('bundles')).delete(number!)
    putAll(writing, edits)
  }
}

/** Adds those of `rows` that are not here, to be sent; the records that they belong to, one for each edit added. */
export async function addMissing(writing: Writing, rows: readonly EditRow[]): Promise<string[]> {
  const known = new Set((await everyRow(writing)).map(({ id }) => id))
  const missing = rows.filter(({ id }) => !known.has(id) && known.add(id))
  putAll(writing, missing.map((row) => rowOf({ ...row, seq: null })))
  return missing.map(({ record }) => record)
}

async function bundlesOf(looking: Looking, records: readonly string[]): Promise<Bundle[]> {
  const bundles = unwrap(looking).objectStore('bundles')
  const index = bundles.index('record')
  const numbers = await Promise.all(records.map((record) => found(index.getAllKeys(record))))
  const here = await Promise.all([...new Set(numbers.flat())].map((number) => found<Bundle | undefined>(bundles.get(number))))
  return here.filter((one) => one !== undefined)
}

/** What a request of the browser's own finds. Without what idb puts around each, a patient's save waits less. */
export function found<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error!)
  })
}
