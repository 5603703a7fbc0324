/** Reading and keeping the patient's reminder rules. */
import { recordOf, type RuleName } from '../../core/reminders'
import type { Fields } from '../../core/records'
import { trySave } from '../present.svelte'

export const KIND = 'reminder'
export const HOURS_OFFERED = [2, 6, 24, 48, 72, 168, 336] as const
/** How often questionnaires are asked for; null: each in its own time. */
export const RHYTHMS_OFFERED = [null, 7, 14] as const
export const DAYS_OFFERED = [0, 1, 2, 3, 7, 14, 30] as const

/** Keeps what was changed of a rule; empty when it is on disk, else what was in the way. */
export function keepRule(rule: RuleName, set: Fields): Promise<string> {
  return trySave([{ record: recordOf(rule), kind: KIND, set: { rule, ...set } }])
}
