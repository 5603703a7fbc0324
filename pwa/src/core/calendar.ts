/** Months as a calendar shows them. Days are YYYY-MM-DD, months YYYY-MM; a weekday is 1 (Monday) to 7, as ISO counts. */

const DAY_MS = 86_400_000

/** The weeks that a month touches, seven places each; null for places of other months. */
export function weeksOf(month: string, firstWeekday: number): (string | null)[][] {
  const first = at(`${month}-01`)
  const lead = (weekdayOf(first) - firstWeekday + 7) % 7
  const count = Math.round((at(`${monthAfter(month, 1)}-01`) - first) / DAY_MS)
  const places = Array.from({ length: Math.ceil((lead + count) / 7) * 7 }, (_, place) => place - lead)
  const days = places.map((place) => (place < 0 || place >= count ? null : dayAt(first + place * DAY_MS)))
  return Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7))
}

/** The month `count` months later, or earlier when it is negative. */
export function monthAfter(month: string, count: number): string {
  return new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)) - 1 + count, 1)).toISOString().slice(0, 7)
}

/** The day `count` days later, or earlier when it is negative. */
export function dayAfter(day: string, count: number): string {
  return dayAt(at(day) + count * DAY_MS)
}

/** The same day of another month, or its last where it has none: 31 January, then 28 February. */
export function sameDayIn(month: string, day: string): string {
  const last = dayAt(at(`${monthAfter(month, 1)}-01`) - DAY_MS)
  const wanted = `${month}-${day.slice(8)}`
  return wanted < last ? wanted : last
}

/** Whether `text` is a day that exists. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(at(text)) && dayAt(at(text)) === text
}

/** UTC text between which everything of these days happened, wherever on earth; both ends are a little too far. */
export function reachOf(firstDay: string, lastDay: string): [string, string] {
  // Zones lie between 12 hours behind UTC and 14 ahead of it.
  return [new Date(at(firstDay) - 0.6 * DAY_MS).toISOString(), new Date(at(lastDay) + 1.6 * DAY_MS).toISOString()]
}

function weekdayOf(ms: number): number {
  return new Date(ms).getUTCDay() || 7
}

function at(day: string): number {
  return Date.parse(`${day}T00:00:00Z`)
}

function dayAt(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}
