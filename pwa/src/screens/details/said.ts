/** How days and amounts of a record are said in lists. */
import { shortDay } from '../../core/days'
import { dollarsText } from '../../core/locale'

/** "Tue, Nov 24" of a day, which is the same everywhere; empty for none. */
export function daySaid(value: unknown): string {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? shortDay(value, 'UTC') : ''
}

/** "Mon, Nov 23, 2026": the year too, for what is read in later years. */
export function fullDay(day: string): string {
  return shortDay(day, 'UTC', 0)
}

/** "$475.00" of integer cents; empty for none. */
export function moneySaid(cents: unknown): string {
  return typeof cents === 'number' ? dollarsText(cents) : ''
}

/** The parts that are there, with commas. */
export function listed(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(', ')
}
