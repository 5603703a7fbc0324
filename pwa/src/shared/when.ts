/**
 * Dates and waits of the doctor's page. Dates carry the year, because the page is printed and filed; the words for months
 * are of the catalogue, since a browser that is asked for its own first looks through all that it knows of all languages,
 * which takes a slow phone a tenth of a second before anything can be read.
 */
import { words } from '../words/doctor'

/** "Nov 24, 2026, 2:05 PM" where the reader is. */
export function moment(instant: string): string {
  const at = new Date(instant)
  const minute = String(at.getMinutes()).padStart(2, '0')
  return `${day(instant)}, ${at.getHours() % 12 || 12}:${minute} ${at.getHours() < 12 ? 'AM' : 'PM'}`
}

/** "Nov 24, 2026", as it was or will be where the reader is. */
export function day(instant: string): string {
  const at = new Date(instant)
  return written(at.getFullYear(), at.getMonth(), at.getDate())
}

/** The same of a date that is one anywhere, such as a birth date. */
export function date(iso: string): string {
  const [year, month, dayOfMonth] = iso.split('-').map(Number) as [number, number, number]
  return written(year, month - 1, dayOfMonth)
}

/** "40 seconds", or from two minutes on "3 minutes", rounded up. */
export function duration(seconds: number): string {
  if (seconds < 120) return words.passcode.seconds(Math.ceil(seconds))
  return words.passcode.minutes(Math.ceil(seconds / 60))
}

/** The paper of those who read `language`: Letter in North America, A4 elsewhere. */
export function paperOf(language: string): 'letter' | 'a4' {
  return /^(en-(US|CA)|fr-CA|es-(US|MX))$/.test(language) ? 'letter' : 'a4'
}

function written(year: number, month: number, dayOfMonth: number): string {
  return `${words.months[month] ?? ''} ${dayOfMonth}, ${year}`
}
