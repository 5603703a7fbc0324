/** Dates of the doctor's page. They carry the year, because the page is printed and filed. */

/** "Nov 24, 2026, 2:05 PM" in the reader's own time zone, or in `zone`. */
export function moment(instant: string, zone?: string): string {
  return words(instant, { dateStyle: 'medium', timeStyle: 'short', ...(zone === undefined ? {} : { timeZone: zone }) })
}

/** "Nov 24, 2026". */
export function day(instant: string, zone?: string): string {
  return words(instant, { dateStyle: 'medium', ...(zone === undefined ? {} : { timeZone: zone }) })
}

function words(instant: string, options: Intl.DateTimeFormatOptions): string {
  // Intl puts a narrow no-break space before PM, which some fonts show as a box.
  return new Intl.DateTimeFormat('en-US', options).format(new Date(instant)).replace(/\s/g, ' ')
}
