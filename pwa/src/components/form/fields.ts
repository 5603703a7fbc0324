/** What a form asks, as a list of fields. The names and limits are those of `shared_schemas`. */

export interface Choice {
  value: string | number
  label: string
}

export interface Field {
  name: string
  label: string
  type: 'text' | 'long' | 'day' | 'moment' | 'choice' | 'number' | 'money' | 'codes' | 'claim' | 'scale'
  hint?: string
  unit?: string
  least?: number
  most?: number
  whole?: boolean
  required?: true
  choices?: Choice[]
  /** The words at both ends of a scale from 0 to 10. */
  ends?: readonly [string, string]
  autocomplete?: 'name' | 'bday' | 'tel' | 'street-address'
}
