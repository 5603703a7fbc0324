/** The calendar that the server makes of what is due. */
import type { CalendarView, NewCalendar } from '../generated/records'
import { answer, call, Problem } from './server'

export type { CalendarView, NewCalendar }

/** The account's calendar link; null without one. Throws `Problem`. */
export async function calendar(): Promise<CalendarView | null> {
  try {
    return await answer<CalendarView>('/api/calendar', {}, ['created_at', 'says_what'])
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return null
    throw error
  }
}

/** A new link, in the place of the former one. */
export const createCalendar = (saysWhat: boolean) =>
  answer<NewCalendar>('/api/calendar', { method: 'POST', body: { says_what: saysWhat } }, ['path'])

export const endCalendar = () => call('/api/calendar', { method: 'DELETE' })

/** The same days as one file. */
export const calendarFile = async (saysWhat: boolean) => (await call(`/api/calendar.ics?says_what=${String(saysWhat)}`)).blob()
