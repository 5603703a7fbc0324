/** Where on the phone something is mended. */
import { to } from '../../components/route.svelte'
import type { Mend } from '../../generated/records'
import { formOf } from '../details/forms'

/** The address of the form of a record, or of a new one of its kind. */
export function placeOf({ kind, record }: Mend): string {
  if (kind === 'treatment_session') return record ? to('entry', record) : to('session', 'past')
  if (kind === 'outcome_measure') return record ? to('entry', record) : to('questionnaire', 'phq9')
  if (kind === 'policy_answer') return to('case', 'policy')
  const form = formOf(kind)
  if (form === undefined) return record ? to('entry', record) : to('case')
  if (form.list === undefined) return to('details', kind)
  return to('details', kind, record ?? 'new')
}

