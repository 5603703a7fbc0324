/** Forms of who the patient is, what is treated and taken, what was tried before, and who gives care. */
import type { Field } from '../../components/form/fields'
import { summaryOf } from '../../components/summary'
import type { Fields, FoldedRecord } from '../../core/records'
import { words } from '../../words'
import { named, type Form } from './form'
import { conditionNames, medicineNames } from './suggestions'

const { patient, condition, medication, allergy, treatment, contact, relief } = words.background

export const PATIENT: Form = {
  kind: 'patient',
  title: patient.title,
  why: patient.why,
  fields: [
    { name: 'full_name', label: patient.fields.full_name, type: 'text', hint: patient.nameHint, autocomplete: 'name' },
    { name: 'born_on', label: patient.fields.born_on, type: 'day', autocomplete: 'bday' },
    { name: 'phone', label: patient.fields.phone, type: 'text', autocomplete: 'tel' },
    { name: 'address', label: patient.fields.address, type: 'long', autocomplete: 'street-address' },
  ],
}

export const CONDITION: Form = {
  kind: 'condition',
  title: condition.title,
  why: condition.why,
  asked: ({ other_condition: isOther }) => (isOther === true ? ['name'] : ['name', 'icd10_code', 'diagnosed_on', 'diagnosed_by']),
  list: {
    one: condition.one,
    add: condition.add,
    empty: condition.empty,
    nameOf: (record) => named(record.fields['name'], '') ?? condition.unnamed,
    detailOf: ({ fields }) => (fields['other_condition'] === true ? condition.other : textOf(fields['icd10_code'])),
  },
  fields: [
    { name: 'name', label: condition.fields.name, type: 'text', suggestions: conditionNames },
    { name: 'other_condition', label: condition.fields.other_condition, type: 'claim' },
    { name: 'icd10_code', label: condition.fields.icd10_code, type: 'text', hint: condition.codeHint },
    { name: 'diagnosed_on', label: condition.fields.diagnosed_on, type: 'day' },
    { name: 'diagnosed_by', label: condition.fields.diagnosed_by, type: 'text' },
    { name: 'notes', label: condition.fields.notes, type: 'long' },
  ],
}

export const MEDICATION: Form = {
  kind: 'medication',
  title: medication.title,
  why: medication.why,
  asked: () => ['name', 'dose', 'started_on'],
  list: {
    one: medication.one,
    add: medication.add,
    empty: medication.empty,
    nameOf: (record) => named(record.fields['name'], '') ?? medication.unnamed,
    detailOf: ({ fields }) => [textOf(fields['dose']), textOf(fields['drug_class'])].filter((part) => part !== '').join(', '),
  },
  fields: [
    { name: 'name', label: medication.fields.name, type: 'text', suggestions: medicineNames },
    { name: 'dose', label: medication.fields.dose, type: 'text', hint: medication.doseHint },
    { name: 'started_on', label: medication.fields.started_on, type: 'day' },
    { name: 'ended_on', label: medication.fields.ended_on, type: 'day', hint: medication.endedHint },
    { name: 'drug_class', label: medication.fields.drug_class, type: 'text' },
    { name: 'prescriber', label: medication.fields.prescriber, type: 'text' },
    { name: 'notes', label: medication.fields.notes, type: 'long' },
  ],
}

export const ALLERGY: Form = {
  kind: 'allergy',
  title: allergy.title,
  why: allergy.why,
  asked: () => ['name', 'reaction'],
  list: {
    one: allergy.one,
    add: allergy.add,
    empty: allergy.empty,
    nameOf: (record) => named(record.fields['name'], '') ?? allergy.unnamed,
    detailOf: ({ fields }) => textOf(fields['reaction']),
  },
  fields: [
    { name: 'name', label: allergy.fields.name, type: 'text' },
    { name: 'reaction', label: allergy.fields.reaction, type: 'text' },
    { name: 'notes', label: allergy.fields.notes, type: 'long' },
  ],
}

const isMedicine = (values: Fields) => ['medicine', '', undefined, null].includes(values['type'] as string | null | undefined)
const hasVisits = (values: Fields) => ['psychotherapy', 'tms', 'ect', 'procedure'].includes(String(values['type']))

const TREATMENT_FIELDS: Field[] = [
  {
    name: 'type',
    label: treatment.fields.type,
    type: 'choice',
    choices: Object.entries(treatment.types).map(([value, label]) => ({ value, label })),
  },
  { name: 'name', label: treatment.fields.name, type: 'text', hint: treatment.nameHint, suggestions: medicineNames },
  { name: 'brand_name', label: treatment.fields.brand_name, type: 'text', isAsked: isMedicine },
  { name: 'drug_class', label: treatment.fields.drug_class, type: 'text', isAsked: isMedicine },
  { name: 'dose_mg_per_day', label: treatment.fields.dose_mg_per_day, type: 'number', unit: treatment.mg, least: 0.001, most: 100_000, isAsked: isMedicine },
  { name: 'started_on', label: treatment.fields.started_on, type: 'day' },
  { name: 'ended_on', label: treatment.fields.ended_on, type: 'day', hint: treatment.endedHint },
  { name: 'adequate_weeks', label: treatment.fields.adequate_weeks, type: 'number', unit: treatment.weeks, hint: treatment.weeksHint, least: 0, most: 5_000, isAsked: isMedicine },
  { name: 'session_count', label: treatment.fields.session_count, type: 'number', whole: true, least: 0, most: 10_000, isAsked: hasVisits },
  { name: 'current_episode', label: treatment.fields.current_episode, type: 'claim' },
  { name: 'augmentation', label: treatment.fields.augmentation, type: 'claim', isAsked: isMedicine },
  { name: 'improvement_percent', label: treatment.fields.improvement_percent, type: 'number', unit: treatment.percent, hint: treatment.improvementHint, least: -100, most: 100 },
  { name: 'score_name', label: treatment.fields.score_name, type: 'text', hint: treatment.scoreHint },
  { name: 'score_before', label: treatment.fields.score_before, type: 'number', least: 0, most: 1_000 },
  { name: 'score_after', label: treatment.fields.score_after, type: 'number', least: 0, most: 1_000 },
  { name: 'stop_reason', label: treatment.fields.stop_reason, type: 'long' },
  { name: 'prescriber', label: treatment.fields.prescriber, type: 'text' },
  { name: 'notes', label: treatment.fields.notes, type: 'long' },
]

export const PRIOR_TREATMENT: Form = {
  kind: 'prior_treatment',
  hasPapers: true,
  title: treatment.title,
  why: treatment.why,
  asked: askedOfTreatment,
  list: {
    one: treatment.one,
    add: treatment.add,
    empty: treatment.empty,
    nameOf: (record) => named(record.fields['name'], '') ?? treatment.unnamed,
    detailOf: withoutName,
  },
  fields: TREATMENT_FIELDS,
}

export const CARE_CONTACT: Form = {
  kind: 'care_contact',
  title: contact.title,
  why: contact.why,
  asked: ({ role }) => (role === 'clinic' ? ['name', 'phone', 'npi', 'authorization_protocol'] : ['name', 'phone']),
  list: {
    one: contact.one,
    add: contact.add,
    empty: contact.empty,
    nameOf: (record) => named(record.fields['name'], '') ?? contact.unnamed,
    detailOf: ({ fields }) =>
      [contact.roles[textOf(fields['role'])] ?? textOf(fields['role']).replaceAll('_', ' '), textOf(fields['phone'])].filter((part) => part !== '').join(', '),
  },
  fields: [
    { name: 'name', label: contact.fields.name, type: 'text' },
    { name: 'role', label: contact.fields.role, type: 'choice', choices: Object.entries(contact.roles).map(([value, label]) => ({ value, label })) },
    { name: 'phone', label: contact.fields.phone, type: 'text', autocomplete: 'tel' },
    { name: 'fax', label: contact.fields.fax, type: 'text' },
    { name: 'npi', label: contact.fields.npi, type: 'text' },
    { name: 'address', label: contact.fields.address, type: 'long' },
    { name: 'authorization_protocol', label: contact.fields.authorization_protocol, type: 'long', hint: contact.protocolHint, isAsked: isClinic },
    { name: 'insurer_experience', label: contact.fields.insurer_experience, type: 'long', hint: contact.experienceHint, isAsked: isClinic },
    { name: 'notes', label: contact.fields.notes, type: 'long' },
  ],
}

export const RELIEF_NOTE: Form = {
  kind: 'relief_note',
  title: relief.title,
  why: relief.why,
  fields: [
    { name: 'began_at', label: relief.fields.began_at, type: 'moment' },
    { name: 'wore_off_at', label: relief.fields.wore_off_at, type: 'moment' },
    { name: 'notes', label: relief.fields.notes, type: 'long' },
  ],
}

/** What the background screen leads to, in its order. */
export const BACKGROUND: readonly Form[] = [CONDITION, PRIOR_TREATMENT, MEDICATION, ALLERGY, CARE_CONTACT]

/** How it ended is asked of what has ended; a score before and after says as much as a percentage. */
function askedOfTreatment(fields: Fields): string[] {
  const isScored = fields['score_before'] != null && fields['score_after'] != null
  return [
    'name',
    'type',
    'started_on',
    ...(isMedicine(fields) ? ['dose_mg_per_day', 'adequate_weeks'] : []),
    ...(isScored ? [] : ['improvement_percent']),
    ...(fields['ended_on'] == null ? [] : ['stop_reason']),
  ]
}

function isClinic({ role }: Fields): boolean {
  return role === 'clinic' || role === 'prescriber'
}

/** The line of a treatment below its name. */
function withoutName(record: FoldedRecord): string {
  return summaryOf({ ...record, fields: { ...record.fields, name: '' } })
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : ''
}
