/** Crisis lines by country, and the country a phone is in as far as it says so itself. */
import reference from '$reference/crisis_lines.json'

/** One way to reach somebody: by a call, by a text, or both. */
export interface CrisisLine {
  label: string
  call?: string
  /** What to do once the call is answered: "press 1". */
  then?: string
  text?: string
  text_body?: string
  /** For immediate danger, where the others are for talking. */
  is_emergency?: boolean
}

export interface Country {
  country: string
  name: string
  lines: CrisisLine[]
}

export const COUNTRIES: readonly Country[] = reference.countries

/** A country whose lines do not ship: its numbers are typed by the patient, never guessed. */
export const OTHER = 'other'

interface WithZones {
  getTimeZones?: () => string[] | undefined
}

/** The country of a phone in `zone` set to `language`; `other` when it is none whose lines ship.
 *
 * Where the clock says it is comes before the language: the numbers must work where the phone is. A browser that does
 * not know the zones of a country leaves the language. */
export function countryOf(zone: string, language: string): string {
  let isKnown = false
  for (const { country } of COUNTRIES) {
    const zones = (new Intl.Locale(`und-${country}`) as unknown as WithZones).getTimeZones?.()
    isKnown ||= zones !== undefined
    if (zones?.includes(zone)) return country
  }
  const region = regionOf(language)
  return !isKnown && COUNTRIES.some(({ country }) => country === region) ? region! : OTHER
}

/** The region of a language tag: US of en-US; undefined when it names none. */
export function regionOf(language: string): string | undefined {
  try {
    return new Intl.Locale(language).region
  } catch {
    return undefined
  }
}
