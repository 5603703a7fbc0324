/** The days that are near enough to stand on Today. */
import type { CaseDeadline } from '../../generated/records'
import type { Store } from '../../database/store'
import { daysLeft, daysOf } from './days'
import { datedRecords, keptCase } from './present.svelte'

/** As far ahead as the first reminders of a deadline that still leave time to write. */
const NEAR_DAYS = 14
const MOST_SHOWN = 3

export interface ComingDay extends CaseDeadline {
  daysLeft: number
}

/** What must be done within two weeks, earliest first, and what was promised for today; at most three. Without network
 * it is what the server last counted and what was typed in since. */
export async function comingDays(store: Store, now: number): Promise<ComingDay[]> {
  const [view, records] = await Promise.all([keptCase(store), datedRecords(store)])
  const days = daysOf(view, records).flatMap((day) => {
    const left = day.due_on === null ? -1 : daysLeft(day.due_on, now)
    const isNear = day.is_for_the_insurer ? left === 0 : left >= 0 && left <= NEAR_DAYS
    return isNear ? [{ ...day, daysLeft: left }] : []
  })
  return days.slice(0, MOST_SHOWN)
}
