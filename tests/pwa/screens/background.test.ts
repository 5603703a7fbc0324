import { describe, expect, test } from 'vitest'
import { MEDICINES_ASKED } from './medicines'
import type { Fields, FoldedRecord } from '$src/core/records'
import { BACKGROUND, CARE_CONTACT, CONDITION, PRIOR_TREATMENT } from '$src/screens/details/background'
import { gapsIn, standOf } from '$src/screens/details/completeness'
import { medicineNames } from '$src/screens/details/suggestions'

const sertraline: Fields = { name: 'sertraline', type: 'medicine', dose_mg_per_day: 200, started_on: '2021-02-01', adequate_weeks: 12, improvement_percent: 20 }

function record(fields: Fields): FoldedRecord {
  const at = '2026-11-24T19:05:00.000Z'
  return { id: 'r', kind: 'prior_treatment', fields, occurredAt: at, enteredAt: at, amendedAt: null, unsent: false, attention: [] }
}

describe('what is missing of an earlier treatment', () => {
  test('is nothing when an insurer has all it asks for', () => {
    expect(gapsIn(PRIOR_TREATMENT, sertraline)).toEqual([])
    expect(gapsIn(PRIOR_TREATMENT, { ...sertraline, improvement_percent: null, score_before: 19, score_after: 15 })).toEqual([])
    expect(gapsIn(PRIOR_TREATMENT, { ...sertraline, improvement_percent: 0 })).toEqual([])
  })

  test('is why it ended, once it has', () => {
    expect(gapsIn(PRIOR_TREATMENT, { ...sertraline, ended_on: '2021-06-01' })).toEqual(['why it ended'])
  })

  test('is no dose of a talk therapy', () => {
    expect(gapsIn(PRIOR_TREATMENT, { name: 'CBT', type: 'psychotherapy' })).toEqual(['started', 'how much it helped'])
  })
})

test('a clinic is asked for its NPI, a sister is not, and another condition needs no code', () => {
  expect(gapsIn(CARE_CONTACT, { name: 'Clinic', role: 'clinic', phone: '1', authorization_protocol: 'fax' })).toEqual(['npi'])
  expect(gapsIn(CARE_CONTACT, { name: 'Robin', role: 'safety_contact', phone: '1' })).toEqual([])
  expect(gapsIn(CONDITION, { name: 'Thyroid', other_condition: true })).toEqual([])
})

test('a list says how many are entered and how many have gaps', () => {
  expect(standOf(PRIOR_TREATMENT, [])).toBe('Not entered yet')
  expect(standOf(PRIOR_TREATMENT, [record(sertraline)])).toBe('1 entered, complete')
  expect(standOf(PRIOR_TREATMENT, [record(sertraline), record({ name: 'x' })])).toBe('2 entered, 1 has gaps')
})

test('every field that is asked for stands on its form', () => {
  for (const form of BACKGROUND) {
    const names = form.fields.map(({ name }) => name)
    expect(form.asked!({}).filter((name) => !names.includes(name))).toEqual([])
  }
})

test('medicines are offered by generic and brand name, with their class', async () => {
  const all = await medicineNames()
  for (const [name, brand, drugClass] of MEDICINES_ASKED) {
    expect(all.find(({ value }) => value === name)).toMatchObject({ other: expect.arrayContaining([brand]), also: { drug_class: drugClass } })
  }
})
