import { expect, test } from 'vitest'
import { changed, shown } from '$src/components/form/values'
import { reliefRemarks, sessionRemarks, vitalRemarks, WHOLE } from '$src/screens/session/fields'
import { inUnit, turned } from '$src/screens/session/weight'

const WEIGHT = WHOLE[0]!.fields.find((field) => field.name === 'body_weight_kg')!
const POUNDS = inUnit(WEIGHT, 'lb')

test('a weight in pounds is stored in kilograms and comes back as it was typed', () => {
  const { set } = changed([POUNDS], { body_weight_kg: '176' }, {}, 'UTC')
  expect(set).toEqual({ body_weight_kg: 79.832 })
  expect(shown(POUNDS, set['body_weight_kg'], 'UTC')).toBe('176')
})

test('a weight in kilograms is stored as it was typed', () => {
  expect(changed([inUnit(WEIGHT, 'kg')], { body_weight_kg: '79.83' }, {}, 'UTC').set).toEqual({ body_weight_kg: 79.83 })
})

test('another unit at the field keeps the weight, and what is no weight as it was typed', () => {
  expect(turned(WEIGHT, '80', 'kg', 'lb')).toBe('176.4')
  expect(turned(WEIGHT, '176.4', 'lb', 'kg')).toBe('80')
  expect(turned(WEIGHT, 'eighty', 'kg', 'lb')).toBe('eighty')
  expect(turned(WEIGHT, '', 'kg', 'lb')).toBe('')
})

test('a weight nobody has is refused in the unit it was typed in', () => {
  expect(changed([POUNDS], { body_weight_kg: '2000' }, {}, 'UTC').wrong['body_weight_kg']).toContain('lb')
})

test('the dose for the weight is said beside the dose, with a doubt where there is one', () => {
  const usual = { dose_mg: 40, body_weight_kg: 80, route: 'intravenous' }
  expect(sessionRemarks(usual)['dose_mg']).toEqual({ text: '0.50 mg for each kg of body weight' })
  expect(sessionRemarks({ ...usual, dose_mg: 400 })['dose_mg']).toMatchObject({ isCaution: true })
  expect(sessionRemarks({})).toEqual({})
})

test('a blood pressure typed the wrong way round is remarked on', () => {
  expect(vitalRemarks({ systolic_mmhg: 80, diastolic_mmhg: 120 })['diastolic_mmhg']?.isCaution).toBe(true)
  expect(vitalRemarks({ systolic_mmhg: 120, diastolic_mmhg: 80 })).toEqual({})
})

test('how long relief lasted is said, and a date that cannot be is remarked on', () => {
  const session = '2026-11-01T15:00:00.000Z'
  const lasted = reliefRemarks({ began_at: '2026-11-02T09:00:00Z', wore_off_at: '2026-11-12T09:00:00Z' }, session)
  expect(lasted).toEqual({ wore_off_at: { text: 'Lasted 10 days.' } })
  expect(reliefRemarks({ began_at: '2026-10-30T09:00:00Z' }, session)['began_at']?.isCaution).toBe(true)
  expect(reliefRemarks({ began_at: '2026-11-05T09:00:00Z', wore_off_at: '2026-11-03T09:00:00Z' }, session)['wore_off_at']?.isCaution).toBe(true)
})
