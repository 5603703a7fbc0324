/** Days and times as other apps write them. An order of day and month that the text does not show is never guessed. */

export type Order = 'month_first' | 'day_first'

/** A local day and, where it was written, the time; `instant` where the text names its zone itself. */
export interface Moment {
  day: string
  time: string | null
  instant: number | null
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const YEAR_FIRST = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/
const NUMBERS = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?!\d)/
const NAMED = /^(?:[a-z]{3,9}\.?,?\s+)?(?:(\d{1,2})(?:st|nd|rd|th)?\.?[\s-]+([a-z]{3,9})\.?,?[\s-]+(\d{4})|([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4}))(?!\d)/i
const TIME = /^(\d{1,2})(?:[:.](\d{2}))?(?:[:.]\d{2}(?:[.,]\d+)?)?\s*([ap])?\.?(?:m\.?)?$/i
const OFFSET = /(?:z|[+-]\d{2}:?\d{2})$/i
const UNIX = /^\d{10}(\d{3})?$/
const EARLIEST_YEAR = 1990

/** The moment in `text`; null when it is none. `order` tells which of two numbers is the month. */
export function readMoment(text: string, order: Order): Moment | null {
  const trimmed = text.trim()
  if (UNIX.test(trimmed)) return momentAt(Number(trimmed) * (trimmed.length === 10 ? 1_000 : 1))
  const found = dayIn(trimmed, order)
  if (found === null) return null
  const rest = trimmed.slice(found.length).replace(/^[T,\s]+(?:at\s+)?/i, '')
  if (rest === '') return { day: found.day, time: null, instant: null }
  const offset = OFFSET.exec(rest)
  const time = readTime(offset && rest.length > 6 ? rest.slice(0, offset.index) : rest)
  if (time === null) return null
  if (!offset || rest.length <= 6) return { day: found.day, time, instant: null }
  const zone = offset[0].toUpperCase() === 'Z' ? 'Z' : `${offset[0].slice(0, 3)}:${offset[0].slice(-2)}`
  const instant = Date.parse(`${found.day}T${time}:00${zone}`)
  return { day: found.day, time, instant: Number.isNaN(instant) ? null : instant }
}

/** "14:05" of "2:05 PM", "14.05", "2 pm"; null when it is no time. A bare number is none. */
export function readTime(text: string): string | null {
  const match = TIME.exec(text.trim())
  if (match === null || (match[2] === undefined && match[3] === undefined)) return null
  const half = match[3]?.toLowerCase()
  const given = Number(match[1])
  if (half !== undefined && (given < 1 || given > 12)) return null
  const hours = half === undefined ? given : (given % 12) + (half === 'p' ? 12 : 0)
  const minutes = Number(match[2] ?? 0)
  if (hours > 23 || minutes > 59) return null
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`
}

/** The order of day and month that the texts show: an order, `either` when both fit them all, `neither` when it plays no part. */
export function orderShownBy(texts: readonly string[]): Order | 'either' | 'neither' {
  let order: Order | 'either' | 'neither' = 'neither'
  for (const text of texts) {
    const match = NUMBERS.exec(text.trim())
    if (match === null) continue
    if (Number(match[1]) > 12) return 'day_first'
    if (Number(match[2]) > 12) return 'month_first'
    if (match[1] !== match[2]) order = 'either'
  }
  return order
}

function dayIn(text: string, order: Order): { day: string; length: number } | null {
  const yearFirst = YEAR_FIRST.exec(text)
  if (yearFirst) return dayOf(yearFirst[1]!, yearFirst[2]!, yearFirst[3]!, yearFirst[0].length)
  const numbers = NUMBERS.exec(text)
  if (numbers) {
    const [month, day] = order === 'month_first' ? [numbers[1]!, numbers[2]!] : [numbers[2]!, numbers[1]!]
    const year = numbers[3]!.length === 2 ? `20${numbers[3]}` : numbers[3]!
    return dayOf(year, month, day, numbers[0].length)
  }
  const named = NAMED.exec(text)
  if (named === null) return null
  const month = MONTHS.indexOf((named[2] ?? named[4])!.slice(0, 3).toLowerCase()) + 1
  return dayOf((named[3] ?? named[6])!, String(month), (named[1] ?? named[5])!, named[0].length)
}

function dayOf(year: string, month: string, day: string, length: number): { day: string; length: number } | null {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const ms = Date.parse(`${text}T00:00:00Z`)
  const isReal = !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text) && Number(year) >= EARLIEST_YEAR
  return isReal ? { day: text, length } : null
}

function momentAt(ms: number): Moment {
  const text = new Date(ms).toISOString()
  return { day: text.slice(0, 10), time: text.slice(11, 16), instant: ms }
}
