/** Forms of what the treatment cost, what the insurer paid, and other ways to pay for it. */
import type { FoldedRecord } from '../../core/records'
import { words } from '../../words'
import { choiceOf, textOf, worded } from './form'
import { daySaid, listed, moneySaid } from './said'

const { expense, claim, funding } = words.money
// The most that the server takes: more than any course costs.
const DOLLARS = { type: 'money', unit: 'USD', least: 0, most: 10_000_000 } as const

export const EXPENSE = worded(
  'expense',
  expense,
  [
    { name: 'spent_on', type: 'day' },
    { name: 'amount_cents', ...DOLLARS },
    { name: 'category', type: 'choice' },
    { name: 'session', type: 'choice' },
    { name: 'provider', type: 'text' },
    { name: 'paid_cents', ...DOLLARS },
    { name: 'hsa_fsa_cents', ...DOLLARS },
    { name: 'service_codes', type: 'codes' },
    { name: 'diagnosis_codes', type: 'codes' },
    { name: 'claim', type: 'choice' },
    { name: 'submitted_on', type: 'day' },
    { name: 'submit_by_on', type: 'day' },
    { name: 'reimbursed_cents', ...DOLLARS },
    { name: 'tax_year', type: 'number', least: 1_990, most: 2_200, whole: true },
    { name: 'notes', type: 'long' },
  ],
  {
    hasPapers: true,
    links: { session: 'treatment_session', claim: 'claim' },
    list: {
      one: expense.one,
      add: expense.add,
      empty: expense.empty,
      nameOf: ({ fields }) => choiceOf(expense, 'category', fields['category']) || expense.unnamed,
      detailOf: ({ fields }) => listed(daySaid(fields['spent_on']), moneySaid(fields['amount_cents'])),
    },
  },
)

export const CLAIM = worded(
  'claim',
  claim,
  [
    { name: 'claim_number', type: 'text' },
    { name: 'service_on', type: 'day' },
    { name: 'session', type: 'choice' },
    { name: 'billed_cents', ...DOLLARS },
    { name: 'submitted_on', type: 'day' },
    { name: 'submit_by_on', type: 'day' },
    { name: 'decision', type: 'choice' },
    { name: 'decided_on', type: 'day' },
    { name: 'allowed_cents', ...DOLLARS },
    { name: 'paid_cents', ...DOLLARS },
    { name: 'notes', type: 'long' },
  ],
  {
    hasPapers: true,
    links: { session: 'treatment_session' },
    list: {
      one: claim.one,
      add: claim.add,
      empty: claim.empty,
      nameOf: ({ fields }) => (textOf(fields['claim_number']) ? claim.numbered(textOf(fields['claim_number'])) : claim.unnamed),
      detailOf: claimLine,
    },
  },
)

export const FUNDING_OPTION = worded(
  'funding_option',
  funding,
  [
    { name: 'option', type: 'choice' },
    { name: 'name', type: 'text' },
    { name: 'status', type: 'choice' },
    { name: 'asked_on', type: 'day' },
    { name: 'amount_cents', ...DOLLARS },
    { name: 'follow_up_on', type: 'day' },
    { name: 'notes', type: 'long' },
  ],
  {
    hasPapers: true,
    list: {
      one: funding.one,
      add: funding.add,
      empty: funding.empty,
      nameOf: ({ fields }) => textOf(fields['name']) || choiceOf(funding, 'option', fields['option']) || funding.unnamed,
      detailOf: ({ fields }) => listed(choiceOf(funding, 'option', fields['option']), choiceOf(funding, 'status', fields['status'])),
    },
  },
)

function claimLine({ fields }: FoldedRecord): string {
  return listed(daySaid(fields['service_on']), moneySaid(fields['billed_cents']), choiceOf(claim, 'decision', fields['decision']))
}
