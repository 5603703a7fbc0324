/** Body weight in the unit the patient reads scales in. A record holds kilograms. */
import type { Choice, Field } from '../../components/form/fields'
import { read, shown, type Raw } from '../../components/form/values'
import { KG_PER_LB } from '../../core/dose'
import type { WeightUnit } from '../../core/preferences'
import { words } from '../../words'

const { kilograms, pounds } = words.session
const UNITS: Record<WeightUnit, Pick<Field, 'unit' | 'perUnit'>> = {
  kg: { unit: kilograms },
  lb: { unit: pounds, perUnit: KG_PER_LB },
}
const CHOICES: Choice[] = Object.entries(UNITS).map(([value, { unit }]) => ({ value, label: unit! }))

/** The field as the form asks it: a weight in its unit, which can be changed beside it; any other as it is. */
export function inUnit(field: Field, unit: WeightUnit): Field {
  return field.name.endsWith('_kg') ? { ...field, ...UNITS[unit], units: CHOICES } : field
}

/** What was typed into the field in the one unit, as the other has it, to one digit after the point; what is no weight stays as it was typed. */
export function turned(field: Field, raw: Raw, from: WeightUnit, to: WeightUnit): Raw {
  const reading = read(inUnit(field, from), raw, 'UTC')
  if (!('value' in reading) || typeof reading.value !== 'number') return raw
  return to === 'kg' ? String(Math.round(reading.value * 10) / 10) : shown(inUnit(field, to), reading.value, 'UTC')
}
