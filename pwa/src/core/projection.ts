/** How a record is kept for the screens: folded, dated and put on a shelf. It can be thrown away and rebuilt (C2). */
import { momentOf } from './clock'
import { foldRecord } from './fold'
import type { Fields, FoldedRecord, StoredEdit } from './records'

/** Where a record stands: live, in the trash, or gone for good. */
export type Shelf = 'live' | 'trash' | 'gone'

export interface Projection extends FoldedRecord {
  shelf: Shelf
}

/** The fields that say when something happened, in the order they are asked. */
export const WHEN = [
  'started_at', 'at', 'answered_at', 'began_at', 'wore_off_at', 'spent_on', 'notice_on', 'service_on',
  'sent_on', 'requested_on', 'dated_on', 'done_on', 'asked_on', 'looked_on',
]

/** The record that `edits` (all of one record, at least one) fold to; rejected ones only ask for attention. */
export function project(record: string, edits: readonly StoredEdit[]): Projection {
  const counted = edits.filter((edit) => edit.rejection === null)
  const { kind, fields } = foldRecord(counted.length > 0 ? counted : edits)
  const stamps = edits.map((edit) => edit.stamp).sort()
  const enteredAt = instantOf(stamps[0]!)
  const last = instantOf(stamps[stamps.length - 1]!)
  return {
    id: record,
    kind,
    fields,
    occurredAt: occurredAt(fields) ?? enteredAt,
    enteredAt,
    amendedAt: edits.length > 1 && last !== enteredAt ? last : null,
    unsent: counted.some((edit) => edit.seq === null),
    attention: edits.flatMap((edit) => (edit.rejection === null ? [] : [{ ...edit.rejection, editId: edit.id }])),
    shelf: shelfOf(fields),
  }
}

function shelfOf(fields: Fields): Shelf {
  if (fields['erased'] === true) return 'gone'
  return fields['deleted'] === true ? 'trash' : 'live'
}

/** UTC, so that it sorts as text; null when no field says when. */
function occurredAt(fields: Fields): string | null {
  for (const name of WHEN) {
    const value = fields[name]
    const ms = typeof value === 'string' ? Date.parse(value) : NaN
    if (!Number.isNaN(ms)) return new Date(ms).toISOString()
  }
  return null
}

function instantOf(stamp: string): string {
  const ms = momentOf(stamp)
  return new Date(Number.isNaN(ms) ? 0 : ms).toISOString()
}
