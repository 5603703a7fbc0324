/**
 * The forms of the Case place as lists of fields, one for each record kind that feeds the report and is typed in once.
 * The words are a patient's; the names and limits are those of `shared_schemas`.
 */
import type { Field } from '../../components/form/fields'
import type { FoldedRecord } from '../../core/records'

export interface Form {
  kind: string
  title: string
  why: string
  fields: Field[]
  /** Whether photos and papers belong to it. */
  hasPapers?: true
  /** For kinds that stand in a list: how one is called, and what the list says when it is empty. */
  list?: { one: string; add: string; empty: string; nameOf: (record: FoldedRecord) => string }
}

const STATES =
  'AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA PR RI SC SD TN TX UT VT VA WA WV WI WY'

const PATIENT: Form = {
  kind: 'patient',
  title: 'Your details',
  why: 'They stand at the top of every page of the report, so that the insurer can match it to your file.',
  fields: [
    { name: 'full_name', label: 'Full name', type: 'text', hint: 'As on your insurance card', autocomplete: 'name' },
    { name: 'born_on', label: 'Birth date', type: 'day', autocomplete: 'bday' },
    { name: 'phone', label: 'Phone', type: 'text', autocomplete: 'tel' },
    { name: 'address', label: 'Address', type: 'long', autocomplete: 'street-address' },
  ],
}

const INSURANCE_PLAN: Form = {
  kind: 'insurance_plan',
  title: 'Insurance plan',
  why: 'Copy it from your card. Which kind of plan it is decides which rules hold for an appeal.',
  fields: [
    { name: 'insurer', label: 'Insurer', type: 'text' },
    {
      name: 'plan_type',
      label: 'Kind of plan',
      type: 'choice',
      hint: 'For a plan from work, ask the benefits office whether the employer pays the claims itself.',
      choices: [
        { value: 'employer_self_funded', label: 'From work, employer pays the claims' },
        { value: 'employer_insured', label: 'From work, insurer pays the claims' },
        { value: 'individual', label: 'Bought by me (marketplace)' },
        { value: 'medicare', label: 'Original Medicare' },
        { value: 'medicare_advantage', label: 'Medicare Advantage' },
        { value: 'medicaid', label: 'Medicaid' },
        { value: 'fehb', label: 'Federal employees (FEHB)' },
        { value: 'tricare', label: 'TRICARE' },
        { value: 'va', label: 'VA' },
        { value: 'other', label: 'Other' },
        { value: 'unknown', label: 'I do not know yet' },
      ],
    },
    { name: 'member_number', label: 'Member number', type: 'text' },
    { name: 'group_number', label: 'Group number', type: 'text' },
    {
      name: 'state',
      label: 'State',
      type: 'choice',
      choices: STATES.split(' ').map((state) => ({ value: state, label: state })),
    },
  ],
}

const DENIAL: Form = {
  kind: 'denial',
  hasPapers: true,
  title: 'Denials',
  why: 'What the insurer’s letter says. The report answers it in the insurer’s own words.',
  list: {
    one: 'Denial',
    add: 'Add a denial',
    empty: 'No denial entered. Add one when a letter has come; without one the report is a plain record of your treatment.',
    nameOf: (record) => named(record.fields['claim_number'], 'Claim ') ?? 'Denial without a claim number',
  },
  fields: [
    { name: 'notice_on', label: 'Date on the letter', type: 'day' },
    { name: 'received_on', label: 'Date you received it', type: 'day' },
    {
      name: 'deadline_on',
      label: 'Appeal deadline on the letter',
      type: 'day',
      hint: 'The date printed on the letter counts. Leave it empty if there is none.',
    },
    {
      name: 'reason',
      label: 'Reason',
      type: 'choice',
      choices: [
        { value: 'not_medically_necessary', label: 'Not medically necessary' },
        { value: 'experimental', label: 'Experimental or investigational' },
        { value: 'excluded', label: 'Not covered by the plan' },
        { value: 'no_authorization', label: 'No prior authorization' },
        { value: 'out_of_network', label: 'Out of network' },
        { value: 'missing_information', label: 'Missing information' },
        { value: 'coding', label: 'Coding' },
        { value: 'other', label: 'Other' },
      ],
    },
    { name: 'reason_text', label: 'The letter’s own words', type: 'long', hint: 'Copy the sentence that gives the reason.' },
    { name: 'claim_number', label: 'Claim number', type: 'text' },
    { name: 'urgent', label: 'Waiting would endanger my health', type: 'claim', hint: 'Your clinic can ask for a fast review.' },
  ],
}

const PRIOR_TREATMENT: Form = {
  kind: 'prior_treatment',
  title: 'Prior treatments',
  why: 'Most plans ask what was tried before, at what dose, for how long, and how it ended.',
  list: {
    one: 'Prior treatment',
    add: 'Add a treatment',
    empty: 'None entered yet. Start with the one you remember best; dates can be rough and filled in later.',
    nameOf: (record) => named(record.fields['name'], '') ?? 'Treatment without a name',
  },
  fields: [
    { name: 'name', label: 'Name', type: 'text', hint: 'For example sertraline, or cognitive behavioral therapy' },
    {
      name: 'type',
      label: 'Kind of treatment',
      type: 'choice',
      choices: [
        { value: 'medicine', label: 'Medicine' },
        { value: 'psychotherapy', label: 'Talk therapy' },
        { value: 'tms', label: 'TMS' },
        { value: 'ect', label: 'ECT' },
        { value: 'procedure', label: 'Procedure' },
        { value: 'other', label: 'Other' },
      ],
    },
    { name: 'drug_class', label: 'Drug class', type: 'text', hint: 'For example SSRI, if you know it' },
    { name: 'dose_mg_per_day', label: 'Highest dose a day', type: 'number', unit: 'mg', least: 0.001, most: 100_000 },
    { name: 'started_on', label: 'Started', type: 'day' },
    { name: 'ended_on', label: 'Ended', type: 'day', hint: 'Leave it empty if it goes on.' },
    { name: 'adequate_weeks', label: 'Weeks at a full dose', type: 'number', unit: 'weeks', least: 0, most: 5_000 },
    { name: 'current_episode', label: 'In the present episode', type: 'claim' },
    { name: 'augmentation', label: 'Added to another medicine', type: 'claim' },
    {
      name: 'improvement_percent',
      label: 'How much it helped',
      type: 'number',
      unit: '%',
      hint: '0 is no change, 100 is well again, below 0 is worse.',
      least: -100,
      most: 100,
    },
    { name: 'stop_reason', label: 'Why it ended', type: 'long' },
  ],
}

const INSURER_CONTACT: Form = {
  kind: 'insurer_contact',
  hasPapers: true,
  title: 'Calls with the insurer',
  why: 'Write down each call while it is fresh: who, when, and the reference number. Ask for the number before you hang up.',
  list: {
    one: 'Call with the insurer',
    add: 'Add a call',
    empty: 'No call entered yet.',
    nameOf: (record) => named(record.fields['reference_number'], 'Reference ') ?? named(record.fields['representative'], 'With ') ?? 'Call',
  },
  fields: [
    { name: 'at', label: 'When', type: 'moment' },
    { name: 'number_called', label: 'Number called', type: 'text' },
    { name: 'representative', label: 'Who answered', type: 'text' },
    { name: 'reference_number', label: 'Reference number', type: 'text' },
    { name: 'summary', label: 'What was said', type: 'long' },
    { name: 'follow_up_on', label: 'Promised answer by', type: 'day' },
  ],
}

const EXPENSE: Form = {
  kind: 'expense',
  hasPapers: true,
  title: 'Expenses',
  why: 'What a session or a visit cost, with the codes from the receipt.',
  list: {
    one: 'Expense',
    add: 'Add an expense',
    empty: 'No expense entered yet.',
    nameOf: (record) => named(record.fields['category'], '') ?? 'Expense',
  },
  fields: [
    { name: 'spent_on', label: 'Date', type: 'day' },
    { name: 'amount_cents', label: 'Amount', type: 'money', unit: 'USD', least: 0, most: 10_000_000 },
    { name: 'category', label: 'For what', type: 'text', hint: 'For example session, visit, travel' },
    { name: 'service_codes', label: 'Service codes', type: 'codes', hint: 'As the clinic wrote them, separated by commas' },
    { name: 'diagnosis_codes', label: 'Diagnosis codes', type: 'codes', hint: 'As the clinic wrote them, separated by commas' },
    { name: 'reimbursed_cents', label: 'Paid back so far', type: 'money', unit: 'USD', least: 0, most: 10_000_000 },
    { name: 'notes', label: 'Note', type: 'long' },
  ],
}

const CLAIM: Form = {
  kind: 'claim',
  hasPapers: true,
  title: 'Claims',
  why: 'What was sent to the insurer and what came back, from the statement they call EOB.',
  list: {
    one: 'Claim',
    add: 'Add a claim',
    empty: 'No claim entered yet.',
    nameOf: (record) => named(record.fields['claim_number'], 'Claim ') ?? 'Claim without a number',
  },
  fields: [
    { name: 'claim_number', label: 'Claim number', type: 'text' },
    { name: 'service_on', label: 'Date of service', type: 'day' },
    { name: 'billed_cents', label: 'Billed', type: 'money', unit: 'USD', least: 0, most: 10_000_000 },
    { name: 'allowed_cents', label: 'Allowed', type: 'money', unit: 'USD', least: 0, most: 10_000_000 },
    { name: 'paid_cents', label: 'Paid by the insurer', type: 'money', unit: 'USD', least: 0, most: 10_000_000 },
    { name: 'submitted_on', label: 'Sent on', type: 'day' },
    { name: 'submit_by_on', label: 'Must be sent by', type: 'day', hint: 'From your plan’s papers.' },
    { name: 'decided_on', label: 'Decided on', type: 'day' },
  ],
}

const CONDITION: Form = {
  kind: 'condition',
  title: 'Conditions',
  why: 'What is being treated, with the diagnosis code as the clinic wrote it.',
  list: {
    one: 'Condition',
    add: 'Add a condition',
    empty: 'None entered yet.',
    nameOf: (record) => named(record.fields['name'], '') ?? 'Condition without a name',
  },
  fields: [
    { name: 'name', label: 'Name', type: 'text' },
    { name: 'icd10_code', label: 'Diagnosis code', type: 'text', hint: 'It stands on the clinic’s bill. Leave it empty if you do not have it.' },
    { name: 'diagnosed_on', label: 'Diagnosed on', type: 'day' },
    { name: 'diagnosed_by', label: 'Diagnosed by', type: 'text' },
  ],
}

const CARE_CONTACT: Form = {
  kind: 'care_contact',
  title: 'Clinic and doctors',
  why: 'Who gives the treatment. The insurer asks for the provider and its NPI, a number on the clinic’s bill.',
  list: {
    one: 'Clinic or doctor',
    add: 'Add a clinic or doctor',
    empty: 'None entered yet.',
    nameOf: (record) => named(record.fields['name'], '') ?? 'Contact without a name',
  },
  fields: [
    { name: 'name', label: 'Name', type: 'text' },
    { name: 'role', label: 'Role', type: 'text', hint: 'For example prescriber, clinic, therapist' },
    { name: 'phone', label: 'Phone', type: 'text', autocomplete: 'tel' },
    { name: 'fax', label: 'Fax', type: 'text' },
    { name: 'npi', label: 'NPI', type: 'text' },
  ],
}

const RELIEF_NOTE: Form = {
  kind: 'relief_note',
  title: 'Relief',
  why: 'When the relief of a session began and when it wore off.',
  fields: [
    { name: 'began_at', label: 'Began', type: 'moment' },
    { name: 'wore_off_at', label: 'Wore off', type: 'moment' },
    { name: 'notes', label: 'Note', type: 'long' },
  ],
}

/** The forms, in the order in which the Case place offers them. */
export const FORMS: readonly Form[] = [
  PATIENT,
  INSURANCE_PLAN,
  CONDITION,
  CARE_CONTACT,
  PRIOR_TREATMENT,
  DENIAL,
  CLAIM,
  EXPENSE,
  INSURER_CONTACT,
]

/** The form of a record kind; undefined for a kind that has none. */
export function formOf(kind: string): Form | undefined {
  return [...FORMS, RELIEF_NOTE].find((form) => form.kind === kind)
}

function named(value: unknown, before: string): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? `${before}${value}` : undefined
}
