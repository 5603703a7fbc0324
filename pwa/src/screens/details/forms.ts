/**
 * The forms of the Case place as lists of fields, one for each record kind that feeds the report and is typed in once.
 * The words are a patient's; the names and limits are those of `shared_schemas`.
 */
import { DENIAL } from './appeals'
import { CARE_CONTACT, CONDITION, PATIENT, PRIOR_TREATMENT, RELIEF_NOTE } from './background'
import type { Form } from './form'
import { INSURANCE_PLAN, INSURER_CONTACT } from './insurance'
import { CLAIM, EXPENSE } from './money'

export type { Form }

/** The forms, in the order in which the Case place offers them. */
export const FORMS: readonly Form[] = [
  PATIENT,
  INSURANCE_PLAN,
  CONDITION,
  CARE_CONTACT,
  PRIOR_TREATMENT,
  DENIAL,
  CLAIM,
  EXPENSE,
  INSURER_CONTACT,
]

/** The form of a record kind; undefined for a kind that has none. */
export function formOf(kind: string): Form | undefined {
  return [...FORMS, RELIEF_NOTE].find((form) => form.kind === kind)
}
