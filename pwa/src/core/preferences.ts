/** The patient's choices, each with what holds until it is chosen. */
import { countryOf, regionOf } from './crisis'
import type { Fields, Json } from './records'

/** The one record of an account that holds them; the twin of `shared_schemas/preferences.py`. */
export const PREFERENCES = '00000000-0000-7000-8000-000000000001'

export type WeightUnit = 'kg' | 'lb'
export type QuestionnaireLayout = 'one_by_one' | 'all_on_one'

export interface Preferences {
  country: string
  /** Whether the patient chose it, or it is what the phone suggests. */
  isCountryChosen: boolean
  crisisNumber: string
  emergencyNumber: string
  weightUnit: WeightUnit
  questionnaireLayout: QuestionnaireLayout
  checkInScales: readonly string[]
  sessionScales: readonly string[]
}

/** What a phone says of itself: its IANA zone and its language tag. */
export interface Surroundings {
  zone: string
  language: string
}

export const STATE_NAMES = ['mood', 'anxiety', 'energy', 'pain', 'well_being'] as const
export const CHECK_IN_SCALES = [...STATE_NAMES, 'sleep_quality', 'function'] as const
/** Four before and four after keep a session within twelve taps; the fifth is one setting away. */
const SESSION_SCALES = STATE_NAMES.slice(0, 4)
/** Where people know their weight in pounds. */
const POUNDS = ['US', 'LR', 'MM']

/** The choices in the fields of the record, empty when there is none, filled up from the phone's own settings. */
export function preferencesOf(fields: Fields, { zone, language }: Surroundings): Preferences {
  const country = text(fields['country'])
  const isMetric = !POUNDS.includes(regionOf(language) ?? '')
  return {
    country: country || countryOf(zone, language),
    isCountryChosen: country !== '',
    crisisNumber: text(fields['crisis_number']),
    emergencyNumber: text(fields['emergency_number']),
    weightUnit: oneOf(fields['weight_unit'], ['kg', 'lb']) ?? (isMetric ? 'kg' : 'lb'),
    questionnaireLayout: oneOf(fields['questionnaire_layout'], ['one_by_one', 'all_on_one']) ?? 'one_by_one',
    checkInScales: scales(fields['check_in_scales'], CHECK_IN_SCALES),
    sessionScales: scales(fields['session_scales'], SESSION_SCALES),
  }
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value.trim() : ''
}

function oneOf<T extends string>(value: Json | undefined, choices: readonly T[]): T | undefined {
  return choices.find((choice) => choice === value)
}

/** In the order of the forms, whatever order they were chosen in. */
function scales(value: Json | undefined, otherwise: readonly string[]): readonly string[] {
  return Array.isArray(value) ? CHECK_IN_SCALES.filter((name) => value.includes(name)) : otherwise
}
