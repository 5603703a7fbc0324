/** Body weight in the unit the patient reads scales in. A record holds kilograms. */
import type { Field } from '../../components/form/fields'
import { KG_PER_LB } from '../../core/dose'
import type { Preferences } from '../../core/preferences'
import { words } from '../../words'

/** The field as the form asks it: a weight in pounds where they are chosen, any other as it is. */
export function inChosenUnit(field: Field, { weightUnit }: Pick<Preferences, 'weightUnit'>): Field {
  const isInPounds = field.name.endsWith('_kg') && weightUnit === 'lb'
  return isInPounds ? { ...field, unit: words.session.pounds, perUnit: KG_PER_LB } : field
}
