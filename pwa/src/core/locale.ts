/** How this reader writes days, times and numbers: the language of the words, in the manner of the reader's region. */

const LANGUAGE = 'en'
const FALLBACK = 'en-US'

let chosen = FALLBACK
const formatters = new Map<string, Intl.NumberFormat>()

/** The first of the `preferred` locales in the language of the words; the words' own home when there is none. */
export function localeFor(preferred: readonly string[]): string {
  return preferred.find((one) => one.toLowerCase().startsWith(`${LANGUAGE}-`)) ?? FALLBACK
}

/** Words days and numbers in the manner of `locale` from now on. Called once, before anything is shown. */
export function useLocale(locale: string): void {
  chosen = locale
}

export function locale(): string {
  return chosen
}

/** "1,234.5": a number with at most `digits` after the point, and exactly that many when `isExact`. */
export function numberText(value: number, digits = 1, isExact = false): string {
  return formatter({ maximumFractionDigits: digits, minimumFractionDigits: isExact ? digits : 0 }).format(value)
}

/** "$42.50", always in dollars: what was paid was paid in them. */
export function dollarsText(cents: number): string {
  return formatter({ style: 'currency', currency: 'USD' }).format(cents / 100)
}

/** Made once for each manner: a list says the same few for every row. */
function formatter(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${chosen} ${Object.entries(options).join()}`
  const known = formatters.get(key) ?? new Intl.NumberFormat(chosen, options)
  formatters.set(key, known)
  return known
}
