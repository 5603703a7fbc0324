/** The patient's reminder rules: the shipped defaults under what was chosen. The server plans by the same; see
 * `backend/reminders/rules.py`. */
import shipped from '$reference/reminders.json'
import type { Fields, FoldedRecord, Json } from './records'

export const RULES = ['after_session', 'check_in', 'questionnaire', 'relief', 'follow_up', 'claim', 'appeal', 'authorization'] as const
export type RuleName = (typeof RULES)[number] | 'all'

export interface Rule {
  isOn: boolean
  atTime: string
  hoursAfter: readonly number[]
  daysBefore: readonly number[]
  /** How often questionnaires are asked for; null: each in its own time. */
  everyDays: number | null
  quietFrom: string
  quietUntil: string
  /** RFC 3339, empty without a pause. */
  pausedUntil: string
}

/** The one record of an account that holds a rule: two devices that set it apart set the same. */
export function recordOf(rule: RuleName): string {
  const place = 1 + ['all', ...RULES].indexOf(rule)
  return `00000000-0000-7000-8000-0000000001${String(place).padStart(2, '0')}`
}

/** How a rule stands, from all `reminder` records. */
export function ruleOf(rule: RuleName, records: readonly FoldedRecord[]): Rule {
  const chosen = records.find((record) => record.id === recordOf(rule))?.fields ?? {}
  const fields: Fields = { ...(shipped.rules[rule] as Fields), ...withoutNull(chosen) }
  return {
    isOn: fields['is_on'] === true,
    atTime: text(fields['at_time']),
    hoursAfter: numbers(fields['hours_after']),
    daysBefore: numbers(fields['days_before']),
    everyDays: typeof fields['every_days'] === 'number' ? fields['every_days'] : null,
    quietFrom: text(fields['quiet_from']),
    quietUntil: text(fields['quiet_until']),
    pausedUntil: text(fields['paused_until']),
  }
}

function withoutNull(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}

function numbers(value: Json | undefined): readonly number[] {
  const found = Array.isArray(value) ? value.filter((one): one is number => typeof one === 'number') : []
  return [...found].sort((one, other) => one - other)
}
