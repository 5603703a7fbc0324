/** Days, times and zones, by Intl: an entry belongs to the day it had where it was made. */
import { locale } from './locale'

const MINUTE_MS = 60_000
const CLOCK: Intl.DateTimeFormatOptions = {
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
}
// Making one takes longer than using it a hundred times, and a list needs the same few for every row.
const formatters = new Map<string, Intl.DateTimeFormat>()

/** The zone of this device, IANA. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'
}

/** The local calendar day, YYYY-MM-DD, of an instant in `zone` (this device's when unknown). */
export function dayOf(instant: string | number, zone: string = ownZone()): string {
  return format('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit' }, instant, zone)
}

/** RFC 3339 with the offset of `zone` at that moment, to the second: `2026-11-24T14:05:00-05:00`. */
export function instantIn(ms: number, zone: string = ownZone()): string {
  const offset = offsetMinutes(ms, zone)
  const local = new Date(ms + offset * MINUTE_MS).toISOString().slice(0, 19)
  const sign = offset < 0 ? '-' : '+'
  const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, '0')
  const minutes = String(Math.abs(offset) % 60).padStart(2, '0')
  return `${local}${sign}${hours}:${minutes}`
}

/** Minutes that local time in `zone` is ahead of UTC at that moment. */
export function offsetMinutes(ms: number, zone: string): number {
  const parts = formatter('en-US', CLOCK, zone).formatToParts(ms)
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0)
  const local = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'))
  return Math.round((local - Math.floor(ms / 1000) * 1000) / MINUTE_MS)
}

/** The instant (ms) at which clocks in `zone` show `local`, `YYYY-MM-DDTHH:MM`; a time that clocks skip is taken as
 * if they had not, one that they show twice is the first. NaN when `local` is none. */
export function msOfLocal(local: string, zone: string = ownZone()): number {
  const asUtc = Date.parse(`${local.length === 16 ? `${local}:00` : local}Z`)
  if (Number.isNaN(asUtc)) return NaN
  const before = asUtc - offsetMinutes(asUtc - 86_400_000, zone) * MINUTE_MS
  const after = asUtc - offsetMinutes(asUtc + 86_400_000, zone) * MINUTE_MS
  if (offsetMinutes(before, zone) * MINUTE_MS === asUtc - before) return before
  return offsetMinutes(after, zone) * MINUTE_MS === asUtc - after ? after : before
}

/** "Tue, Nov 24, 2:05 PM", with the year when it is not `now`'s. */
export function dayAndTime(instant: string | number, zone: string = ownZone(), now: number = Date.now()): string {
  return `${shortDay(instant, zone, now)}, ${timeOfDay(instant, zone)}`
}

/** "Tue, Nov 24", with the year when it is not `now`'s. */
export function shortDay(instant: string | number, zone: string = ownZone(), now: number = Date.now()): string {
  const isThisYear = dayOf(instant, zone).slice(0, 4) === dayOf(now, zone).slice(0, 4)
  const year = isThisYear ? {} : ({ year: 'numeric' } as const)
  return format(locale(), { weekday: 'short', month: 'short', day: 'numeric', ...year }, instant, zone)
}

/** "2:05 PM". */
export function timeOfDay(instant: string | number, zone: string = ownZone()): string {
  return format(locale(), { hour: 'numeric', minute: '2-digit' }, instant, zone).replace(/\s/g, ' ')
}

/** "Tuesday, November 24". */
export function longDay(instant: string | number, zone: string = ownZone()): string {
  return format(locale(), { weekday: 'long', month: 'long', day: 'numeric' }, instant, zone)
}

/** "November 2026" of a month, YYYY-MM. */
export function monthAndYear(month: string): string {
  return format(locale(), { month: 'long', year: 'numeric' }, `${month}-15T12:00:00Z`, 'UTC')
}

/** "Tuesday, November 24, 2026" of a calendar day, YYYY-MM-DD. */
export function wholeDay(day: string): string {
  return format(locale(), { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' }, `${day}T12:00:00Z`, 'UTC')
}

/** "November 24, 2026" of a calendar day, YYYY-MM-DD, whose place in the week tells nothing, as with a birth date. */
export function plainDay(day: string): string {
  return format(locale(), { month: 'long', day: 'numeric', year: 'numeric' }, `${day}T12:00:00Z`, 'UTC')
}

/** "Mon", "Tue" ... from the first day of a week, 1 (Monday) to 7. */
export function weekdays(first: number, width: 'short' | 'long' = 'short'): string[] {
  // 1 January 2024 was a Monday.
  return Array.from({ length: 7 }, (_, place) => format(locale(), { weekday: width }, Date.UTC(2024, 0, first + place, 12), 'UTC'))
}

/** The day a week begins with where the patient lives, 1 (Monday) to 7; Sunday where the browser does not say. */
export function firstWeekday(language: string): number {
  try {
    const found = new Intl.Locale(language) as { getWeekInfo?: () => { firstDay: number }; weekInfo?: { firstDay: number } }
    return (found.getWeekInfo?.() ?? found.weekInfo)?.firstDay ?? 7
  } catch {
    return 7
  }
}

/** Whole days from one calendar day to another, both YYYY-MM-DD. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

function format(locale: string, options: Intl.DateTimeFormatOptions, instant: string | number, zone: string): string {
  return formatter(locale, options, zone).format(new Date(instant))
}

/** The formatter for all that. A zone this device does not know falls back to its own: a wrong hour is better than no screen. */
function formatter(locale: string, options: Intl.DateTimeFormatOptions, zone: string): Intl.DateTimeFormat {
  const key = `${locale} ${zone} ${Object.entries(options).join()}`
  const known = formatters.get(key)
  if (known !== undefined) return known
  const made = newFormatter(locale, options, zone)
  formatters.set(key, made)
  return made
}

function newFormatter(locale: string, options: Intl.DateTimeFormatOptions, zone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: zone })
  } catch {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: ownZone() })
  }
}
