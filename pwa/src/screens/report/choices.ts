/** What the patient chose for the report, as the form holds it and as the server is asked. */
import type { EvidenceRequest } from '../../sync/reports'

type Purpose = NonNullable<EvidenceRequest['purpose']>
type Section = NonNullable<EvidenceRequest['sections']>[number]

export interface Choices {
  purpose: Purpose | 'none'
  from: string
  to: string
  left: Section[]
  itemAnswers: boolean
  notes: string[]
  /** Records whose papers are not shown: a paper attached tomorrow is in the report unless it is named here. */
  papersLeft: string[]
  originals: boolean
  paper: 'letter' | 'a4'
}

export const PURPOSES: readonly Choices['purpose'][] = ['none', 'first_authorization', 'renewal', 'internal_appeal', 'external_review', 'va']
export const SECTIONS: readonly Section[] = ['criteria', 'prior_treatments', 'scores', 'relief', 'safety', 'function', 'contact_log', 'costs']

/** Everything but what is private. */
export function chosenAtFirst(): Choices {
  return { purpose: 'none', from: '', to: '', left: [], itemAnswers: false, notes: [], papersLeft: [], originals: false, paper: 'letter' }
}

/** The request; `withPapers` are the records that have papers now. */
export function requestOf(choices: Choices, withPapers: readonly string[] = []): EvidenceRequest {
  return {
    purpose: choices.purpose === 'none' ? null : choices.purpose,
    paper: choices.paper,
    from_on: choices.from || null,
    to_on: choices.to || null,
    sections: choices.left.length === 0 ? null : SECTIONS.filter((section) => !choices.left.includes(section)),
    item_answers: choices.itemAnswers,
    notes: [...choices.notes],
    exhibits: choices.papersLeft.length === 0 ? null : withPapers.filter((record) => !choices.papersLeft.includes(record)),
    originals: choices.originals,
  }
}

/** `values` with `value` taken out when it is in, put in when it is not. */
export function toggled<T>(values: readonly T[], value: T): T[] {
  return values.includes(value) ? values.filter((one) => one !== value) : [...values, value]
}
