/** What an answer of the server means for this device: the pure part of rules C3-C7. The store carries it out. */
import { digestAfter } from './digest'
import { isErasing } from './fold'
import { FRESH_ANSWER_MS } from './limits'
import type { Edit, Json, StoredEdit } from './records'

/** Where the device stands in the server's log. `count` and `digest` are over seq <= cursor. */
export interface Place {
  epoch: string | null
  cursor: number
  count: number
  digest: string
}

export const START: Place = { epoch: null, cursor: 0, count: 0, digest: '' }

export interface PulledEdit extends Edit {
  seq: number
}

export interface Rejected {
  id: string
  field: string | null
  code: string
  message: string
}

export interface Answer {
  reset: false
  epoch: string
  serverTime: string
  acknowledged: { id: string; seq: number; stamp: string }[]
  rejected: Rejected[]
  edits: PulledEdit[]
  cursor: number
  more: boolean
  check: { count: number; digest: string } | null
}

export interface Reset {
  reset: true
  epoch: string
  serverTime: string
}

/** What the request said, as far as the answer must be held against it. */
export interface Asked {
  epoch: string | null
  cursor: number
}

/** C4: an answer to a request of another epoch is not used. */
export function isForThisEpoch(place: Place, asked: Asked): boolean {
  return place.epoch === asked.epoch
}

/** Whether anything in the journal may be another after it. */
export function brings({ acknowledged, rejected, edits }: Answer): boolean {
  return acknowledged.length + rejected.length + edits.length > 0
}

/** The place after a page; the same when the answer is not to the present cursor (C4) or moves back. */
export function placeAfter(place: Place, asked: Asked, answer: Answer): Place {
  const epoch = answer.epoch
  if (asked.cursor !== place.cursor || answer.cursor < place.cursor) return { ...place, epoch }
  let { count, digest } = place
  for (const edit of answer.edits) {
    digest = digestAfter(digest, edit.seq, edit.id, edit.stamp)
    count += 1
  }
  return { epoch, cursor: answer.cursor, count, digest }
}

/** C6: whether count and digest are the server's; null when the answer does not say, or not about this place. */
export function matches(place: Place, answer: Answer): boolean | null {
  if (answer.more || answer.check === null || answer.cursor !== place.cursor) return null
  return answer.check.count === place.count && answer.check.digest === place.digest
}

/** Count and digest of those of `edits` whose `seq` is not beyond `cursor`. */
export function recomputed(edits: readonly StoredEdit[], cursor: number): Pick<Place, 'count' | 'digest'> {
  const received = edits.flatMap(({ seq, id, stamp }) => (seq !== null && seq <= cursor ? [{ seq, id, stamp }] : []))
  received.sort((one, other) => one.seq - other.seq)
  const digest = received.reduce((before, { seq, id, stamp }) => digestAfter(before, seq, id, stamp), '')
  return { count: received.length, digest }
}

/** C3: a pulled edit as it is kept. One the device has takes the server's seq and stamp and loses its rejection. */
export function merged(own: StoredEdit | undefined, pulled: PulledEdit): StoredEdit {
  const { id, record, kind, stamp, set, seq } = pulled
  if (own === undefined) return { id, record, kind, stamp, set, seq, rejection: null }
  return { ...own, stamp, seq, set: isErasing(set) ? set : own.set, rejection: null }
}

/** C3: whether the page brings values of a record that is erased here while no erasing edit of it waits to be sent. */
export function mustEraseAgain(own: readonly StoredEdit[], page: readonly PulledEdit[], record: string): boolean {
  const isErasedHere = own.some((edit) => isErasing(edit.set))
  const bringsValues = page.some((edit) => edit.record === record && !isErasing(edit.set))
  const isWaiting = own.some((edit) => edit.seq === null && isErasing(edit.set))
  return isErasedHere && bringsValues && !isWaiting
}

/** C7: server time minus device time in ms; null when the answer took too long to say anything about now. */
export function clockOffset(serverTime: string, askedAtMs: number, answeredAtMs: number): number | null {
  const ms = Date.parse(serverTime)
  const took = answeredAtMs - askedAtMs
  if (Number.isNaN(ms) || took < 0 || took >= FRESH_ANSWER_MS) return null
  return Math.round(ms - (askedAtMs + took / 2))
}

/** The answer in `body`, parsed; null when it is not one: then it is not the server that answered. */
export function parseAnswer(body: unknown): Answer | Reset | null {
  if (!isObject(body) || typeof body['epoch'] !== 'string' || typeof body['server_time'] !== 'string') return null
  const { epoch, server_time: serverTime } = body as { epoch: string; server_time: string }
  if (body['reset'] === true) return { reset: true, epoch, serverTime }
  const { acknowledged, rejected, edits, cursor, more, check } = body
  if (!isObject(acknowledged) || !Array.isArray(rejected) || !Array.isArray(edits)) return null
  if (typeof cursor !== 'number' || typeof more !== 'boolean') return null
  if (!edits.every(isPulledEdit) || !rejected.every(isRejected)) return null
  const taken = Object.entries(acknowledged).map(([id, entry]) => ({ id, ...(entry as { seq: number; stamp: string }) }))
  if (!taken.every((entry) => typeof entry.seq === 'number' && typeof entry.stamp === 'string')) return null
  const isChecked = isObject(check) && typeof check['count'] === 'number' && typeof check['digest'] === 'string'
  return {
    reset: false,
    epoch,
    serverTime,
    acknowledged: taken,
    rejected: rejected as unknown as Rejected[],
    edits: edits as unknown as PulledEdit[],
    cursor,
    more,
    check: isChecked ? (check as unknown as Answer['check']) : null,
  }
}

function isObject(value: unknown): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isPulledEdit(value: unknown): value is PulledEdit {
  if (!isObject(value) || typeof value['seq'] !== 'number' || !isObject(value['set'])) return false
  return ['id', 'record', 'kind', 'stamp'].every((name) => typeof value[name] === 'string')
}

function isRejected(value: unknown): value is Rejected {
  return isObject(value) && typeof value['id'] === 'string' && typeof value['code'] === 'string'
}
