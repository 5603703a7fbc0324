/** Dates and waits of the doctor's page. Dates carry the year, because the page is printed and filed. */
import { words as catalogue } from '../words/doctor'

const MOMENT: Intl.DateTimeFormatOptions = { dateStyle: 'medium', timeStyle: 'short' }
// The first format takes a slow phone a tenth of a second, and is made while the page's answer is on its way.
const HERE = new Intl.DateTimeFormat('en-US', MOMENT)

/** "Nov 24, 2026, 2:05 PM" in the reader's own time zone, or in `zone`. */
export function moment(instant: string, zone?: string): string {
  return words(instant, zone === undefined ? HERE : new Intl.DateTimeFormat('en-US', { ...MOMENT, timeZone: zone }))
}

/** "Nov 24, 2026". */
export function day(instant: string, zone?: string): string {
  return words(instant, new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: zone }))
}

/** "40 seconds", or from two minutes on "3 minutes", rounded up. */
export function duration(seconds: number): string {
  if (seconds < 120) return catalogue.passcode.seconds(Math.ceil(seconds))
  return catalogue.passcode.minutes(Math.ceil(seconds / 60))
}

/** The paper of those who read `language`: Letter in North America, A4 elsewhere. */
export function paperOf(language: string): 'letter' | 'a4' {
  return /^(en-(US|CA)|fr-CA|es-(US|MX))$/.test(language) ? 'letter' : 'a4'
}

function words(instant: string, format: Intl.DateTimeFormat): string {
  // Intl puts a narrow no-break space before PM, which some fonts show as a box.
  return format.format(new Date(instant)).replace(/\s/g, ' ')
}
