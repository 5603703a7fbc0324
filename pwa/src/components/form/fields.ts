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

/** A name that is offered while one types. */
export interface Suggestion {
  value: string
  /** Other names it is found by. */
  other: readonly string[]
  detail?: string
  /** Other fields of the form that it fills in. */
  also?: Readonly<Record<string, string>>
  brands?: readonly string[]
}

export interface Field {
  name: string
  label: string
  type: 'text' | 'long' | 'day' | 'moment' | 'choice' | 'number' | 'money' | 'codes' | 'claim' | 'scale'
  hint?: string
  unit?: string
  /** The units it can be typed in, where there are several; `unit` is the label of the one that holds. */
  units?: readonly Choice[]
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
  /** Names offered while one types; any other text is as good. */
  suggestions?: () => Promise<readonly Suggestion[]>
  /** Whether the field is asked, with what the form holds; always when missing. */
  isAsked?: (values: Record<string, string | number | boolean | null>) => boolean
  /** The words at both ends of a scale from 0 to 10. */
  ends?: readonly [string, string]
  /** What was entered before or stands elsewhere, one tap away. */
  offers?: readonly string[]
  /** A moment that is often right now. */
  isOftenNow?: true
  autocomplete?: 'name' | 'bday' | 'tel' | 'street-address'
}
