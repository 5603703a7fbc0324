/** Records in a patient's words: what each is called and its one line. Nothing here is stored. */
import { dayAndTime, shortDay, timeOfDay } from '../core/days'
import { mgPerKg } from '../core/dose'
import { dollarsText, numberText } from '../core/locale'
import { WHEN } from '../core/projection'
import type { Fields, FoldedRecord } from '../core/records'
import { band, INSTRUMENTS, score, type Instrument } from '../core/scoring'
import { words } from '../words'

/** How a session was given, in a word. */
export const ROUTES = words.summary.routes
const { titles, states } = words.summary
/** How many states a line names before it is no line any more. */
const STATES_NAMED = 4
const DATED = WHEN.filter((name) => name.endsWith('_on'))
const TIMED = WHEN.filter((name) => name.endsWith('_at') || name === 'at')

/** The name of a record: its questionnaire's where it is one. */
export function titleOf(record: FoldedRecord): string {
  if (record.kind === 'outcome_measure') {
    return INSTRUMENTS.get(text(record.fields['instrument']))?.name ?? (text(record.fields['instrument_name']) || titles[record.kind]!)
  }
  return titles[record.kind] ?? words.summary.unknownKind
}

/** The line below it; empty when there is nothing to say. */
export function summaryOf({ kind, fields }: FoldedRecord): string {
  if (kind === 'treatment_session') return listed([sessionLine(fields), moodChange(fields)])
  if (kind === 'check_in') return checkInLine(fields)
  if (kind === 'outcome_measure') return measureLine(fields)
  if (kind === 'relief_note') return reliefLine(fields)
  if (kind === 'vital_signs') return vitalSignsLine(fields)
  if (kind === 'insurer_contact') return listed([text(fields['representative']), reference(fields['reference_number'])])
  if (kind === 'expense') return listed([dollars(fields['amount_cents']), text(fields['category'])])
  if (kind === 'claim') return listed([text(fields['claim_number']), dollars(fields['billed_cents'])])
  if (kind === 'denial') return text(fields['claim_number']) && words.summary.claimNumber(text(fields['claim_number']))
  if (kind === 'medication') return listed([text(fields['name']), text(fields['dose'])])
  if (kind === 'prior_treatment') return treatmentLine(fields)
  return text(fields['name'])
}

/** "42.5 mg (0.50 mg/kg), IV, 40 min": what is known of it. */
export function sessionLine(fields: Fields): string {
  const minutes = number(fields['duration_minutes'])
  return listed([
    doseLine(fields),
    ROUTES[text(fields['route'])] ?? '',
    minutes === null ? '' : words.summary.minutes(Math.round(minutes)),
  ])
}

/** "42.5 mg (0.50 mg/kg)"; empty when the dose is not known. */
export function doseLine(fields: Fields): string {
  const dose = number(fields['dose_mg'])
  const perKg = mgPerKg(dose, number(fields['body_weight_kg']))
  return dose === null ? '' : words.summary.dose(plain(dose), perKg === null ? null : numberText(perKg, 2, true))
}

/** "128/82, pulse 74, oxygen 97%": what was measured. */
export function vitalSignsLine(fields: Fields): string {
  const [upper, lower, pulse, oxygen] = ['systolic_mmhg', 'diastolic_mmhg', 'heart_rate_bpm', 'spo2_percent'].map((name) => {
    const value = number(fields[name])
    return value === null ? '' : plain(value)
  })
  const { vitalsLine } = words.session
  return listed([
    upper || lower ? `${upper || '–'}/${lower || '–'}` : '',
    pulse ? vitalsLine.pulse(pulse) : '',
    oxygen ? vitalsLine.oxygen(oxygen) : '',
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
  return own !== '' ? own : isDayOnly(record) ? 'UTC' : undefined
}

/** When it happened: "Tue, Nov 24, 2:05 PM", or only the day where no time was entered. */
export function whenOf(record: FoldedRecord): string {
  return isDayOnly(record) ? shortDay(record.occurredAt, 'UTC') : dayAndTime(record.occurredAt, zoneOf(record))
}

/** What the patient wrote in own words; empty when nothing was. */
export function noteOf({ fields }: FoldedRecord): string {
  return ['notes', 'summary', 'reason_text', 'stop_reason'].map((name) => text(fields[name])).find((note) => note.trim() !== '') ?? ''
}

function isDayOnly({ fields }: FoldedRecord): boolean {
  const has = (name: string) => text(fields[name]) !== ''
  return DATED.some(has) && !TIMED.some(has)
}

/** At most one digit after the point: 42.5, 40. */
export function plain(value: number): string {
  return numberText(value)
}

/** "mood 3 before, 6 after": what a session did, in the first state that was set both times. */
function moodChange(fields: Fields): string {
  for (const name of Object.keys(states)) {
    const [before, after] = [number(fields[`${name}_before`]), number(fields[`${name}_after`])]
    if (before !== null && after !== null) return words.summary.changed(states[name]!, plain(before), plain(after))
  }
  return ''
}

function checkInLine(fields: Fields): string {
  const said = Object.keys(states).flatMap((name) => {
    const value = number(fields[name])
    return value === null ? [] : [words.summary.state(states[name]!, plain(value))]
  })
  const slept = number(fields['sleep_hours'])
  const sleep = slept === null ? [] : [words.summary.slept(plain(slept))]
  const line = listed([...said.slice(0, STATES_NAMED - sleep.length), ...sleep]) || text(fields['notes']).slice(0, 60)
  return line.charAt(0).toUpperCase() + line.slice(1)
}

/** "sertraline (Zoloft), SSRI, 200 mg a day". */
function treatmentLine(fields: Fields): string {
  const [name, brand, dose] = [text(fields['name']), text(fields['brand_name']), number(fields['dose_mg_per_day'])]
  const called = brand === '' ? name : name === '' ? brand : `${name} (${brand})`
  return listed([called, text(fields['drug_class']), dose === null ? '' : words.summary.perDay(plain(dose))])
}

function reliefLine(fields: Fields): string {
  const day = (name: string) => (text(fields[name]) === '' ? '' : shortDay(text(fields[name])))
  return listed([
    day('began_at') && words.summary.began(day('began_at')),
    day('wore_off_at') && words.summary.woreOff(day('wore_off_at')),
  ])
}

function measureLine(fields: Fields): string {
  const instrument = INSTRUMENTS.get(text(fields['instrument']))
  const answers = fields['answers']
  if (!instrument || !Array.isArray(answers)) return typedTotal(fields, instrument)
  const total = score(instrument, answers as (number | null)[])
  if (total === null) {
    const given = answers.filter((answer) => answer !== null).length
    return words.summary.unfinished(given, instrument.items.length)
  }
  return listed([words.summary.total(plain(total), instrument.range[1]!), band(instrument, total) ?? ''])
}

function typedTotal(fields: Fields, instrument: Instrument | undefined): string {
  const [total, rater] = [number(fields['total']), text(fields['rater'])]
  if (total === null) return ''
  const shown = instrument ? words.summary.total(plain(total), instrument.range[1]!) : plain(total)
  return listed([shown, (instrument && band(instrument, total)) ?? '', rater && words.summary.rated(rater)])
}

function listed(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(', ')
}

function reference(value: unknown): string {
  return text(value) && words.summary.reference(text(value))
}

function dollars(cents: unknown): string {
  const amount = number(cents)
  return amount === null ? '' : dollarsText(amount)
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function number(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}
