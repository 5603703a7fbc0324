/** Forms of asking the insurer and of its refusals. */
import { named, type Form } from './form'

export const DENIAL: Form = {
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
