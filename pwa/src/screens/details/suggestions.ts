/** Names that forms offer while a patient types. */
import type { Suggestion } from '../../components/form/fields'
import { words } from '../../words'

let medicines: Promise<readonly Suggestion[]> | undefined

/** Medicines by generic and brand name; one that is picked brings its class along. Fetched when first asked for. */
export function medicineNames(): Promise<readonly Suggestion[]> {
  medicines ??= import('$reference/medicines.json').then(({ default: all }) =>
    all.map(({ generic, brands, drug_class: drugClass }) => ({
      value: generic,
      other: brands,
      detail: [brands[0], drugClass].filter((part) => part !== undefined).join(', '),
      also: { drug_class: drugClass },
      brands,
    })),
  )
  return medicines
}

/** The conditions that are treated most, by the names clinics use. */
export function conditionNames(): Promise<readonly Suggestion[]> {
  return Promise.resolve(words.background.condition.names.map((value) => ({ value, other: [] })))
}
