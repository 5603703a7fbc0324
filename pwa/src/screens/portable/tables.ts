/** Entries as tables that a spreadsheet reads right: one for each kind, with a header even when it has no rows. */
import { instantIn, ownZone } from '../../core/days'
import type { Fields, FoldedRecord, Json } from '../../core/records'
import { INSTRUMENTS, score } from '../../core/scoring'
import { FIELDS } from '../../generated/fields'
import { words } from '../../words'
import { capital, labelOf, wordsOf } from '../historyWords'

export type Cell = string | number
/** One table: the name of its file and its rows, the first of which is the header. */
export interface Table {
  name: string
  rows: Cell[][]
}

const INSTANT = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d/
const OFFSET = /([+-]\d\d:\d\d)$/
const ZONE = 'time_zone'

/** A table for every kind of `shared_schemas`, and for each kind of a newer version of which there are records. */
export function tablesOf(records: readonly FoldedRecord[]): Table[] {
  const byKind = new Map<string, FoldedRecord[]>(Object.keys(FIELDS).map((kind) => [kind, []]))
  for (const record of records) {
    const own = byKind.get(record.kind)
    if (own) own.push(record)
    else byKind.set(record.kind, [record])
  }
  const starts = new Map(records.map((record) => [record.id, localText(record.fields['started_at'] ?? null, zoneOf(record.fields))]))
  return [...byKind].map(([kind, own]) => ({ name: kind.replaceAll('_', '-'), rows: rowsOf(kind, own, starts) }))
}

function rowsOf(kind: string, records: readonly FoldedRecord[], starts: ReadonlyMap<string, Cell>): Cell[][] {
  const known = (FIELDS[kind] ?? []).filter((name) => name !== ZONE)
  // A newer phone may have filled in fields that this version has no word for: they are kept too.
  const others = records.flatMap(({ fields }) => Object.keys(fields)).filter((name) => !known.includes(name) && !['deleted', ZONE].includes(name))
  const names = [...known, ...new Set(others)]
  const header = [...names.map((name) => headerOf(kind, name)), words.portable.zone, words.portable.entered, words.portable.number]
  const rows = records.map(({ id, fields, enteredAt }) => [
    ...names.map((name) => cellOf(kind, name, fields, starts)),
    zoneOf(fields),
    localText(enteredAt, zoneOf(fields)),
    id,
  ])
  return [header, ...rows]
}

/** The label of the form, with the unit that the numbers below it have. */
function headerOf(kind: string, name: string): string {
  const unit = words.portable.units[name.split('_').at(-1)!]
  const label = capital(labelOf(kind, name))
  return unit === undefined || label.includes(unit) ? label : `${label} (${unit})`
}

function cellOf(kind: string, name: string, fields: Fields, starts: ReadonlyMap<string, Cell>): Cell {
  const value = fields[name]
  if (name === 'total' && kind === 'outcome_measure') return totalOf(fields)
  if (value === undefined || value === null) return ''
  if (typeof value === 'number') return name.endsWith('_cents') ? value / 100 : value
  if (typeof value === 'string' && name === 'instrument') return INSTRUMENTS.get(value)?.name ?? value
  if (typeof value === 'string' && starts.has(value)) return starts.get(value)!
  if (typeof value === 'string' && INSTANT.test(value)) return localText(value, zoneOf(fields))
  if (name === 'answers' && Array.isArray(value)) return value.map((answer) => (answer === null ? '-' : String(answer))).join(' ')
  // Days are written as they are: 2026-11-24 is read right by every spreadsheet, whatever its language.
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)) return value
  return wordsOf(kind, name, value, fields)
}

function totalOf(fields: Fields): Cell {
  const instrument = INSTRUMENTS.get(String(fields['instrument']))
  const answers = fields['answers']
  const total = instrument && Array.isArray(answers) ? score(instrument, answers as (number | null)[]) : fields['total']
  return typeof total === 'number' ? Math.round(total * 10) / 10 : ''
}

/** "2026-11-24 14:05" as clocks showed it where it was entered: spreadsheets know no zones. */
function localText(instant: Json, zone: string): Cell {
  const ms = typeof instant === 'string' ? Date.parse(instant) : NaN
  if (Number.isNaN(ms)) return ''
  const offset = OFFSET.exec(zone)
  const local = offset ? new Date(ms + minutesOf(offset[1]!) * 60_000).toISOString() : instantIn(ms, zone)
  return local.slice(0, 16).replace('T', ' ')
}

/** The zone of a record: its own, else the offset its first moment was written with, else this phone's. */
function zoneOf(fields: Fields): string {
  if (typeof fields[ZONE] === 'string') return fields[ZONE]
  for (const value of Object.values(fields)) {
    const offset = typeof value === 'string' && INSTANT.test(value) ? OFFSET.exec(value) : null
    if (offset) return `UTC${offset[1]}`
  }
  return ownZone()
}

function minutesOf(offset: string): number {
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4))
  return offset.startsWith('-') ? -minutes : minutes
}
