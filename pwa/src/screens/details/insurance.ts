/** Forms of the plan and of the calls with the insurer. */
import { named, type Form } from './form'

const STATES =
  'AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA PR RI SC SD TN TX UT VT VA WA WV WI WY'

export const INSURANCE_PLAN: Form = {
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

export const INSURER_CONTACT: Form = {
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
