/** Why a passkey did not do, in the patient's words; empty where it is something else. */
import { NoPasskey } from '../../sync/passkeys'
import type { Problem } from '../../sync/server'
import { words } from '../../words'

export function refusedPasskey(problem: Problem): string {
  const { failed } = words.passkeys
  if (problem instanceof NoPasskey) return failed[problem.why]
  if (problem.status === 401) return failed.opensNothing
  return problem.status === 403 ? failed.wrongPassword : ''
}
