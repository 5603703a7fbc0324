/** Scoring of questionnaires, twin of `shared_schemas/instruments.py`; tests/vectors/scoring.json binds both. */
import entries from '$reference/instruments.json'

export interface Instrument {
  id: string
  name: string
  title: string
  measures: string
  recall: string
  intro?: string
  prompt: string
  items: { text: string; low?: string; high?: string }[]
  options: { value: number; label: string }[]
  difficulty?: { text: string; options: { value: number; label: string }[] }
  scoring: string
  range: number[]
  bands: { from: number; to: number; name: string }[]
  safety?: { item: number; rise: number }
  credit: string
}

export const INSTRUMENTS: ReadonlyMap<string, Instrument> = new Map(
  (entries as Instrument[]).map((instrument) => [instrument.id, instrument]),
)

export type Answers = readonly (number | null)[]

/** Sum, or mean to one decimal (half up); null while any item is unanswered: never pro-rated. */
export function score(instrument: Instrument, answers: Answers): number | null {
  const allowed = new Set<number | null>(instrument.options.map((option) => option.value))
  if (answers.length !== instrument.items.length || !answers.every((answer) => allowed.has(answer))) return null
  const total = answers.reduce<number>((sum, answer) => sum + (answer ?? 0), 0)
  if (instrument.scoring === 'sum') return total
  return Math.floor((20 * total + answers.length) / (2 * answers.length)) / 10
}

/** The severity band's name; null where the instrument has none. */
export function band(instrument: Instrument, total: number): string | null {
  return instrument.bands.find((row) => row.from <= total && total <= row.to)?.name ?? null
}

/** The safety rule: its item above 0, whatever else is answered, or the total risen by 6 or more. */
export function needsCrisisScreen(instrument: Instrument, answers: Answers, previousTotal: number | null): boolean {
  if (!instrument.safety) return false
  if ((answers[instrument.safety.item - 1] ?? 0) > 0) return true
  const total = score(instrument, answers)
  return total !== null && previousTotal !== null && total - previousTotal >= instrument.safety.rise
}
