/** What the server refused in a form of the account, in the patient's words; empty where it is something else. */
import type { Problem } from '../../sync/server'
import { words } from '../../words'

export function refused(problem: Problem): string {
  const { failed } = words.signingIn
  if (problem.status === 403 || problem.fields.includes('present_password')) return failed.wrongPassword
  if (problem.status === 409) return failed.taken
  if (problem.fields.includes('password')) return failed.easy
  return problem.fields.includes('email') ? failed.email : ''
}
