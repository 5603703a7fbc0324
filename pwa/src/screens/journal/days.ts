/** Entries grouped by the day they had where they were made, and the days by month. */
import { zoneOf } from '../../components/summary'
import { dayOf, monthAndYear, shortDay } from '../../core/days'
import type { FoldedRecord } from '../../core/records'

export interface Day {
  day: string
  label: string
  records: FoldedRecord[]
}

export interface Month {
  month: string
  label: string
  days: Day[]
}

/** The local day of an entry. */
export function localDay(record: FoldedRecord): string {
  return dayOf(record.occurredAt, zoneOf(record))
}

/** Months and days in the order in which their first entry stands. Entries made in two zones can stand between each other; a
 * day is one group all the same. */
export function byMonth(records: readonly FoldedRecord[]): Month[] {
  const days = new Map<string, Day>()
  const months = new Map<string, Month>()
  for (const record of records) {
    const day = localDay(record)
    const known = days.get(day)
    if (known) {
      known.records.push(record)
      continue
    }
    const made = { day, label: shortDay(record.occurredAt, zoneOf(record)), records: [record] }
    days.set(day, made)
    const name = day.slice(0, 7)
    const month = months.get(name)
    if (month) month.days.push(made)
    else months.set(name, { month: name, label: monthAndYear(name), days: [made] })
  }
  return [...months.values()]
}
