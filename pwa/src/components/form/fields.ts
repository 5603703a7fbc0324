/** What a form asks, as a list of fields. The names and limits are those of `shared_schemas`. */

export interface Choice {
  value: string | number
  label: string
}

/** What a form says beside a field, live; a caution asks to look again and blocks nothing. */
export interface Remark {
  text: string
  isCaution?: boolean
}

export interface Field {
  name: string
  label: string
  type: 'text' | 'long' | 'day' | 'moment' | 'choice' | 'number' | 'money' | 'codes' | 'claim' | 'scale'
  hint?: string
  unit?: string
  /** How much of the record's unit one of the shown unit is: 0.45 kg in a pound. */
  perUnit?: number
  least?: number
  most?: number
  whole?: boolean
  /** A number that two buttons change by this much; the first tap gives `first`. */
  step?: number
  first?: number
  required?: true
  choices?: Choice[]
  /** The words at both ends of a scale from 0 to 10. */
  ends?: readonly [string, string]
  /** What was entered before or stands elsewhere, one tap away. */
  offers?: readonly string[]
  /** A moment that is often right now. */
  isOftenNow?: true
  autocomplete?: 'name' | 'bday' | 'tel' | 'street-address'
}
