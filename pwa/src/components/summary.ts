/** Records in a patient's words: what each is called and its one line. Nothing here is stored. */
import { shortDay, timeOfDay } from '../core/days'
import { mgPerKg } from '../core/dose'
import type { Fields, FoldedRecord } from '../core/records'
import { band, INSTRUMENTS, score } from '../core/scoring'

const TITLES: Record<string, string> = {
  treatment_session: 'Session',
  check_in: 'Check-in',
  outcome_measure: 'Questionnaire',
  insurer_contact: 'Call with the insurer',
  prior_treatment: 'Prior treatment',
  insurance_plan: 'Insurance plan',
  patient: 'Your details',
  denial: 'Denial',
  claim: 'Claim',
  expense: 'Expense',
  relief_note: 'Relief',
  vital_signs: 'Vital signs',
  side_effect: 'Side effect',
  care_contact: 'Contact',
  condition: 'Condition',
}

export const ROUTES: Record<string, string> = {
  intravenous: 'IV',
  intramuscular: 'IM',
  subcutaneous: 'SC',
  intranasal: 'nasal',
  oral: 'oral',
  sublingual: 'under the tongue',
}

/** The name of a record: its questionnaire's where it is one. */
export function titleOf(record: FoldedRecord): string {
  if (record.kind === 'outcome_measure') return INSTRUMENTS.get(text(record.fields['instrument']))?.name ?? 'Questionnaire'
  return TITLES[record.kind] ?? 'Entry'
}

/** The line below it; empty when there is nothing to say. */
export function summaryOf({ kind, fields }: FoldedRecord): string {
  if (kind === 'treatment_session') return sessionLine(fields)
  if (kind === 'check_in') return checkInLine(fields)
  if (kind === 'outcome_measure') return measureLine(fields)
  if (kind === 'relief_note') return reliefLine(fields)
  if (kind === 'insurer_contact') return listed([text(fields['representative']), reference(fields['reference_number'])])
  if (kind === 'expense') return listed([dollars(fields['amount_cents']), text(fields['category'])])
  if (kind === 'claim') return listed([text(fields['claim_number']), dollars(fields['billed_cents'])])
  if (kind === 'denial') return text(fields['claim_number']) && `Claim ${text(fields['claim_number'])}`
  return text(fields['name'])
}

/** "42.5 mg (0.50 mg/kg), IV, 40 min": what is known of it. */
export function sessionLine(fields: Fields): string {
  const dose = number(fields['dose_mg'])
  const perKg = mgPerKg(dose, number(fields['body_weight_kg']))
  const minutes = number(fields['duration_minutes'])
  return listed([
    dose === null ? '' : `${plain(dose)} mg${perKg === null ? '' : ` (${perKg.toFixed(2)} mg/kg)`}`,
    ROUTES[text(fields['route'])] ?? '',
    minutes === null ? '' : `${Math.round(minutes)} min`,
  ])
}

/** "2:05 PM" of a record in its own time zone; empty for a day without a time. */
export function timeOf(record: FoldedRecord): string {
  const at = ['started_at', 'at', 'answered_at'].map((name) => text(record.fields[name])).find((value) => value !== '')
  return at === undefined ? '' : timeOfDay(at, text(record.fields['time_zone']) || undefined)
}

/** The zone in which the day of a record is read: its own; none for a day without a time, which is the same day everywhere. */
export function zoneOf(record: FoldedRecord): string | undefined {
  const own = text(record.fields['time_zone'])
  const isTimed = ['started_at', 'at', 'answered_at', 'began_at', 'wore_off_at'].some((name) => text(record.fields[name]) !== '')
  const isDated = ['spent_on', 'notice_on', 'service_on'].some((name) => text(record.fields[name]) !== '')
  return own !== '' ? own : isDated && !isTimed ? 'UTC' : undefined
}

/** At most one digit after the point: 42.5, 40. */
export function plain(value: number): string {
  return String(Math.round(value * 10) / 10)
}

function checkInLine(fields: Fields): string {
  const names = ['mood', 'anxiety', 'energy', 'pain', 'well_being'] as const
  const said = names.flatMap((name) => {
    const value = number(fields[name])
    return value === null ? [] : [`${name.replace('_', '-')} ${plain(value)}`]
  })
  const line = listed(said.length > 0 ? said.slice(0, 3) : [text(fields['notes']).slice(0, 60)])
  return line.charAt(0).toUpperCase() + line.slice(1)
}

function reliefLine(fields: Fields): string {
  const day = (name: string) => (text(fields[name]) === '' ? '' : shortDay(text(fields[name])))
  return listed([day('began_at') && `Began ${day('began_at')}`, day('wore_off_at') && `wore off ${day('wore_off_at')}`])
}

function measureLine(fields: Fields): string {
  const instrument = INSTRUMENTS.get(text(fields['instrument']))
  const answers = fields['answers']
  if (!instrument || !Array.isArray(answers)) return number(fields['total']) === null ? '' : plain(number(fields['total'])!)
  const total = score(instrument, answers as (number | null)[])
  if (total === null) {
    const given = answers.filter((answer) => answer !== null).length
    return `Not finished: ${given} of ${instrument.items.length} answered`
  }
  return listed([`${plain(total)} of ${instrument.range[1]}`, band(instrument, total) ?? ''])
}

function listed(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(', ')
}

function reference(value: unknown): string {
  return text(value) && `reference ${text(value)}`
}

function dollars(cents: unknown): string {
  const amount = number(cents)
  return amount === null ? '' : new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' }).format(amount / 100)
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function number(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}
