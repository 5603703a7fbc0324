/**
 * The forms of the Case place as lists of fields, one for each record kind that feeds the report and is typed in once.
 * The words are a patient's; the names and limits are those of `shared_schemas`.
 */
import { APPEAL, DENIAL, PRIOR_AUTHORIZATION } from './appeals'
import { BACKGROUND, PATIENT, RELIEF_NOTE } from './background'
import type { Form } from './form'
import { INSURANCE_PLAN, INSURER_CONTACT, PLAN_CRITERION, POLICY_ANSWER } from './insurance'
import { CLAIM, EXPENSE, FUNDING_OPTION } from './money'
import { DOCUMENT, VA_STEP } from './papers'

export type { Form }

export type Group = 'insurance' | 'appeals' | 'money' | 'papers' | 'you'

/** The forms by the part of the Case place that leads to them, in the order in which it offers them. */
export const FORMS_BY_GROUP: Readonly<Record<Group, readonly Form[]>> = {
  insurance: [INSURANCE_PLAN, POLICY_ANSWER, PLAN_CRITERION, INSURER_CONTACT, PRIOR_AUTHORIZATION],
  appeals: [DENIAL, APPEAL],
  money: [EXPENSE, CLAIM, FUNDING_OPTION],
  papers: [DOCUMENT, VA_STEP],
  you: [PATIENT, ...BACKGROUND],
}

export const FORMS: readonly Form[] = Object.values(FORMS_BY_GROUP).flat()

/** The form of a record kind; undefined for a kind that has none. */
export function formOf(kind: string): Form | undefined {
  return [...FORMS, RELIEF_NOTE].find((form) => form.kind === kind)
}

/** The part of the Case place that a kind belongs to; undefined for a kind of no part. */
export function groupOf(kind: string): Group | undefined {
  return (Object.keys(FORMS_BY_GROUP) as Group[]).find((group) => FORMS_BY_GROUP[group].some((form) => form.kind === kind))
}
