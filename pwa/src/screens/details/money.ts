/** Forms of what the treatment cost and what the insurer paid. */
import { named, type Form } from './form'

export const EXPENSE: Form = {
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

export const CLAIM: Form = {
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
