/** All rows of a file as entries, in parts, with what is wrong by row. */
import { entryOf, type Read } from '../../core/tracker/rows'
import type { Mapping, Target } from '../../core/tracker/mapping'
import type { Entry } from '../../database/importing'
import type { Sheet } from './trackerFile'

export interface Problem {
  /** As a spreadsheet counts: the header is row 1. */
  row: number
  what: Extract<Read, { problem: unknown }>['problem'] | Target[]
}

export interface Reading {
  entries: Entry[]
  /** Rows left out, and rows of which a value is left out, at most `KEPT` of each. */
  leftOut: Problem[]
  partly: Problem[]
  leftOutCount: number
  partlyCount: number
  /** Rows that say the same as one before. */
  same: number
}

const KEPT = 20
/** Work between two breaths: less than a frame on a slow phone. */
const AT_ONCE_MS = 10

/** Reads every row; null once `isStale` says that another reading has begun. */
export async function readRows(sheet: Sheet, mapping: Mapping, zone: string, now: number, isStale: () => boolean): Promise<Reading | null> {
  const reading: Reading = { entries: [], leftOut: [], partly: [], leftOutCount: 0, partlyCount: 0, same: 0 }
  const known = new Set<string>()
  let since = performance.now()
  for (const [place, row] of sheet.rows.entries()) {
    take(reading, known, place + 2, entryOf(row, mapping, zone, now))
    if (performance.now() - since < AT_ONCE_MS) continue
    await new Promise((resolve) => setTimeout(resolve))
    if (isStale()) return null
    since = performance.now()
  }
  // Their ids begin with when they were.
  reading.entries.sort((one, other) => (one.record < other.record ? -1 : 1))
  return isStale() ? null : reading
}

function take(reading: Reading, known: Set<string>, row: number, read: Read): void {
  if ('problem' in read) {
    reading.leftOutCount += 1
    if (reading.leftOut.length < KEPT) reading.leftOut.push({ row, what: read.problem })
    return
  }
  if (known.has(read.record)) {
    reading.same += 1
    return
  }
  known.add(read.record)
  reading.entries.push({ record: read.record, set: read.set })
  if (read.unread.length === 0) return
  reading.partlyCount += 1
  if (reading.partly.length < KEPT) reading.partly.push({ row, what: read.unread })
}
