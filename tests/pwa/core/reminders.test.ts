import { describe, expect, test } from 'vitest'
import { RULES, recordOf, ruleOf } from '$src/core/reminders'
import type { FoldedRecord, Fields } from '$src/core/records'

function chosen(rule: (typeof RULES)[number] | 'all', fields: Fields): FoldedRecord[] {
  const at = '2026-11-23T09:00:00.000Z'
  return [{ id: recordOf(rule), kind: 'reminder', fields, occurredAt: at, enteredAt: at, amendedAt: null, unsent: false, attention: [] }]
}

describe('a reminder rule', () => {
  test('has what ships until the patient says otherwise', () => {
    expect(ruleOf('after_session', []).hoursAfter).toEqual([2, 24, 72, 168])
    expect(ruleOf('check_in', [])).toMatchObject({ isOn: false, atTime: '19:00' })
    expect(ruleOf('all', [])).toMatchObject({ isOn: true, quietFrom: '21:00', quietUntil: '08:00', pausedUntil: '' })
  })

  test('keeps the defaults of what the patient did not change, or took back', () => {
    expect(ruleOf('check_in', chosen('check_in', { is_on: true }))).toMatchObject({ isOn: true, atTime: '19:00' })
    expect(ruleOf('all', chosen('all', { paused_until: null })).pausedUntil).toBe('')
  })

  test('asks for questionnaires each in its own time until the patient chose a rhythm, and again when it is taken back', () => {
    expect(ruleOf('questionnaire', []).everyDays).toBeNull()
    expect(ruleOf('questionnaire', chosen('questionnaire', { every_days: 7 })).everyDays).toBe(7)
    expect(ruleOf('questionnaire', chosen('questionnaire', { every_days: null })).everyDays).toBeNull()
  })

  test('may ask at no hour at all', () => {
    expect(ruleOf('after_session', chosen('after_session', { hours_after: [] })).hoursAfter).toEqual([])
  })

  test('has a record of its own, in the form of a record id', () => {
    const ids = [recordOf('all'), ...RULES.map(recordOf)]
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)
  })
})
