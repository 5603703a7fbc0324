/** The folded records beside the edits, kept so that a screen need not fold a lifetime. */
import { erasedFields, isErasing } from '../core/fold'
import { project } from '../core/projection'
import type { Writing } from './connection'

/** Folds one record anew. Once one of its edits is an erasing one, all of them are. */
export async function reproject(writing: Writing, record: string): Promise<void> {
  const edits = writing.objectStore('edits')
  const rows = await edits.index('record').getAll(record)
  if (rows.length === 0) {
    await writing.objectStore('records').delete(record)
    return
  }
  if (rows.some((row) => isErasing(row.set))) {
    for (const row of rows.filter((row) => !isErasing(row.set))) {
      row.set = erasedFields()
      await edits.put(row)
    }
  }
  await writing.objectStore('records').put(project(record, rows))
}
