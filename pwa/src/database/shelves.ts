/** The folded records beside the edits, kept so that a screen need not fold a lifetime. */
import { unwrap } from 'idb'
import { erasedFields, isErasing } from '../core/fold'
import { project } from '../core/projection'
import type { Writing } from './connection'
import type { EditRow } from './schema'

/** Folds records anew. All are asked for at once: an answer waited for alone costs a turn of the event loop. */
export async function reproject(writing: Writing, records: Iterable<string>): Promise<void> {
  const found = await rowsOf(writing, records)
  await Promise.all([...found].map(([record, rows]) => shelve(writing, record, rows)))
}

/** Every edit of each of `records`. */
export async function rowsOf(writing: Writing, records: Iterable<string>): Promise<Map<string, EditRow[]>> {
  const index = writing.objectStore('edits').index('record')
  const names = [...new Set(records)]
  const rows = await Promise.all(names.map(async (record) => index.getAll(record)))
  return new Map(names.map((record, place) => [record, rows[place]!]))
}

/** Puts all of `rows`. Nobody listens to each: thousands of listeners cost a first sync as much as the writing, and a row
 * that is refused ends the transaction, of which whoever opened it hears. */
export function putAll(writing: Writing, rows: readonly EditRow[]): void {
  const edits = unwrap(writing.objectStore('edits'))
  for (const row of rows) edits.put(row)
}

/** Puts the fold of `rows`, which are all edits of the record, on its shelf. Once one of them erases, all do. */
export async function shelve(writing: Writing, record: string, rows: readonly EditRow[]): Promise<void> {
  if (rows.length === 0) {
    await writing.objectStore('records').delete(record)
    return
  }
  const isErased = rows.some((row) => isErasing(row.set))
  const emptied = isErased ? rows.filter((row) => !isErasing(row.set)) : []
  for (const row of emptied) row.set = erasedFields()
  putAll(writing, emptied)
  unwrap(writing.objectStore('records')).put(project(record, rows))
}
