import { describe, expect, test } from 'vitest'
import { changesOf, seenIn, type FieldChange, type Known, type MadeEdit } from '$src/core/history'
import type { Fields } from '$src/core/records'
import { DEVICE, editId, stampAt, stored } from './edits'

const TABLET = 'bbbbbbbbbbbbbbbb'
const KNOWN: Known = { devices: new Set([DEVICE]), received: new Map() }

function onTablet(number: number, set: Fields, rest: Partial<MadeEdit> = {}): MadeEdit {
  return stored(number, set, { stamp: stampAt(number, TABLET), ...rest })
}

function onPhone(number: number, set: Fields, rest: Partial<MadeEdit> = {}): MadeEdit {
  return { ...stored(number, set), ...rest }
}

const words = (changes: FieldChange[]) =>
  changes.map(({ field, from, to, outcome }) => `${field} ${JSON.stringify(from) ?? 'nothing'} > ${JSON.stringify(to)} ${outcome}`)

const conflicts = (...edits: MadeEdit[]) => changesOf(edits, KNOWN).map(({ conflict }) => conflict)

describe('what changed', () => {
  test('is told newest first, each value with the one it replaced', () => {
    const changes = changesOf([onPhone(1, { mood: 3, notes: 'calm' }), onPhone(2, { mood: 5 }), onPhone(3, { mood: 4 })], KNOWN)
    expect(words(changes)).toEqual([
      'mood 5 > 4 won',
      'mood 3 > 5 overtaken',
      'mood nothing > 3 overtaken',
      'notes nothing > "calm" won',
    ])
  })

  test('is the same whatever order the edits come in, and when one comes twice', () => {
    const edits = [onPhone(1, { mood: 3 }), onTablet(2, { mood: 5 }), onPhone(3, { pain: 1, mood: null })]
    expect(changesOf([edits[2]!, edits[0]!, edits[1]!, edits[0]!], KNOWN)).toEqual(changesOf(edits, KNOWN))
  })

  test('is nothing where a value was only entered again, or nothing was cleared', () => {
    const changes = changesOf([onPhone(1, { mood: 3, answers: [0, null] }), onTablet(2, { mood: 3, answers: [0, null], pain: null })], KNOWN)
    expect(words(changes)).toEqual(['mood nothing > 3 won', 'answers nothing > [0,null] won'])
  })

  test('an edit that arrives late from another device stands where it was made', () => {
    const changes = changesOf([onPhone(9, { mood: 6 }, { seq: 1 }), onTablet(2, { mood: 2 }, { seq: 2 })], KNOWN)
    expect(words(changes)).toEqual(['mood 2 > 6 won', 'mood nothing > 2 overtaken'])
  })

  test('a change the server refused is told and counts for nothing', () => {
    const rejection = { field: 'dose_mg', code: 'less_than_equal', message: 'too much' }
    const changes = changesOf([onPhone(1, { dose_mg: 40 }), onPhone(2, { dose_mg: 99_999 }, { rejection }), onPhone(3, { dose_mg: 42 })], KNOWN)
    expect(words(changes)).toEqual(['dose_mg 40 > 42 won', 'dose_mg 40 > 99999 refused', 'dose_mg nothing > 40 overtaken'])
  })

  test('the trash is a change like any other', () => {
    expect(words(changesOf([onPhone(1, { mood: 3 }), onPhone(2, { deleted: true }), onPhone(3, { deleted: false })], KNOWN))).toEqual([
      'deleted true > false won',
      'deleted nothing > true overtaken',
      'mood nothing > 3 won',
    ])
  })

  test('a field called like a part of every object is only a field', () => {
    const set = JSON.parse('{"constructor": 1, "__proto__": 2}') as Fields
    expect(words(changesOf([onPhone(1, set)], KNOWN))).toEqual(['constructor nothing > 1 won', '__proto__ nothing > 2 won'])
  })

  test('of a record without edits is nothing', () => {
    expect(changesOf([], KNOWN)).toEqual([])
  })
})

describe('when and where', () => {
  const session = (started_at: string, number = 1) => stored(number, { started_at, dose_mg: 40 }, { kind: 'treatment_session' })

  test('each change knows when it happened, when it was entered and when it was received', () => {
    const received = new Map([[editId(1), '2026-11-23T09:05:00.000Z']])
    const [change] = changesOf([onPhone(1, { at: '2026-11-23T09:30:00+01:00', mood: 3 }, { seq: 4 })], { ...KNOWN, received })
    expect(change).toMatchObject({
      happenedAt: '2026-11-23T08:30:00.000Z',
      enteredAt: '2026-11-23T09:00:01.000Z',
      receivedAt: '2026-11-23T09:05:00.000Z',
      isOnServer: true,
    })
  })

  test('what waits on this phone is not said to be received', () => {
    expect(changesOf([onPhone(1, { mood: 3 })], KNOWN)[0]).toMatchObject({ receivedAt: null, isOnServer: false })
  })

  test('a record that tells of no moment says none', () => {
    expect(changesOf([onPhone(1, { full_name: 'Ana' }, { kind: 'patient' })], KNOWN)[0]).toMatchObject({ happenedAt: null, isLate: false })
  })

  test('a moment corrected later is the moment from then on, and not before', () => {
    const moved = changesOf([session('2026-11-23T08:00:00Z'), stored(2, { started_at: '2026-11-23T07:00:00Z' }, { kind: 'treatment_session' })], KNOWN)
    expect(moved.map(({ happenedAt }) => happenedAt)).toEqual([
      '2026-11-23T07:00:00.000Z',
      '2026-11-23T08:00:00.000Z',
      '2026-11-23T08:00:00.000Z',
    ])
  })

  test('a session told of the next day is late, one told of the same evening is not', () => {
    const lateness = (started_at: string) => changesOf([session(started_at)], KNOWN).map(({ isLate }) => isLate)
    expect(lateness('2026-11-22T20:59:00Z')).toEqual([true, true])
    expect(lateness('2026-11-22T21:01:00Z')).toEqual([false, false])
  })

  test('a correction and the trash are not late, however long after; a first value is', () => {
    const weeksLater = '2026-12-14T09:00:00.000Z-0000-aaaaaaaaaaaaaaaa'
    const changes = changesOf(
      [
        session('2026-11-23T08:30:00Z'),
        stored(2, { dose_mg: 42, notes: 'calm', deleted: true }, { kind: 'treatment_session', stamp: weeksLater }),
      ],
      KNOWN,
    )
    expect(changes.filter(({ isLate }) => isLate).map(({ field }) => field)).toEqual(['notes'])
  })

  test('a letter entered weeks after its date is not late', () => {
    expect(changesOf([stored(1, { notice_on: '2026-10-01' }, { kind: 'denial' })], KNOWN)[0]!.isLate).toBe(false)
  })

  test('the maker is this device, another, or the server that erases old trash', () => {
    const byServer = stored(3, { deleted: true }, { stamp: stampAt(3, '0000000000000000') })
    const makers = changesOf([onPhone(1, { mood: 1 }), onTablet(2, { mood: 2 }), byServer], KNOWN).map(({ maker }) => maker)
    expect(makers).toEqual(['server', 'other_device', 'this_device'])
  })

  test('what was entered here before signing in is still of this device', () => {
    const known = { ...KNOWN, devices: new Set([DEVICE, 'cccccccccccccccc']) }
    expect(changesOf([onPhone(1, { mood: 1 })], known)[0]!.maker).toBe('this_device')
  })
})

describe('two devices that change the same field', () => {
  test('without knowing of each other: the later change says whose it replaced', () => {
    const offline = onPhone(3, { mood: 6 }, { seen: [editId(1)], seq: 3 })
    expect(conflicts(onTablet(1, { mood: 3 }, { seq: 1 }), onTablet(2, { mood: 4 }, { seq: 2 }), offline)).toEqual(['other_device', null, null])
  })

  test('one after seeing the other is an ordinary change', () => {
    expect(conflicts(onTablet(2, { mood: 4 }, { seq: 2 }), onPhone(3, { mood: 6 }, { seen: [editId(2)], seq: 3 }))).toEqual([null, null])
  })

  test('seen from a third device: the later one was on the server first, so it cannot have known', () => {
    const known = { ...KNOWN, devices: new Set(['cccccccccccccccc']) }
    const [change] = changesOf([onTablet(2, { mood: 4 }, { seq: 2 }), onPhone(3, { mood: 6 }, { seq: 1 })], known)
    expect(change!.conflict).toBe('other_device')
  })

  test('the one made here, overtaken by a later one from elsewhere, is said to be of this device', () => {
    expect(conflicts(onPhone(2, { mood: 4 }, { seen: [], seq: 9 }), onTablet(3, { mood: 6 }, { seq: 8 }))).toEqual(['this_device', null])
  })

  test('nothing is claimed where it cannot be known', () => {
    expect(conflicts(onTablet(2, { mood: 4 }, { seq: 2 }), onPhone(3, { mood: 6 }, { seq: 3 }))).toEqual([null, null])
    expect(conflicts(onTablet(2, { mood: 4 }), onPhone(3, { mood: 6 }, { seq: 3 }))).toEqual([null, null])
  })

  test('different fields, or the same value, are no conflict', () => {
    const mine = onPhone(3, { pain: 1, mood: 4 }, { seen: [], seq: 3 })
    expect(conflicts(onTablet(2, { mood: 4 }, { seq: 2 }), mine)).toEqual([null, null])
  })

  test('what was entered before and after signing in is of one person on one phone', () => {
    const known = { ...KNOWN, devices: new Set([DEVICE, TABLET]) }
    const changes = changesOf([onTablet(1, { mood: 3 }, { seq: 2 }), onPhone(2, { mood: 4 }, { seq: 1 })], known)
    expect(changes.map(({ conflict }) => conflict)).toEqual([null, null])
  })

  test('a refused change is in conflict with nothing', () => {
    const rejection = { field: 'mood', code: 'less_than_equal', message: 'too much' }
    expect(conflicts(onTablet(2, { mood: 4 }, { seq: 2 }), onPhone(3, { mood: 60 }, { seen: [], rejection }))).toEqual([null, null])
  })
})

describe('what an edit has seen', () => {
  test('are the edits whose values the record has, and no refused one', () => {
    const rejection = { field: null, code: 'failed', message: '' }
    const edits = [
      onPhone(1, { mood: 1 }, { seq: 1 }),
      onPhone(2, { mood: 2, pain: 3 }),
      onPhone(3, { pain: 4 }),
      onPhone(4, { pain: 99 }, { rejection }),
    ]
    expect(seenIn(edits)).toEqual([editId(2), editId(3)])
  })

  test('need not be kept while nothing of the record has left this phone', () => {
    expect(seenIn([onPhone(1, { mood: 1 }), onPhone(2, { mood: 2 })])).toBeUndefined()
    expect(seenIn([])).toBeUndefined()
  })
})
