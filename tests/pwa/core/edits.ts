import type { Edit, Fields, StoredEdit } from '$src/core/records'

/** Edits for tests: the number gives the id, and the stamp unless another is named. */

export const DEVICE = 'aaaaaaaaaaaaaaaa'
export const RECORD = recordId(10)

export function editId(number: number): string {
  return `0193a000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`
}

export function recordId(number: number): string {
  return `0193b000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`
}

/** The stamp `seconds` after nine o'clock on 23 November 2026, UTC. */
export function stampAt(seconds: number, device = DEVICE): string {
  return `${new Date(Date.UTC(2026, 10, 23, 9, 0, seconds)).toISOString()}-0000-${device}`
}

export function edit(number: number, set: Fields, rest: Partial<Edit> = {}): Edit {
  return { id: editId(number), record: RECORD, kind: 'check_in', stamp: stampAt(number), set, ...rest }
}

export function stored(number: number, set: Fields, rest: Partial<StoredEdit> = {}): StoredEdit {
  return { ...edit(number, set), seq: null, rejection: null, ...rest }
}
