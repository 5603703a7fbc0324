/** A row of another app's table as an entry of the journal. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { instantIn, msOfLocal } from '../days'
import type { Fields } from '../records'
import { isScale, type Mapping, type Target } from './mapping'
import { readMoment, readTime, type Moment } from './moments'
import { numberIn, onTen } from './scales'

/** An entry made of a row, or why there is none; `unread` names the columns whose value was left out. */
export type Read = { record: string; set: Fields; unread: Target[] } | { problem: 'no_day' | 'future' | 'nothing' }

const KG_PER_LB = 0.45359237
const DAY_MS = 86_400_000
const LONGEST_TEXT = 500
const LONGEST_NOTE = 250_000
const LIMITS: Readonly<Record<string, readonly [number, number]>> = {
  sleep_hours: [0, 24],
  dose_mg: [0.001, 2_000],
  body_weight_kg: [0.001, 700],
  duration_minutes: [0, 1_440],
  session_number: [1, 10_000],
}
const ROUTES: readonly [RegExp, string][] = [
  [/^(iv|intraven|infusion)/, 'intravenous'],
  [/^(im|intramus)/, 'intramuscular'],
  [/^(sc|sq|subcut)/, 'subcutaneous'],
  [/nas|spray|spravato/, 'intranasal'],
  [/troche|subling|lozenge|under/, 'sublingual'],
  [/oral|mouth|pill|tablet/, 'oral'],
]

/**
 * The entry of a row. A day without a time is noon, so that it stays that day. `zone` is that of the phone: trackers write
 * the clock's time and seldom where it hung. `now` bounds what can have happened.
 */
export function entryOf(row: readonly string[], mapping: Mapping, zone: string, now: number): Read {
  const moment = momentIn(row, mapping)
  if (moment === null) return { problem: 'no_day' }
  const ms = moment.instant ?? msOfLocal(`${moment.day}T${moment.time ?? '12:00'}`, zone)
  if (ms > now + DAY_MS) return { problem: 'future' }
  const { values, unread } = valuesIn(row, mapping)
  if (Object.keys(values).length === 0) return { problem: 'nothing' }
  const at = mapping.kind === 'check_in' ? 'at' : 'started_at'
  const set = { [at]: instantIn(ms, zone), time_zone: zone, ...values }
  return { record: recordIdOf(row, mapping, Date.parse(`${moment.day}T${moment.time ?? '12:00'}:00Z`)), set, unread }
}

/**
 * The id of a row's record: of version 7 in its form, with the row's own local time and the hash of what the row says in the
 * place of chance. So the same row is the same record, from whichever phone, whenever, and however its columns were read. It
 * is not the order of the columns that counts, nor an empty one.
 */
export function recordIdOf(row: readonly string[], { kind, columns }: Mapping, localMs: number): string {
  const said = columns.map(({ header }, place) => `${header.trim()}\u0000${(row[place] ?? '').trim()}`).filter((pair) => !pair.endsWith('\u0000'))
  const hash = bytesToHex(sha256(utf8ToBytes([kind, ...said.sort()].join('\u0001'))))
  const time = Math.max(0, localMs).toString(16).padStart(12, '0')
  const variant = '89ab'[parseInt(hash[3]!, 16) % 4]
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hash.slice(0, 3)}-${variant}${hash.slice(4, 7)}-${hash.slice(7, 19)}`
}

function momentIn(row: readonly string[], { columns, order }: Mapping): Moment | null {
  let moment: Moment | null = null
  let time: string | null = null
  for (const [place, { target }] of columns.entries()) {
    const text = row[place] ?? ''
    if (target === 'moment' || target === 'day') moment ??= readMoment(text, order ?? 'month_first')
    if (target === 'time') time ??= readTime(text)
  }
  return moment && { ...moment, time: moment.time ?? time }
}

function valuesIn(row: readonly string[], { columns }: Mapping): { values: Fields; unread: Target[] } {
  const values: Fields = {}
  const unread: Target[] = []
  const notes: string[] = []
  const noteColumns = columns.filter(({ target }) => target === 'notes').length
  for (const [place, { header, target, scale }] of columns.entries()) {
    const text = (row[place] ?? '').trim()
    if (text === '' || target === 'skip' || target === 'moment' || target === 'day' || target === 'time') continue
    if (target === 'notes') {
      // With one column its header says nothing new.
      notes.push(noteColumns > 1 ? `${header.trim()}: ${text}` : text)
      continue
    }
    const [name, value] = isScale(target) ? ([target, onTen(text, scale ?? '0-10')] as const) : measured(target, text)
    if (value === null) unread.push(target)
    else values[name] = value
  }
  if (notes.length > 0) values['notes'] = notes.join('\n').slice(0, LONGEST_NOTE)
  return { values, unread }
}

function measured(target: Target, text: string): readonly [string, string | number | null] {
  if (target === 'route') return [target, ROUTES.find(([pattern]) => pattern.test(text.toLowerCase()))?.[1] ?? null]
  if (target === 'clinic' || target === 'clinician') return [target, text.slice(0, LONGEST_TEXT)]
  if (target === 'sleep_hours') return [target, within(target, spanIn(text, 60) ?? numberIn(text))]
  if (target === 'sleep_minutes') return ['sleep_hours', within('sleep_hours', scaled(numberIn(text), 1 / 60))]
  if (target === 'body_weight_lb') return ['body_weight_kg', within('body_weight_kg', scaled(numberIn(text), KG_PER_LB))]
  if (target === 'duration_minutes') return [target, within(target, spanIn(text, 1) ?? numberIn(text))]
  const number = numberIn(text)
  return [target, within(target, target === 'session_number' && number !== null ? Math.round(number) : number)]
}

/** "7:30", "7h 30m" in units of `minutes` minutes; null when it is written in another way. */
function spanIn(text: string, minutes: number): number | null {
  const match = /^(\d{1,3}):(\d{2})(?::\d{2})?$/.exec(text) ?? /^(\d{1,3})\s*h(?:ours?|rs?)?\s*(?:(\d{1,2})\s*m(?:in(?:utes)?)?)?$/i.exec(text)
  if (match === null) return null
  return Math.round(((Number(match[1]) * 60 + Number(match[2] ?? 0)) / minutes) * 100) / 100
}

function scaled(number: number | null, factor: number): number | null {
  return number === null ? null : Math.round(number * factor * 100) / 100
}

function within(name: string, number: number | null): number | null {
  const [least, most] = LIMITS[name] ?? [-Infinity, Infinity]
  return number === null || number < least || number > most ? null : number
}
