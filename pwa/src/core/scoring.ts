/** Scoring of questionnaires, twin of `shared_schemas/instruments.py`; tests/vectors/scoring.json binds both. */
import entries from '$reference/instruments.json'
import type { Fields } from './records'

/** One questionnaire. Without items it is one whose total is typed in. `every_days` is how often it is asked for. */
export interface Instrument {
  id: string
  name: string
  title: string
  measures: string
  recall: string
  recall_days: number
  every_days?: number
  rated_by?: string
  intro?: string
  prompt?: string
  items: { text: string; low?: string; high?: string }[]
  options: { value: number; label: string }[]
  difficulty?: { text: string; options: { value: number; label: string }[] }
  scoring: string
  range: number[]
  bands: { from: number; to: number; name: string }[]
  reliable_change?: number
  reliable_change_percent?: number
  safety?: { item: number; rise: number }
  credit: string
}

/** All that Casebook knows, in the order of the reference file. */
export const INSTRUMENTS: ReadonlyMap<string, Instrument> = new Map(
  (entries as (Omit<Instrument, 'items' | 'options'> & Partial<Instrument>)[]).map((entry) => [
    entry.id,
    { ...entry, items: entry.items ?? [], options: entry.options ?? [] },
  ]),
)

/** Those that are answered on the phone. */
export const QUESTIONNAIRES: readonly Instrument[] = [...INSTRUMENTS.values()].filter(({ items }) => items.length > 0)

/** One that looks back further than this keeps its own time, whatever rhythm the patient chose. */
const RECALL_OF_OWN_RHYTHM = 14

/** After how many days it is asked for again, where the patient chose `ownDays` for all that are answered; undefined for
 * one that is never asked for. */
export function askedEvery({ every_days, recall_days }: Instrument, ownDays: number | null): number | undefined {
  return ownDays !== null && every_days !== undefined && recall_days <= RECALL_OF_OWN_RHYTHM ? ownDays : every_days
}

export type Answers = readonly (number | null)[]

/** Sum, or mean to one decimal (half up); null while any item is unanswered: never pro-rated. */
export function score(instrument: Instrument, answers: Answers): number | null {
  const allowed = new Set<number | null>(instrument.options.map((option) => option.value))
  if (answers.length === 0 || answers.length !== instrument.items.length || !answers.every((answer) => allowed.has(answer))) return null
  const total = answers.reduce<number>((sum, answer) => sum + (answer ?? 0), 0)
  if (instrument.scoring === 'sum') return total
  return Math.floor((20 * total + answers.length) / (2 * answers.length)) / 10
}

/** The total of a record: derived from the answers where the items ship, else as typed in; null while incomplete, and for
 * one typed in that lies outside what its questionnaire can give. */
export function totalOf(fields: Fields): number | null {
  const instrument = INSTRUMENTS.get(String(fields['instrument']))
  const typed = typeof fields['total'] === 'number' ? fields['total'] : null
  if (!instrument) return typed
  if (instrument.items.length > 0 && Array.isArray(fields['answers'])) return score(instrument, fields['answers'] as (number | null)[])
  // A total typed in from a clinic's record counts beside answers, if its rater is known to be someone else.
  if (instrument.items.length > 0 && !fields['rater']) return null
  return typed !== null && isInRange(instrument, typed) ? typed : null
}

/** Whether its questionnaire can give such a total. */
export function isInRange({ range }: Instrument, total: number): boolean {
  const [least, most] = range as [number, number]
  return least <= total && total <= most
}

/** The severity band's name; null where the instrument has none. */
export function band(instrument: Instrument, total: number): string | null {
  return instrument.bands.find((row) => row.from <= total && total <= row.to)?.name ?? null
}

/** The safety rule: its item above 0, whatever else is answered, or the total risen by 6 or more.
 *
 * `previousTotal` is that of the complete score before; an unfinished one in between is no reason to forget it. */
export function needsCrisisScreen(instrument: Instrument, answers: Answers, previousTotal: number | null): boolean {
  if (!instrument.safety) return false
  if ((answers[instrument.safety.item - 1] ?? 0) > 0) return true
  return hasRisen(instrument, score(instrument, answers), previousTotal)
}

/** The part of the safety rule that needs no answers, so that it holds for a total typed in too. */
export function hasRisen({ safety }: Instrument, total: number | null, previousTotal: number | null): boolean {
  return safety !== undefined && total !== null && previousTotal !== null && total - previousTotal >= safety.rise
}
