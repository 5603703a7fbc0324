/** The fold, twin of `shared_schemas/journal.py`; tests/vectors/fold.json binds both. */
import type { Edit, Fields } from './records'

/** The present of one record, before it is dressed for the screen. */
export interface Folded {
  kind: string
  fields: Fields
}

/** Whether a `set` is exactly `{"erased": true}`. */
export function isErasing(set: Fields): boolean {
  return set['erased'] === true && Object.keys(set).length === 1
}

/** The record that `edits` of one record fold to: each field with the value of the greatest (stamp, id). */
export function foldRecord(edits: readonly Edit[]): Folded {
  const fields: Fields = Object.create(null)
  let kind = ''
  // Taken from the smallest to the greatest, the last to set a field is its winner.
  for (const edit of [...edits].sort(byRank)) {
    kind = edit.kind
    for (const name of Object.keys(edit.set)) fields[name] = edit.set[name]!
  }
  return fields['erased'] === true ? { kind, fields: erasedFields() } : { kind, fields }
}

/** Every record that `edits` fold to; order, duplicates and batching change nothing. */
export function fold(edits: readonly Edit[]): Map<string, Folded> {
  const byRecord = new Map<string, Edit[]>()
  for (const edit of edits) {
    const others = byRecord.get(edit.record)
    if (others) others.push(edit)
    else byRecord.set(edit.record, [edit])
  }
  return new Map([...byRecord].map(([record, own]) => [record, foldRecord(own)]))
}

/** By (stamp, id), as text. */
export function byRank(one: Edit, other: Edit): number {
  if (one.stamp !== other.stamp) return one.stamp < other.stamp ? -1 : 1
  return one.id === other.id ? 0 : one.id < other.id ? -1 : 1
}

/** `{"erased": true}`, without prototype. */
export function erasedFields(): Fields {
  const fields: Fields = Object.create(null)
  fields['erased'] = true
  return fields
}
