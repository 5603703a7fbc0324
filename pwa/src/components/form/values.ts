/** Between what stands in a form and what stands in a record. */
import { instantIn, msOfLocal } from '../../core/days'
import { LINE_CHARACTERS, NOTE_CHARACTERS } from '../../core/limits'
import type { Fields, Json } from '../../core/records'
import { words } from '../../words'
import type { Field } from './fields'

/** What an input holds: text as typed, a number of a scale, a tick; null for nothing. */
export type Raw = string | number | boolean | null
export type RawValues = Record<string, Raw>

/** What was typed, as a value of a record, or what is wrong with it, in the patient's words. */
export type Reading = { value: Json } | { wrong: string }

/** What the input of a field shows for a record's value. `zone` is that of the record. */
export function shown(field: Field, value: Json | undefined, zone: string): Raw {
  if (value === undefined || value === null) return field.type === 'claim' ? false : field.type === 'scale' ? null : ''
  if (field.type === 'claim') return value === true
  if (field.type === 'scale') return typeof value === 'number' ? value : null
  if (field.type === 'moment') {
    const ms = Date.parse(String(value))
    return Number.isNaN(ms) ? '' : instantIn(ms, zone).slice(0, 16)
  }
  if (field.type === 'money') return typeof value === 'number' ? (value / 100).toFixed(2) : ''
  if (field.type === 'codes') return Array.isArray(value) ? value.join(', ') : ''
  if (field.type === 'number' && typeof value === 'number') return String(inShownUnit(field, value))
  return String(value)
}

/** What stands in the input as a value; an empty input is null. */
export function read(field: Field, raw: Raw, zone: string): Reading {
  if (field.type === 'claim') return { value: raw === true }
  if (field.type === 'scale') return { value: typeof raw === 'number' ? raw : null }
  const text = String(raw ?? '').trim()
  if (text === '') return { value: null }
  if (field.type === 'number') return readNumber(field, text)
  if (field.type === 'money') return readMoney(field, text)
  if (field.type === 'codes') return { value: text.split(',').map((code) => code.trim()).filter((code) => code !== '') }
  if (field.type === 'moment') return readMoment(text, zone)
  if (field.type === 'day') return readDay(text)
  if (field.type === 'choice') return { value: field.choices?.find((choice) => String(choice.value) === text)?.value ?? text }
  return field.type === 'long' ? readText(String(raw), NOTE_CHARACTERS) : readText(text, LINE_CHARACTERS)
}

/** A record's number as it is shown: in the field's unit, to one digit after the point where the units differ. */
function inShownUnit({ perUnit }: Field, value: number): number {
  return perUnit === undefined ? value : Math.round((value / perUnit) * 10) / 10
}

/** The fields whose value is another than in `before`, and what is wrong, by field name. */
export function changed(
  fields: readonly Field[],
  raw: RawValues,
  before: Fields,
  zone: string,
): { set: Fields; wrong: Record<string, string> } {
  const set: Fields = {}
  const wrong: Record<string, string> = {}
  for (const field of fields) {
    if (field.required && (raw[field.name] ?? '') === '') wrong[field.name] = words.form.fillIn
    if (raw[field.name] === shown(field, before[field.name], zone)) continue
    const reading = read(field, raw[field.name] ?? null, zone)
    if ('wrong' in reading) wrong[field.name] = reading.wrong
    else if (reading.value !== (before[field.name] ?? (field.type === 'claim' ? false : null))) set[field.name] = reading.value
  }
  return { set, wrong }
}

/** The input lets more in than there is room for: what a paste brings would be cut off without a word. */
function readText(text: string, most: number): Reading {
  const length = text.length <= most ? text.length : [...text].length
  return length > most ? { wrong: words.form.tooLong(length, most) } : { value: text }
}

function readNumber({ least = -Infinity, most = Infinity, whole = false, unit, perUnit = 1 }: Field, text: string): Reading {
  const plain = text.replace('−', '-')
  // "1,200" is twelve hundred to one reader and 1.2 to another; a comma before one or two digits is a decimal point.
  if (/,\d{3}(\D|$)/.test(plain)) return { wrong: words.form.noComma }
  const number = Number(plain.replace(',', '.'))
  if (!/^-?(\d+([.,]\d*)?|[.,]\d+)$/.test(plain)) return { wrong: words.form.noNumber }
  if (whole && !Number.isInteger(number)) return { wrong: words.form.notWhole }
  // To the gram, so that a weight in pounds comes back as it was typed.
  const value = perUnit === 1 ? number : Math.round(number * perUnit * 1_000) / 1_000
  const [from, to] = perUnit === 1 ? [least, most] : [Math.ceil(least / perUnit), Math.floor(most / perUnit)]
  return value < least || value > most ? { wrong: words.form.outOfRange(from, to, unit) } : { value }
}

function readMoney(field: Field, text: string): Reading {
  // In an amount a comma before three digits parts thousands.
  const dollars = text.replace(/^\$\s*/, '')
  const isGrouped = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(dollars)
  const reading = readNumber(field, isGrouped ? dollars.replaceAll(',', '') : dollars)
  // Cents as an integer: 12.1 dollars are 1210 cents, not 1210.0000000000002.
  return 'value' in reading ? { value: Math.round(Number(reading.value) * 100) } : reading
}

function readMoment(text: string, zone: string): Reading {
  const ms = msOfLocal(text, zone)
  const year = Number(text.slice(0, 4))
  if (year < 1900 || year > 2200) return { wrong: words.form.lookAtYear }
  return Number.isNaN(ms) ? { wrong: words.form.noMoment } : { value: instantIn(ms, zone) }
}

function readDay(text: string): Reading {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`))
  return isDay ? { value: text } : { wrong: words.form.noDay }
}
