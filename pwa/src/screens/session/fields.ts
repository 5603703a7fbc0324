/** What is asked about a session and what hangs on it (J1-J7, J10). */
import type { Choice, Field, Remark } from '../../components/form/fields'
import { mgPerKg } from '../../core/dose'
import { numberText } from '../../core/locale'
import { doubts } from '../../core/plausible'
import type { Fields } from '../../core/records'
import { words } from '../../words'
import { states } from '../checkInFields'

const said = words.session
const choices = (labels: Record<string, string>): Choice[] => Object.entries(labels).map(([value, label]) => ({ value, label }))

const DOSE: Field = { name: 'dose_mg', label: said.dose, type: 'number', unit: said.mg, least: 0.001, most: 2_000, hint: said.doseHint }
const WEIGHT: Field = { name: 'body_weight_kg', label: said.weight, type: 'number', unit: said.kilograms, least: 1, most: 700 }
const ROUTE: Field = { name: 'route', label: said.route, type: 'choice', choices: choices(said.routes) }
const PRODUCT: Field = { name: 'product', label: said.drug, type: 'choice', choices: choices(said.products) }
const PHASE: Field = { name: 'phase', label: said.phase, type: 'choice', choices: choices(said.phases) }
const NUMBER: Field = { name: 'session_number', label: said.number, type: 'number', least: 1, most: 10_000, whole: true }
const STARTS_COURSE: Field = { name: 'starts_course', label: said.startsCourse, type: 'claim', hint: said.startsCourseHint }
const SOURCE: Field = { name: 'dose_source', label: said.doseSource, type: 'choice', choices: choices({ patient: said.told, clinic: said.sheet }) }
const CLINIC: Field = { name: 'clinic', label: said.clinic, type: 'text' }
const CLINICIAN: Field = { name: 'clinician', label: said.clinician, type: 'text' }
const SETTING: Field = { name: 'setting', label: said.setting, type: 'text', hint: said.settingHint }
const NOTES: Field = { name: 'notes', label: said.note, type: 'long' }
const OWN_WORDS: Field = { ...NOTES, hint: said.noteHint }
const LENGTH: Field = { name: 'duration_minutes', label: said.length, type: 'number', unit: said.minutes, least: 0, most: 1_440 }
const STARTED: Field = { name: 'started_at', label: said.started, type: 'moment', required: true }

/** Under this name the store keeps the id of the session that was started on this phone and not ended. */
export const RUNNING = 'running session'

/** What stays the same from session to session, and is offered again at the next. */
export const REPEATED = ['dose_mg', 'dose_source', 'body_weight_kg', 'route', 'product', 'phase', 'clinic', 'clinician', 'setting'] as const

export const PLANNED = [
  { fields: [DOSE, WEIGHT, ROUTE, PRODUCT, PHASE, NUMBER] },
  { title: said.where, fields: [CLINIC, CLINICIAN, SETTING, SOURCE] },
]
export const CLOSING = [{ fields: [LENGTH, OWN_WORDS] }]

/** Everything, for a session logged later or looked at again. */
export const WHOLE = [
  { fields: [STARTED, LENGTH, DOSE, SOURCE, WEIGHT, ROUTE, PRODUCT, PHASE, NUMBER, STARTS_COURSE] },
  { title: said.before, fields: states('before') },
  { title: said.after, fields: states('after') },
  { title: said.where, fields: [CLINIC, CLINICIAN, SETTING, OWN_WORDS] },
]

export const SIDE_EFFECT: readonly Field[] = [
  { name: 'symptom', label: said.symptom, type: 'text', required: true },
  { name: 'severity', label: said.severity, type: 'choice', choices: choices(said.severities) },
  { name: 'started_at', label: said.began, type: 'moment', isOftenNow: true },
  { name: 'ended_at', label: said.ended, type: 'moment', isOftenNow: true },
  { name: 'action_taken', label: said.actionTaken, type: 'long', hint: said.actionTakenHint },
  NOTES,
]

export const VITAL_SIGNS: readonly Field[] = [
  { name: 'systolic_mmhg', label: said.systolic, type: 'number', unit: said.mmhg, least: 0, most: 400 },
  { name: 'diastolic_mmhg', label: said.diastolic, type: 'number', unit: said.mmhg, least: 0, most: 300 },
  { name: 'heart_rate_bpm', label: said.heartRate, type: 'number', unit: said.bpm, least: 0, most: 400 },
  { name: 'spo2_percent', label: said.oxygen, type: 'number', unit: said.percent, least: 0, most: 100 },
  { name: 'taken_by', label: said.takenBy, type: 'choice', choices: choices(said.takers) },
  { name: 'at', label: said.when, type: 'moment', isOftenNow: true },
]

export const RELIEF: readonly Field[] = [
  { name: 'began_at', label: said.reliefBegan, type: 'moment', isOftenNow: true },
  { name: 'wore_off_at', label: said.reliefWoreOff, type: 'moment', isOftenNow: true },
  NOTES,
]

/** The sections with what was entered elsewhere one tap away, by field. */
export function withOffers<S extends { fields: readonly Field[] }>(sections: readonly S[], offers: Readonly<Record<string, readonly string[]>>) {
  return sections.map((section) => ({
    ...section,
    fields: section.fields.map((field) => (offers[field.name] ? { ...field, offers: offers[field.name]! } : field)),
  }))
}

/** What is said beside the fields of a session: the dose for the weight, and what deserves a second look. */
export function sessionRemarks(session: Fields): Partial<Record<string, Remark>> {
  const perKg = mgPerKg(numberOf(session['dose_mg']), numberOf(session['body_weight_kg']))
  const remarks: Partial<Record<string, Remark>> = perKg === null ? {} : { dose_mg: { text: said.perKg(numberText(perKg, 2, true)) } }
  for (const [field, doubt] of Object.entries(doubts(session, Date.now()))) {
    const before = remarks[field]?.text
    const text = said.doubts[doubt!]
    remarks[field] = { text: before === undefined ? text : `${before}. ${text}`, isCaution: true }
  }
  return remarks
}

/** That the two numbers of a blood pressure stand in each other's place. */
export function vitalRemarks({ systolic_mmhg: upper, diastolic_mmhg: lower }: Fields): Partial<Record<string, Remark>> {
  const isSwapped = typeof upper === 'number' && typeof lower === 'number' && lower > upper
  return isSwapped ? { diastolic_mmhg: { text: said.swapped, isCaution: true } } : {}
}

/** How long relief lasted, or that a date of it cannot be. `began` of the session is RFC 3339 in UTC. */
export function reliefRemarks({ began_at, wore_off_at }: Fields, sessionBegan: string): Partial<Record<string, Remark>> {
  const [began, end] = [Date.parse(String(began_at)), Date.parse(String(wore_off_at))]
  const remarks: Partial<Record<string, Remark>> = {}
  if (began < Date.parse(sessionBegan)) remarks['began_at'] = { text: said.beganBeforeSession, isCaution: true }
  if (end < began) remarks['wore_off_at'] = { text: said.woreOffFirst, isCaution: true }
  else if (!Number.isNaN(end - began)) remarks['wore_off_at'] = { text: said.lasted(end - began) }
  return remarks
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}
