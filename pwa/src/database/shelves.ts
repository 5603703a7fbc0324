/** The folded records beside the edits, kept so that a screen need not fold a lifetime. */
import { unwrap } from 'idb'
import { erasedFields, isErasing } from '../core/fold'
import { project } from '../core/projection'
import type { Writing } from './connection'
import { bundle, putAll, rowsOf, unbundle } from './log'
import type { EditRow } from './schema'

/** Folds records anew. */
export async function reproject(writing: Writing, records: Iterable<string>): Promise<void> {
  await shelve(writing, await rowsOf(writing, records), [])
}

/** Puts what was made or `changed` and what was `received` — new here, and not to be touched soon — and the folds of
 * `rows`, which are all edits of their records, on their shelves. Once one edit of a record erases, all of it do. */
export async function shelve(
  writing: Writing,
  rows: ReadonlyMap<string, readonly EditRow[]>,
  changed: readonly EditRow[],
  received: readonly EditRow[] = [],
): Promise<void> {
  const emptied = [...rows.values()].flatMap(emptiedOf)
  if (emptied.length === 0) bundle(writing, received)
  else await unbundle(writing, emptied.map(({ record }) => record))
  putAll(writing, emptied.length === 0 ? changed : new Set([...changed, ...received, ...emptied]))
  const records = unwrap(writing.objectStore('records'))
  for (const [record, own] of rows) {
    if (own.length === 0) records.delete(record)
    else records.put(project(record, own))
  }
}

/** Takes the values from every edit of an erased record; those that had some. */
function emptiedOf(rows: readonly EditRow[]): EditRow[] {
  if (!rows.some(({ set }) => isErasing(set))) return []
  const emptied = rows.filter(({ set }) => !isErasing(set))
  for (const row of emptied) row.set = erasedFields()
  return emptied
}
