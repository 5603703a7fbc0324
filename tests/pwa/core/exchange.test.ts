import { describe, expect, test } from 'vitest'
import {
  clockOffset,
  isForThisEpoch,
  matches,
  merged,
  mustEraseAgain,
  parseAnswer,
  placeAfter,
  recomputed,
  START,
  type Answer,
  type Place,
  type PulledEdit,
} from '$src/core/exchange'
import digest from '../../vectors/digest.json'
import { edit, RECORD, recordId, stampAt, stored } from './edits'

const LOG = digest.cases[0]!.log
const ERASED = { erased: true }

const pulled = (seq: number, set = { mood: seq } as PulledEdit['set'], rest: Partial<PulledEdit> = {}): PulledEdit => ({
  ...edit(seq, set),
  seq,
  ...rest,
})

const answer = (rest: Partial<Answer>): Answer => ({
  reset: false,
  epoch: 'epoch-1',
  serverTime: '2026-11-23T09:15:42.120Z',
  acknowledged: [],
  rejected: [],
  edits: [],
  cursor: 0,
  more: false,
  check: null,
  ...rest,
})

/** The log of the shared vectors as a page. */
const PAGE = LOG.map(({ seq, id, stamp }) => pulled(seq, { mood: seq }, { id, stamp }))
const END: Place = { epoch: 'epoch-1', cursor: 3, count: 3, digest: LOG[2]!.expected }

describe('C4 the place in the log', () => {
  test('moves with an answer to the present cursor', () => {
    expect(placeAfter(START, { epoch: null, cursor: 0 }, answer({ edits: PAGE, cursor: 3 }))).toEqual(END)
  })

  test('is the same after two pages as after one', () => {
    const half = placeAfter(START, { epoch: null, cursor: 0 }, answer({ edits: PAGE.slice(0, 1), cursor: 1, more: true }))
    expect(placeAfter(half, { epoch: 'epoch-1', cursor: 1 }, answer({ edits: PAGE.slice(1), cursor: 3 }))).toEqual(END)
  })

  test('stays at an answer to an earlier cursor, or to a later one', () => {
    expect(placeAfter(END, { epoch: 'epoch-1', cursor: 0 }, answer({ edits: PAGE, cursor: 3 }))).toEqual(END)
    expect(placeAfter(END, { epoch: 'epoch-1', cursor: 4 }, answer({ edits: [pulled(5)], cursor: 5 }))).toEqual(END)
  })

  test('never moves back', () => {
    expect(placeAfter(END, { epoch: 'epoch-1', cursor: 3 }, answer({ cursor: 2 }))).toEqual(END)
  })

  test('takes nothing from an answer to a request of another epoch', () => {
    expect(isForThisEpoch(END, { epoch: 'epoch-0', cursor: 3 })).toBe(false)
    expect(isForThisEpoch(END, { epoch: null, cursor: 0 })).toBe(false)
    expect(isForThisEpoch(END, { epoch: 'epoch-1', cursor: 0 })).toBe(true)
    expect(isForThisEpoch(START, { epoch: null, cursor: 0 })).toBe(true)
  })
})

describe('C6 count and digest', () => {
  const check = { count: 3, digest: LOG[2]!.expected }

  test('agree with those of the server at the end of the log', () => {
    expect(matches(END, answer({ cursor: 3, check }))).toBe(true)
  })

  test('disagree when one edit is missing or is another', () => {
    expect(matches({ ...END, count: 2 }, answer({ cursor: 3, check }))).toBe(false)
    expect(matches({ ...END, digest: LOG[1]!.expected }, answer({ cursor: 3, check }))).toBe(false)
  })

  test('are not compared in the middle of the log, at another place or without a check', () => {
    expect(matches({ ...END, count: 0 }, answer({ cursor: 3, check, more: true }))).toBeNull()
    expect(matches({ ...END, count: 0 }, answer({ cursor: 4, check }))).toBeNull()
    expect(matches({ ...END, count: 0 }, answer({ cursor: 3, check: null }))).toBeNull()
  })

  test('computed anew from the store are those carried page by page', () => {
    const waiting = stored(9, { mood: 5 })
    const here = [waiting, ...LOG.map((entry) => stored(1, {}, entry)).reverse(), stored(8, {}, { seq: 4 })]
    expect(recomputed(here, 3)).toEqual(check)
    expect(recomputed([waiting], 3)).toEqual({ count: 0, digest: '' })
  })
})

describe('C3 a pulled edit', () => {
  test('of another device is kept as it came, without the time it was received', () => {
    const came = { ...pulled(4, { mood: 5 }), received_at: '2026-11-23T09:15:42.120Z' }
    expect(merged(undefined, came)).toEqual(stored(4, { mood: 5 }, { seq: 4 }))
  })

  test('that the device already has takes the seq and the stamp of the server and loses its rejection', () => {
    const own = stored(4, { mood: 5 }, { rejection: { field: 'mood', code: 'less_than_equal', message: 'too great' } })
    expect(merged(own, pulled(4, { mood: 5 }, { stamp: stampAt(99) }))).toEqual(
      stored(4, { mood: 5 }, { seq: 4, stamp: stampAt(99) }),
    )
  })

  test('that was erased meanwhile is erased here', () => {
    expect(merged(stored(4, { mood: 5 }), pulled(4, ERASED)).set).toEqual(ERASED)
  })

  test('that is erased here stays erased when an old copy of it comes', () => {
    expect(merged(stored(4, ERASED), pulled(4, { mood: 5 })).set).toEqual(ERASED)
  })
})

describe('C3 a record erased here of which the server shows values', () => {
  const here = [stored(1, ERASED, { seq: 1 })]

  test('is erased again', () => {
    expect(mustEraseAgain(here, [pulled(2)], RECORD)).toBe(true)
  })

  test('is not erased twice while the erasure waits to be sent', () => {
    expect(mustEraseAgain([...here, stored(3, ERASED)], [pulled(2)], RECORD)).toBe(false)
  })

  test('is left alone when the page shows no value of it', () => {
    expect(mustEraseAgain(here, [pulled(2, ERASED)], RECORD)).toBe(false)
    expect(mustEraseAgain(here, [pulled(2, { mood: 1 }, { record: recordId(11) })], RECORD)).toBe(false)
    expect(mustEraseAgain([stored(1, { mood: 2 })], [pulled(2)], RECORD)).toBe(false)
  })
})

describe('C7 the offset of the clock', () => {
  const server = '2026-11-23T09:15:42.000Z'
  const serverMs = Date.parse(server)

  test('is measured at the middle of the request', () => {
    expect(clockOffset(server, serverMs - 61_000, serverMs - 59_000)).toBe(60_000)
    expect(clockOffset(server, serverMs, serverMs)).toBe(0)
  })

  test('is learned only from an answer younger than 30 s', () => {
    expect(clockOffset(server, serverMs, serverMs + 29_998)).toBe(-14_999)
    expect(clockOffset(server, serverMs, serverMs + 30_000)).toBeNull()
  })

  test('is not learned when the clock was set back meanwhile, or from no time', () => {
    expect(clockOffset(server, serverMs, serverMs - 1)).toBeNull()
    expect(clockOffset('soon', serverMs, serverMs)).toBeNull()
  })
})

describe('an answer', () => {
  const body = {
    epoch: 'epoch-1',
    server_time: '2026-11-23T09:15:42.120Z',
    acknowledged: { [edit(1, {}).id]: { seq: 1, stamp: stampAt(1) } },
    rejected: [{ id: edit(2, {}).id, field: 'mood', code: 'less_than_equal', message: 'too great' }],
    edits: [{ ...pulled(1), received_at: '2026-11-23T09:15:42.120Z' }],
    cursor: 1,
    more: false,
    check: { count: 1, digest: 'd' },
  }

  test('is read whole', () => {
    expect(parseAnswer(body)).toMatchObject({
      reset: false,
      epoch: 'epoch-1',
      serverTime: '2026-11-23T09:15:42.120Z',
      acknowledged: [{ id: edit(1, {}).id, seq: 1, stamp: stampAt(1) }],
      cursor: 1,
      check: { count: 1, digest: 'd' },
    })
  })

  test('that asks to start again is read as that', () => {
    const reset = { reset: true, epoch: 'epoch-2', server_time: body.server_time }
    expect(parseAnswer(reset)).toEqual({ reset: true, epoch: 'epoch-2', serverTime: body.server_time })
  })

  test('of a newer server with more in it is still read', () => {
    expect(parseAnswer({ ...body, weather: 'fair' })).not.toBeNull()
  })

  test.each([
    ['a page of a captive portal', '<html>'],
    ['nothing', null],
    ['a list', []],
    ['another program', { ok: true }],
    ['no epoch', { ...body, epoch: null }],
    ['no cursor', { ...body, cursor: undefined }],
    ['a cursor in words', { ...body, cursor: '1' }],
    ['no acknowledgements', { ...body, acknowledged: null }],
    ['an acknowledgement without seq', { ...body, acknowledged: { a: { stamp: 's' } } }],
    ['an acknowledgement of nothing', { ...body, acknowledged: { a: null } }],
    ['an edit without seq', { ...body, edits: [edit(1, { mood: 1 })] }],
    ['an edit without set', { ...body, edits: [{ ...pulled(1), set: null }] }],
    ['a rejection of nothing', { ...body, rejected: [{ code: 'x' }] }],
  ])('that is %s is none', (_, other) => {
    expect(parseAnswer(other)).toBeNull()
  })
})
