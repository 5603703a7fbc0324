/** Fields and values of any record in a patient's words: the labels of the forms, and what is left of others. */
import type { Choice, Field } from '../components/form/fields'
import { plain } from '../components/summary'
import { dayAndTime, shortDay } from '../core/days'
import type { FieldChange } from '../core/history'
import { dollarsText } from '../core/locale'
import type { Fields, Json } from '../core/records'
import { INSTRUMENTS, score } from '../core/scoring'
import { words } from '../words'
import { CHECK_IN } from './checkInFields'
import { formOf } from './details/forms'
import { VITAL_SIGNS, WHOLE } from './session/fields'

const said = words.history

/** One line of a change. `from` is null where nothing stood before. */
export interface Line {
  label: string
  to: string
  from: string | null
}

/** What says which record this is and nothing about the patient. */
const UNTOLD = new Set(['session', 'instrument'])
const MINUTE_MS = 60_000
/** A phone with a network sends within seconds, and after a failed try within these (the longest back-off). */
const AT_ONCE_MS = 5 * MINUTE_MS
const INSTANT = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d/
const DAY = /^\d{4}-\d\d-\d\d$/

/** The lines that tell of a change: none for what is not for people, one for each answer of a questionnaire. */
export function linesOf({ field, from, to }: Pick<FieldChange, 'field' | 'from' | 'to'>, kind: string, fields: Fields): Line[] {
  if (UNTOLD.has(field) || (field === 'time_zone' && isEmpty(from))) return []
  if (field === 'deleted') return [{ label: to === true ? said.toTrash : said.fromTrash, to: '', from: null }]
  const instrument = INSTRUMENTS.get(String(fields['instrument']))
  if (field === 'answers' && instrument && Array.isArray(from) && Array.isArray(to)) {
    const answered = (value: Json | undefined) => instrument.options.find((option) => option.value === value)?.label ?? said.nothing
    return instrument.items.flatMap((_, place) =>
      from[place] === to[place] ? [] : [{ label: said.question(place + 1), to: answered(to[place]), from: answered(from[place]) }],
    )
  }
  const before = isEmpty(from) ? null : wordsOf(kind, field, from!, fields)
  return [{ label: labelOf(kind, field), to: wordsOf(kind, field, to, fields), from: before }]
}

/** What a field is called on the form it stands in. */
export function labelOf(kind: string, name: string): string {
  const label = fieldOf(kind, name)?.label ?? said.labels[name]
  if (label === undefined) return capital(name.replaceAll('_', ' '))
  // The form says it by its headings.
  const place = kind === 'treatment_session' ? /_(before|after)$/.exec(name)?.[1] : undefined
  return place === undefined ? label : said.labelAt(label, place)
}

/** A value as a form would show it; "nothing" for an empty one. */
export function wordsOf(kind: string, name: string, value: Json, fields: Fields): string {
  if (isEmpty(value)) return said.nothing
  const field = fieldOf(kind, name)
  const zone = typeof fields['time_zone'] === 'string' ? fields['time_zone'] : undefined
  if (name === 'answers' && Array.isArray(value)) return answersWords(value, fields)
  if (name === 'attachments' && Array.isArray(value)) return said.files(value.length)
  if (typeof value === 'boolean') return value ? said.yes : said.no
  const choice = choicesOf(kind, name, fields).find((choice) => String(choice.value) === String(value))
  if (choice) return choice.label
  if (typeof value === 'number') return numberWords(name, value, field)
  if (Array.isArray(value)) return value.map((part) => wordsOf(kind, name, part, fields)).join(', ')
  if (typeof value === 'object') return said.unshowable
  return textWords(name, value, zone)
}

/** Where a change was made and when it came online, as far as this phone knows: "On this phone, online 2 hours later". */
export function placeWords(change: FieldChange, hasAccount: boolean): string {
  const where = said.on(said.devices[change.maker])
  if (change.outcome === 'refused' || (!change.isOnServer && !hasAccount)) return where
  if (!change.isOnServer) return said.notOnline(where)
  if (change.receivedAt === null) return said.online(where)
  const waited = Date.parse(change.receivedAt) - Date.parse(change.enteredAt)
  if (waited <= AT_ONCE_MS) return said.onlineAtOnce(where)
  // After days the hour tells nothing.
  const on = waited < 48 * 60 * MINUTE_MS ? dayAndTime(change.receivedAt) : shortDay(change.receivedAt)
  return said.onlineLater(where, spanWords(waited), on)
}

/** How late a late entry is. */
export function lateWords({ enteredAt, happenedAt }: FieldChange): string {
  return said.late(spanWords(Date.parse(enteredAt) - Date.parse(happenedAt!)))
}

/** That two devices changed the same field, said once and asking nothing. */
export function conflictWords({ conflict, outcome }: FieldChange): string {
  return said.conflict(said.devices[conflict!], outcome === 'won')
}

/** "20 minutes", "31 hours", "3 days". */
function spanWords(ms: number): string {
  const minutes = Math.round(ms / MINUTE_MS)
  if (minutes < 90) return said.minutes(minutes)
  const hours = Math.round(minutes / 60)
  return hours < 48 ? said.hours(hours) : said.days(Math.round(hours / 24))
}

function answersWords(answers: Json[], fields: Fields): string {
  const instrument = INSTRUMENTS.get(String(fields['instrument']))
  const total = instrument ? score(instrument, answers as (number | null)[]) : null
  if (instrument && total !== null) return said.totalOf(plain(total), plain(instrument.range[1] ?? 0))
  return said.answeredOf(answers.filter((answer) => answer !== null).length, instrument?.items.length ?? answers.length)
}

function numberWords(name: string, value: number, field: Field | undefined): string {
  const isMoney = field?.type === 'money' || name.endsWith('_cents')
  if (isMoney) return dollarsText(value)
  const unit = field?.unit ?? said.units[name.split('_').at(-1)!]
  // A form shows what was entered, however many digits.
  const shown = String(Math.round(value * 1_000) / 1_000)
  return unit === undefined ? shown : unit === '%' ? `${shown}%` : `${shown} ${unit}`
}

function textWords(name: string, value: string, zone: string | undefined): string {
  if (INSTANT.test(value) && !Number.isNaN(Date.parse(value))) return dayAndTime(value, zone)
  // Noon, so that no zone makes another day of it.
  if (DAY.test(value)) return shortDay(`${value}T12:00:00Z`, 'UTC')
  return name === 'time_zone' || name === 'symptom' ? value.replaceAll('_', ' ') : value
}

function choicesOf(kind: string, name: string, fields: Fields): readonly Choice[] {
  if (name === 'difficulty') return INSTRUMENTS.get(String(fields['instrument']))?.difficulty?.options ?? []
  return fieldOf(kind, name)?.choices ?? []
}

function fieldOf(kind: string, name: string): Field | undefined {
  return fieldsOf(kind).find((field) => field.name === name)
}

function fieldsOf(kind: string): readonly Field[] {
  if (kind === 'vital_signs') return VITAL_SIGNS
  if (kind === 'treatment_session') return WHOLE.flatMap((section) => section.fields)
  if (kind === 'check_in') return CHECK_IN.flatMap((section) => section.fields)
  return formOf(kind)?.fields ?? []
}

function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === null || value === ''
}

/** With a capital first letter. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
