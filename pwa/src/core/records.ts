/** The nouns of the phone's store: edits as PROTOCOL.md words them, and the records they fold to. */

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json }
export type Fields = Record<string, Json>

/** One change to one record. `set` has no prototype or is plain JSON; it is never changed. */
export interface Edit {
  id: string
  record: string
  kind: string
  stamp: string
  set: Fields
}

/** Why the server did not take an edit. */
export interface Rejection {
  field: string | null
  code: string
  message: string
}

/** An edit in the phone's store. `seq` is null until the server has it; a rejected one is not sent again. */
export interface StoredEdit extends Edit {
  seq: number | null
  rejection: Rejection | null
}

/** What a patient's action asks to store: some fields of one record. */
export interface Change {
  record: string
  kind: string
  set: Fields
}

/** One record as it is now. `occurredAt` is when it happened (UTC, sorts as text), else when it was entered. */
export interface FoldedRecord {
  id: string
  kind: string
  /** Without prototype, so that a field called `constructor` is only a field. */
  fields: Fields
  occurredAt: string
  enteredAt: string
  amendedAt: string | null
  unsent: boolean
  attention: (Rejection & { editId: string })[]
}
