/** Forms of asking the insurer, before the treatment and after a no. */
import { words } from '../../words'
import { choiceOf, textOf, worded } from './form'
import { daySaid, listed } from './said'

const { authorization, denial, appeal } = words.appeals

export const PRIOR_AUTHORIZATION = worded(
  'prior_authorization',
  authorization,
  [
    { name: 'requested_on', type: 'day' },
    { name: 'requested_by', type: 'text' },
    { name: 'authorization_number', type: 'text' },
    { name: 'treatment_plan', type: 'long' },
    { name: 'service_codes', type: 'codes' },
    { name: 'urgent', type: 'claim' },
    { name: 'decision', type: 'choice' },
    { name: 'decided_on', type: 'day' },
    { name: 'valid_from_on', type: 'day' },
    { name: 'valid_to_on', type: 'day' },
    { name: 'sessions_approved', type: 'number', least: 0, most: 1_000, whole: true },
    { name: 'renewal_due_on', type: 'day' },
    { name: 'notes', type: 'long' },
  ],
  {
    hasPapers: true,
    list: {
      one: authorization.one,
      add: authorization.add,
      empty: authorization.empty,
      nameOf: ({ fields }) => (daySaid(fields['requested_on']) ? authorization.of(daySaid(fields['requested_on'])) : authorization.unnamed),
      detailOf: ({ fields }) => listed(choiceOf(authorization, 'decision', fields['decision']), textOf(fields['requested_by'])),
    },
  },
)

export const DENIAL = worded(
  'denial',
  denial,
  [
    { name: 'notice_on', type: 'day' },
    { name: 'received_on', type: 'day' },
    { name: 'deadline_on', type: 'day' },
    { name: 'reason', type: 'choice' },
    { name: 'reason_text', type: 'long' },
    { name: 'service', type: 'choice' },
    { name: 'urgent', type: 'claim' },
    { name: 'claim_number', type: 'text' },
    { name: 'policy_cited', type: 'text' },
    { name: 'codes', type: 'codes' },
    { name: 'claim', type: 'choice' },
    { name: 'authorization', type: 'choice' },
  ],
  {
    hasPapers: true,
    links: { claim: 'claim', authorization: 'prior_authorization' },
    list: {
      one: denial.one,
      add: denial.add,
      empty: denial.empty,
      nameOf: ({ fields }) => {
        const day = daySaid(fields['notice_on']) || daySaid(fields['received_on'])
        return day === '' ? denial.unnamed : denial.of(day)
      },
      detailOf: ({ fields }) =>
        listed(choiceOf(denial, 'reason', fields['reason']), textOf(fields['claim_number']) && denial.claim(textOf(fields['claim_number']))),
    },
  },
)

export const APPEAL = worded(
  'appeal',
  appeal,
  [
    { name: 'denial', type: 'choice' },
    { name: 'level', type: 'choice' },
    { name: 'due_on', type: 'day' },
    { name: 'sent_on', type: 'day' },
    { name: 'sent_by', type: 'choice' },
    { name: 'proof', type: 'text' },
    { name: 'expedited', type: 'claim' },
    { name: 'decision', type: 'choice' },
    { name: 'decided_on', type: 'day' },
    { name: 'decision_received_on', type: 'day' },
    { name: 'next_deadline_on', type: 'day' },
    { name: 'reason_text', type: 'long' },
    { name: 'notes', type: 'long' },
  ],
  {
    hasPapers: true,
    links: { denial: 'denial' },
    list: {
      one: appeal.one,
      add: appeal.add,
      empty: appeal.empty,
      nameOf: ({ fields }) => choiceOf(appeal, 'level', fields['level']) || appeal.unnamed,
      detailOf: ({ fields }) => listed(daySaid(fields['sent_on']), choiceOf(appeal, 'decision', fields['decision'])),
    },
  },
)
