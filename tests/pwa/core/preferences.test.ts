import { expect, test } from 'vitest'
import { PREFERENCES, preferencesOf } from '$src/core/preferences'
import { countryOf, COUNTRIES, OTHER } from '$src/core/crisis'
import { readFileSync } from 'node:fs'

const CHICAGO = { zone: 'America/Chicago', language: 'en-US' }

test('a phone in the United States begins with its crisis lines and with pounds', () => {
  expect(preferencesOf({}, CHICAGO)).toMatchObject({ country: 'US', isCountryChosen: false, weightUnit: 'lb' })
})

test('what was chosen counts, whatever the phone suggests', () => {
  const chosen = preferencesOf({ country: 'NZ', weight_unit: 'kg', questionnaire_layout: 'all_on_one' }, CHICAGO)
  expect(chosen).toMatchObject({ country: 'NZ', isCountryChosen: true, weightUnit: 'kg', questionnaireLayout: 'all_on_one' })
})

test.each([
  ['America/Toronto', 'en-US', 'CA'],
  ['Europe/London', 'en-US', 'GB'],
  ['Europe/Dublin', 'de-DE', 'IE'],
  ['Australia/Perth', 'en-GB', 'AU'],
  ['Pacific/Auckland', 'en-NZ', 'NZ'],
])('a phone whose clock is in %s shows the numbers that work there, whatever its language', (zone, language, country) => {
  expect(countryOf(zone, language)).toBe(country)
})

test('in a country whose numbers do not ship none is guessed from an American phone', () => {
  expect(countryOf('Europe/Berlin', 'en-US')).toBe(OTHER)
  expect(countryOf('Mars/Olympus', 'not a language')).toBe(OTHER)
})

test('every country has somebody to talk to and an emergency number', () => {
  for (const { lines } of COUNTRIES) {
    expect(lines.some((line) => !line.is_emergency)).toBe(true)
    expect(lines.filter((line) => line.is_emergency && line.call)).toHaveLength(1)
  }
})

test('a choice that this version does not know falls back', () => {
  expect(preferencesOf({ weight_unit: 'stone', check_in_scales: 'mood' }, CHICAGO).weightUnit).toBe('lb')
})

test('scales are asked in the order of the form, and one that was taken away is not', () => {
  const { checkInScales, sessionScales } = preferencesOf({ check_in_scales: ['pain', 'mood', 'unknown'], session_scales: [] }, CHICAGO)
  expect(checkInScales).toEqual(['mood', 'pain'])
  expect(sessionScales).toEqual([])
})

test('phone and server mean the same record', () => {
  const server = readFileSync(new URL('../../../shared_schemas/preferences.py', import.meta.url), 'utf8')
  expect(server).toContain(`PREFERENCES_ID = "${PREFERENCES}"`)
})
