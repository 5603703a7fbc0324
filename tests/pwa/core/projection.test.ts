import { describe, expect, test } from 'vitest'
import { project } from '$src/core/projection'
import { RECORD, stampAt, stored } from './edits'

const REFUSED = { field: 'mood', code: 'less_than_equal', message: 'must be at most 10' }

describe('C2 what is shown', () => {
  test('is every edit that is not rejected, sent or not', () => {
    const shown = project(RECORD, [
      stored(1, { mood: 3, pain: 2 }, { seq: 1 }),
      stored(2, { mood: 6 }),
      stored(3, { mood: 4711 }, { rejection: REFUSED }),
    ])
    expect({ ...shown.fields }).toEqual({ mood: 6, pain: 2 })
    expect(shown).toMatchObject({ id: RECORD, kind: 'check_in', shelf: 'live', unsent: true })
  })

  test('does not depend on the order of the edits', () => {
    const edits = [stored(1, { mood: 3 }), stored(2, { mood: 6, pain: 1 }), stored(3, { pain: 0 })]
    expect(project(RECORD, [...edits].reverse())).toEqual(project(RECORD, edits))
  })

  test('is on the server once every edit has its seq', () => {
    expect(project(RECORD, [stored(1, { mood: 3 }, { seq: 1 })]).unsent).toBe(false)
  })
})

describe('C9 a record with a refused edit', () => {
  test('says why, and which edit it was', () => {
    const refused = stored(2, { mood: 4711 }, { rejection: REFUSED })
    expect(project(RECORD, [stored(1, { mood: 3 }), refused]).attention).toEqual([{ ...REFUSED, editId: refused.id }])
  })

  test('that is all the record has is still shown, so that it can be put right', () => {
    const shown = project(RECORD, [stored(1, { mood: 4711, notes: 'long day' }, { rejection: REFUSED })])
    expect({ ...shown.fields }).toEqual({ mood: 4711, notes: 'long day' })
    expect(shown.unsent).toBe(false)
  })
})

describe('the shelf', () => {
  test('is the trash after deleting and live again after taking it back', () => {
    const edits = [stored(1, { mood: 3 }), stored(2, { deleted: true })]
    expect(project(RECORD, edits).shelf).toBe('trash')
    expect(project(RECORD, [...edits, stored(3, { deleted: false })]).shelf).toBe('live')
  })

  test('of an erased record is gone, whatever was written later', () => {
    const shown = project(RECORD, [stored(1, { erased: true }), stored(2, { erased: true }), stored(3, { mood: 3 })])
    expect(shown.shelf).toBe('gone')
    expect({ ...shown.fields }).toEqual({ erased: true })
  })
})

describe('the time of a record', () => {
  test('is when it happened, in UTC so that it sorts as text', () => {
    const shown = project(RECORD, [stored(1, { started_at: '2026-11-20T14:05:00-05:00', mood: 3 })])
    expect(shown.occurredAt).toBe('2026-11-20T19:05:00.000Z')
  })

  test('is its day when it has only a day', () => {
    expect(project(RECORD, [stored(1, { notice_on: '2026-11-20' })]).occurredAt).toBe('2026-11-20T00:00:00.000Z')
  })

  test('is when it was entered when nothing says more', () => {
    expect(project(RECORD, [stored(1, { at: 'this morning' })]).occurredAt).toBe('2026-11-23T09:00:01.000Z')
    expect(project(RECORD, [stored(1, { at: null })]).occurredAt).toBe('2026-11-23T09:00:01.000Z')
  })

  test('keeps when it was entered and when it was last amended', () => {
    const shown = project(RECORD, [stored(5, { mood: 4 }), stored(1, { mood: 3 })])
    expect(shown.enteredAt).toBe('2026-11-23T09:00:01.000Z')
    expect(shown.amendedAt).toBe('2026-11-23T09:00:05.000Z')
  })

  test('was never amended after one action, even of two edits', () => {
    expect(project(RECORD, [stored(1, { mood: 4 })]).amendedAt).toBeNull()
    const together = [stored(1, { mood: 4 }), stored(2, { pain: 1 }, { stamp: stampAt(1).replace('-0000-', '-0001-') })]
    expect(project(RECORD, together).amendedAt).toBeNull()
  })
})

test('a field called constructor is only a field', () => {
  const shown = project(RECORD, [stored(1, { constructor: 'clay' })])
  expect(Object.keys(shown.fields)).toEqual(['constructor'])
  expect(project(RECORD, [stored(1, { mood: 1 })]).fields['constructor']).toBeUndefined()
})
