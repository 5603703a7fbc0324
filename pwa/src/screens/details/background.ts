/** Forms of who the patient is, what was tried before, and who gives care. */
import { named, type Form } from './form'

export const PATIENT: Form = {
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

export const CONDITION: Form = {
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

export const CARE_CONTACT: Form = {
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

export const PRIOR_TREATMENT: Form = {
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

export const RELIEF_NOTE: Form = {
  kind: 'relief_note',
  title: 'Relief',
  why: 'When the relief of a session began and when it wore off.',
  fields: [
    { name: 'began_at', label: 'Began', type: 'moment' },
    { name: 'wore_off_at', label: 'Wore off', type: 'moment' },
    { name: 'notes', label: 'Note', type: 'long' },
  ],
}
