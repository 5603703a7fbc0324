/** Scales of other apps, brought to 0 to 10. */

export type ScaleId = '0-10' | '1-10' | '0-5' | '1-5' | '0-4' | '0-100' | 'words'

/** Each scale with its ends; words have their own values. */
export const SCALES: Readonly<Record<Exclude<ScaleId, 'words'>, readonly [number, number]>> = {
  '0-10': [0, 10],
  '1-10': [1, 10],
  '0-5': [0, 5],
  '1-5': [1, 5],
  '0-4': [0, 4],
  '0-100': [0, 100],
}
export const SCALE_IDS = [...Object.keys(SCALES), 'words'] as readonly ScaleId[]

// The five steps that Daylio and others name so, evenly spread.
const WORDS: Readonly<Record<string, number>> = {
  rad: 10, great: 10, excellent: 10, good: 7.5, meh: 5, okay: 5, ok: 5, neutral: 5, bad: 2.5, awful: 0, terrible: 0,
}
const NAMED_SCALE = /(?<![\d.])(\d+)\s*(?:-|–|to|\/)\s*(\d+)(?![\d.])/i

/** The scale that a column has; null when its numbers fit more than one and the patient must say which. */
export function scaleOf(header: string, values: readonly string[]): ScaleId | null {
  const given = values.filter((value) => value.trim() !== '')
  if (given.length > 0 && given.every((value) => value.trim().toLowerCase() in WORDS)) return 'words'
  const named = NAMED_SCALE.exec(header)
  const byName = named && `${named[1]}-${named[2]}`
  if (byName && byName in SCALES) return byName as ScaleId
  const numbers = given.map((value) => numberIn(value)).filter((value) => value !== null)
  const most = Math.max(...numbers)
  if (numbers.length === 0) return '0-10'
  if (given.some((value) => value.includes('%')) || most > 10) return '0-100'
  // A hard year with nothing above 5 looks the same as a scale that ends there.
  return most > 5 ? '0-10' : null
}

/** A value on a scale from 0 to 10, to one digit; null when it is none of the scale. */
export function onTen(text: string, scale: ScaleId): number | null {
  if (scale === 'words') return WORDS[text.trim().toLowerCase()] ?? null
  const [low, high] = SCALES[scale]
  const value = numberIn(text)
  if (value === null || value < low || value > high) return null
  return Math.round(((value - low) / (high - low)) * 100) / 10
}

/** The number in "7", "7,5", "7/10", "70 %"; null when there is none or something else besides. */
export function numberIn(text: string): number | null {
  const match = /^(-?\d+(?:[.,]\d+)?)\s*(?:\/\s*\d+|%|[a-z]{1,8}\.?)?$/i.exec(text.trim())
  return match ? Number(match[1]!.replace(',', '.')) : null
}
