/** How many entries of each mark there are, by day and in all. */
import type { FoldedRecord } from '../../core/records'
import { localDay } from './days'
import { KINDS_OF, markOf, type Mark } from './kinds'

export type Counts = Record<Mark, number>

const KINDS = new Set(KINDS_OF.all)

/** The entries of a month, counted for each of its days that has any. */
export function countsOf(records: readonly FoldedRecord[], month: string): Map<string, Counts> {
  const days = new Map<string, Counts>()
  for (const record of records) {
    const day = localDay(record)
    if (!KINDS.has(record.kind) || !day.startsWith(month)) continue
    const counts = days.get(day) ?? none()
    counts[markOf(record.kind)] += 1
    days.set(day, counts)
  }
  return days
}

/** All of them together. */
export function totalOf(days: ReadonlyMap<string, Counts>): Counts {
  const total = none()
  for (const counts of days.values()) for (const mark of Object.keys(total) as Mark[]) total[mark] += counts[mark]
  return total
}

function none(): Counts {
  return { session: 0, checkIn: 0, questionnaire: 0, other: 0 }
}
