/** What changed in one record, change by change, as this device knows it. Nothing here is stored or asked of a server. */
import { momentOf } from './clock'
import { byRank } from './fold'
import { project } from './projection'
import type { Fields, Json, StoredEdit } from './records'

/**
 * An edit with what only the device that made it can know: the ids of the edits whose values the record had there at
 * that moment. It is never sent. Missing for an edit made elsewhere, and for one made before the server had anything of
 * the record: until then no other device can have changed it.
 */
export interface MadeEdit extends StoredEdit {
  seen?: readonly string[]
}

/** Where a change was made; `server` is the erasing of old trash. */
export type Maker = 'this_device' | 'other_device' | 'server'

/** One field of one edit. Moments are UTC text. */
export interface FieldChange {
  editId: string
  field: string
  /** The value it replaced; undefined where the field had none. */
  from: Json | undefined
  to: Json
  /** When that which the record tells of happened; null for a record that tells of no moment. */
  happenedAt: string | null
  enteredAt: string
  /** When the server got it; null when it has not, or when that is not known here. */
  receivedAt: string | null
  isOnServer: boolean
  maker: Maker
  /** `won`: the record has this value. `refused`: the server did not take it, so it never counted. */
  outcome: 'won' | 'overtaken' | 'refused'
  /** A first value entered so long after it happened that it is rather remembered than noted. */
  isLate: boolean
  /** Who made the change to `from`, when neither of the two knew of the other; null for all other changes. */
  conflict: Maker | null
}

/** What is known beside the edits: every id this device ever had, and by edit id when the server received it. */
export interface Known {
  devices: ReadonlySet<string>
  received: ReadonlyMap<string, string>
}

const SERVER_DEVICE = '0000000000000000'
/** The evening told of at breakfast is still fresh; the day before is not. */
export const LATE_AFTER_MS = 12 * 3_600_000
/** What a patient feels. A letter or a bill is none the worse for being entered weeks later. */
const FELT = new Set(['treatment_session', 'side_effect', 'vital_signs', 'check_in', 'outcome_measure', 'relief_note'])

/**
 * What `edits` (all of one record) changed, the newest first and the fields of one edit in its own order. Order and
 * duplicates of `edits` change nothing. Setting a value to what it was, or an empty one to nothing, is no change.
 */
export function changesOf(edits: readonly MadeEdit[], known: Known): FieldChange[] {
  const ranked = [...new Map(edits.map((edit) => [edit.id, edit])).values()].sort(byRank)
  const holders = new Map<string, MadeEdit>()
  const changes: FieldChange[] = []
  for (const [place, edit] of ranked.entries()) {
    const happenedAt = happened(ranked.slice(0, place + 1))
    const names = Object.keys(edit.set).filter((name) => !isSame(holders.get(name)?.set[name], edit.set[name]))
    changes.unshift(...names.map((name) => changeOf(edit, name, holders.get(name), happenedAt, known)))
    if (edit.rejection === null) for (const name of Object.keys(edit.set)) holders.set(name, edit)
  }
  const held = new Set<string>()
  for (const change of changes) {
    if (change.outcome === 'refused') continue
    if (!held.has(change.field)) change.outcome = 'won'
    held.add(change.field)
  }
  return changes
}

/** What an edit made now on a record of `edits` has seen, as `MadeEdit` words it; undefined while it need not be kept. */
export function seenIn(edits: readonly StoredEdit[]): string[] | undefined {
  if (edits.every((edit) => edit.seq === null)) return undefined
  const holders = new Map<string, string>()
  for (const edit of edits.filter((edit) => edit.rejection === null).sort(byRank)) {
    for (const name of Object.keys(edit.set)) holders.set(name, edit.id)
  }
  return [...new Set(holders.values())]
}

function changeOf(edit: MadeEdit, field: string, before: MadeEdit | undefined, happenedAt: string | null, known: Known): FieldChange {
  const from = before?.set[field]
  const enteredAt = instantOf(edit.stamp)
  return {
    editId: edit.id,
    field,
    from,
    to: edit.set[field]!,
    happenedAt,
    enteredAt,
    receivedAt: known.received.get(edit.id) ?? null,
    isOnServer: edit.seq !== null,
    maker: makerOf(edit, known),
    outcome: edit.rejection === null ? 'overtaken' : 'refused',
    isLate: isEmpty(from) && field !== 'deleted' && isLate(edit.kind, happenedAt, enteredAt),
    conflict: before !== undefined && edit.rejection === null && isUnseen(before, edit, known) ? makerOf(before, known) : null,
  }
}

/**
 * Whether it is certain that whoever made `later` on one device did not know `earlier` of another. The device that made
 * `later` knows it. Others can tell when `later` was in the log first: nobody has `earlier` before the log has it.
 */
function isUnseen(earlier: MadeEdit, later: MadeEdit, { devices }: Known): boolean {
  const [one, other] = [deviceOf(earlier.stamp), deviceOf(later.stamp)]
  if (one === other || (devices.has(one) && devices.has(other))) return false
  if (later.seen !== undefined) return !later.seen.includes(earlier.id)
  return earlier.seq !== null && later.seq !== null && earlier.seq > later.seq
}

function makerOf(edit: MadeEdit, { devices }: Known): Maker {
  const maker = deviceOf(edit.stamp)
  if (maker === SERVER_DEVICE) return 'server'
  return devices.has(maker) ? 'this_device' : 'other_device'
}

/** When that which the record tells of happened, as these edits of it say; null when they say nothing. */
function happened(edits: readonly MadeEdit[]): string | null {
  const { occurredAt, enteredAt } = project(edits[0]!.record, edits)
  return occurredAt === enteredAt ? null : occurredAt
}

function isLate(kind: string, happenedAt: string | null, enteredAt: string): boolean {
  return FELT.has(kind) && happenedAt !== null && Date.parse(enteredAt) - Date.parse(happenedAt) > LATE_AFTER_MS
}

function isSame(one: Json | undefined, other: Json | undefined): boolean {
  return (isEmpty(one) && isEmpty(other)) || JSON.stringify(one) === JSON.stringify(other)
}

function isEmpty(value: Fields[string] | undefined): boolean {
  return value === undefined || value === null
}

function instantOf(stamp: string): string {
  const ms = momentOf(stamp)
  return new Date(Number.isNaN(ms) ? 0 : ms).toISOString()
}

function deviceOf(stamp: string): string {
  return stamp.slice(-16)
}
