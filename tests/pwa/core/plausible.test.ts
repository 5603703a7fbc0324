import { expect, test } from 'vitest'
import { doubts } from '$src/core/plausible'
import type { Fields } from '$src/core/records'

const NOW = Date.UTC(2026, 10, 24, 15)
const IV = { route: 'intravenous', product: 'ketamine', dose_mg: 40, body_weight_kg: 80, duration_minutes: 40 }
const about = (fields: Fields) => doubts(fields, NOW)

test.each<[string, Fields]>([
  ['half a milligram per kilogram over 40 minutes', IV],
  ['nothing known at all', {}],
  ['a dose without a weight', { route: 'intravenous', dose_mg: 400 }],
  ['an infusion for pain over four hours, paced by the hour', { ...IV, dose_mg: 240, duration_minutes: 240 }],
  ['a lozenge of 300 mg', { route: 'sublingual', dose_mg: 300, body_weight_kg: 70 }],
  ['84 mg of esketamine by the nose', { route: 'intranasal', product: 'esketamine', dose_mg: 84, body_weight_kg: 60 }],
  ['a clock that is a few minutes behind', { started_at: '2026-11-24T15:05:00Z' }],
])('nothing is remarked on: %s', (_, fields) => {
  expect(about(fields)).toEqual({})
})

test.each<[string, Fields, string, string]>([
  ['a weight in pounds typed as the dose', { ...IV, dose_mg: 176 }, 'dose_mg', 'dose_high'],
  ['grams in the place of milligrams', { ...IV, dose_mg: 0.04 }, 'dose_mg', 'dose_low'],
  ['a shot above what is given awake', { route: 'intramuscular', dose_mg: 300, body_weight_kg: 80 }, 'dose_mg', 'dose_high'],
  ['more esketamine than its label knows', { route: 'intranasal', product: 'esketamine', dose_mg: 112 }, 'dose_mg', 'esketamine_high'],
  ['eight hours and a minute', { ...IV, duration_minutes: 481 }, 'duration_minutes', 'long'],
  ['an infusion of one minute', { ...IV, duration_minutes: 1 }, 'duration_minutes', 'short'],
  ['a weight of 29 kg', { ...IV, dose_mg: 15, body_weight_kg: 29 }, 'body_weight_kg', 'weight_low'],
  ['a weight of 251 kg', { ...IV, body_weight_kg: 251 }, 'body_weight_kg', 'weight_high'],
  ['a session of next year', { started_at: '2027-11-24T15:05:00Z' }, 'started_at', 'future'],
  ['the year 1026', { started_at: '1026-11-24T15:05:00Z' }, 'started_at', 'early'],
])('a slip of the pen is remarked on: %s', (_, fields, field, doubt) => {
  expect(about(fields)[field]).toBe(doubt)
})
