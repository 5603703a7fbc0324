import { describe, expect, test } from 'vitest'
import type { Field } from '$src/components/form/fields'
import { changed, read, shown } from '$src/components/form/values'

const ZONE = 'America/New_York'
const DOSE: Field = { name: 'dose_mg', label: 'Dose', type: 'number', unit: 'mg', least: 0.001, most: 2_000 }
const MOOD: Field = { name: 'mood', label: 'Mood', type: 'scale' }
const AT: Field = { name: 'at', label: 'When', type: 'moment' }
const NOTES: Field = { name: 'notes', label: 'Note', type: 'long' }
const PAID: Field = { name: 'paid_cents', label: 'Paid', type: 'money', least: 0, most: 10_000_000 }
const URGENT: Field = { name: 'urgent', label: 'Urgent', type: 'claim' }
const CODES: Field = { name: 'service_codes', label: 'Codes', type: 'codes' }
const CHANGE: Field = { name: 'global_change', label: 'Change', type: 'choice', choices: [{ value: 2, label: 'Better' }] }

const CLINIC: Field = { name: 'clinic', label: 'Clinic', type: 'text' }

test('a text that is longer than there is room for is said to be, and never cut', () => {
  expect(read(NOTES, 'a'.repeat(250_000), ZONE)).toEqual({ value: 'a'.repeat(250_000) })
  expect(read(NOTES, 'a'.repeat(250_001), ZONE)).toEqual({
    wrong: 'This has 250,001 characters, and there is room for 250,000. Please shorten it.',
  })
  expect(read(CLINIC, ` ${'🙂'.repeat(500)} `, ZONE)).toEqual({ value: '🙂'.repeat(500) })
  expect(read(CLINIC, '🙂'.repeat(501), ZONE)).toHaveProperty('wrong')
})

describe('what is typed becomes the value that was meant', () => {
  test.each([
    [DOSE, '42.5', 42.5],
    [DOSE, ' 42,5 ', 42.5],
    [DOSE, '', null],
    [PAID, '12.10', 1210],
    [PAID, '$450', 45000],
    [PAID, '1,200', 120000],
    [PAID, '$12,345.67', 1234567],
    [PAID, '0.29', 29],
    [CODES, '96365, J3490 ,', ['96365', 'J3490']],
    [CHANGE, '2', 2],
    [URGENT, true, true],
    [MOOD, 0, 0],
    [MOOD, null, null],
    [NOTES, '  two\nlines ', '  two\nlines '],
    [AT, '2026-11-24T14:05', '2026-11-24T14:05:00-05:00'],
    [AT, '2026-07-01T09:00', '2026-07-01T09:00:00-04:00'],
  ] as const)('%o %j', (field, raw, value) => {
    expect(read(field, raw as never, ZONE)).toEqual({ value })
  })
})

describe('what cannot be meant is said in words and keeps what was typed', () => {
  test.each([
    [DOSE, 'forty', 'This is not a number.'],
    [DOSE, '0', 'This must be between 0.001 and 2000 mg.'],
    [DOSE, '9000', 'This must be between 0.001 and 2000 mg.'],
    [DOSE, '1e3', 'This is not a number.'],
    [DOSE, '0x10', 'This is not a number.'],
    [DOSE, '1,200', 'Write this without a comma.'],
    [AT, '0026-11-24T14:05', 'Please look at the year.'],
    [DOSE, 'Infinity', 'This is not a number.'],
    [{ ...DOSE, whole: true }, '1.5', 'This must be a whole number.'],
    [AT, '2026-13-40T99:99', 'This is not a date and time.'],
    [{ ...NOTES, type: 'day' } satisfies Field, '2026-02-31x', 'This is not a date.'],
  ] as const)('%o %j', (field, raw, wrong) => {
    expect(read(field, raw, ZONE)).toEqual({ wrong })
  })
})

describe('a record shown in a form and left alone is not changed', () => {
  const before = {
    dose_mg: 42.5,
    mood: 0,
    at: '2026-11-24T19:05:30Z',
    notes: 'kept',
    paid_cents: 1210,
    service_codes: ['96365', 'J3490'],
    global_change: 2,
  }
  const fields = [DOSE, MOOD, AT, NOTES, PAID, URGENT, CODES, CHANGE]
  const raw = () => Object.fromEntries(fields.map((field) => [field.name, shown(field, (before as never)[field.name], ZONE)]))

  test('whatever the exact form of its values', () => {
    expect(changed(fields, raw(), before, ZONE)).toEqual({ set: {}, wrong: {} })
  })

  test('and only what was changed is saved', () => {
    expect(changed(fields, { ...raw(), mood: null, dose_mg: '50' }, before, ZONE).set).toEqual({ mood: null, dose_mg: 50 })
  })

  test('and what must be there is asked for', () => {
    expect(changed([{ ...AT, required: true }], { at: '' }, {}, ZONE).wrong).toEqual({ at: 'Please fill this in.' })
  })

  test('and a time is shown on the clock where it was entered', () => {
    expect(shown(AT, before.at, ZONE)).toBe('2026-11-24T14:05')
    expect(shown(AT, before.at, 'Asia/Tokyo')).toBe('2026-11-25T04:05')
  })
})
