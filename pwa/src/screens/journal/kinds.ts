/** What stands in the journal, by the kinds a patient filters for. Background and the plan are no moments: they stand in Case. */
import ClipboardList from '@lucide/svelte/icons/clipboard-list'
import Droplets from '@lucide/svelte/icons/droplets'
import FileText from '@lucide/svelte/icons/file-text'
import HeartPulse from '@lucide/svelte/icons/heart-pulse'
import SunMedium from '@lucide/svelte/icons/sun-medium'

export type Filter = 'all' | 'sessions' | 'checkIns' | 'questionnaires' | 'relief' | 'case'

const CASE = ['insurer_contact', 'expense', 'claim', 'denial', 'appeal', 'prior_authorization', 'va_step']

export const KINDS_OF: Record<Filter, readonly string[]> = {
  all: ['treatment_session', 'check_in', 'outcome_measure', 'relief_note', ...CASE],
  sessions: ['treatment_session'],
  checkIns: ['check_in'],
  questionnaires: ['outcome_measure'],
  relief: ['relief_note'],
  case: CASE,
}

export const FILTERS = Object.keys(KINDS_OF) as Filter[]

/** The mark of an entry, in a list and in the calendar. */
export type Mark = 'session' | 'checkIn' | 'questionnaire' | 'other'

const MARKS: Record<string, Mark> = { treatment_session: 'session', check_in: 'checkIn', outcome_measure: 'questionnaire' }
const ICONS: Record<string, typeof FileText> = {
  treatment_session: Droplets,
  check_in: HeartPulse,
  outcome_measure: ClipboardList,
  relief_note: SunMedium,
}

export function markOf(kind: string): Mark {
  return MARKS[kind] ?? 'other'
}

export function iconOf(kind: string): typeof FileText {
  return ICONS[kind] ?? FileText
}
