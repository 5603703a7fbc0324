/** Forms of the plan, of what its papers say, of its criteria, and of the calls with the insurer. */
import { CRITERIA_SETS } from '../../core/criteriaSets'
import type { Fields } from '../../core/records'
import { words } from '../../words'
import { choiceOf, named, textOf, worded } from './form'
import { daySaid, listed } from './said'
import { STATES } from './states'

const { plan, policy, criterion, contact } = words.insurance

/** Whether a field belongs to what a criterion asks; nothing chosen yet is ''. */
const asks =
  (...tests: string[]) =>
  ({ test }: Fields) =>
    tests.includes(textOf(test))

export const INSURANCE_PLAN = worded(
  'insurance_plan',
  plan,
  [
    { name: 'insurer', type: 'text' },
    { name: 'plan_name', type: 'text' },
    { name: 'plan_type', type: 'choice' },
    { name: 'member_number', type: 'text' },
    { name: 'group_number', type: 'text' },
    { name: 'state', type: 'choice', choices: STATES },
    { name: 'phone', type: 'text', autocomplete: 'tel' },
    { name: 'appeals_fax', type: 'text' },
    { name: 'appeals_address', type: 'long' },
    { name: 'appeals_phone', type: 'text' },
    { name: 'internal_levels', type: 'choice', whole: true },
    { name: 'grandfathered', type: 'choice' },
    { name: 'claim_filing_days', type: 'number', least: 1, most: 3_650, whole: true },
    { name: 'criteria_set', type: 'choice', choices: CRITERIA_SETS.map(({ id, name }) => ({ value: id, label: name })) },
    { name: 'began_on', type: 'day' },
    { name: 'ended_on', type: 'day' },
    { name: 'notes', type: 'long' },
  ],
  {
    hasPapers: true,
    headings: { insurer: plan.sections.card, appeals_fax: plan.sections.appeals, internal_levels: plan.sections.papers },
  },
)

/** What a question to the policy holds; the question itself is chosen on the list. */
export const POLICY_ANSWER = worded(
  'policy_answer',
  policy,
  [
    { name: 'found', type: 'choice' },
    { name: 'answer', type: 'long' },
    { name: 'page', type: 'text' },
    { name: 'document', type: 'choice' },
    { name: 'looked_on', type: 'day' },
  ],
  { hasPapers: true, links: { document: 'document' } },
)

export const PLAN_CRITERION = worded(
  'plan_criterion',
  criterion,
  [
    { name: 'wording', type: 'long' },
    { name: 'test', type: 'choice' },
    { name: 'at_least', type: 'number', least: 0, most: 1_000, isAsked: asks('trials', 'augmentations', 'psychotherapy', 'severity', 'improvement', 'age') },
    { name: 'classes', type: 'number', least: 0, most: 20, whole: true, isAsked: asks('trials') },
    { name: 'weeks', type: 'number', least: 0, most: 520, isAsked: asks('trials', 'augmentations') },
    { name: 'current_episode', type: 'claim', isAsked: asks('trials') },
    { name: 'within_years', type: 'number', least: 1, most: 100, whole: true, isAsked: asks('trials') },
    { name: 'improvement_at_most', type: 'number', least: 0, most: 100, isAsked: asks('trials') },
    { name: 'instrument', type: 'choice', isAsked: asks('severity', 'improvement') },
    { name: 'met', type: 'choice', isAsked: asks('other', '') },
    { name: 'page', type: 'text' },
    { name: 'document', type: 'choice' },
  ],
  {
    hasPapers: true,
    links: { document: 'document' },
    list: {
      one: criterion.one,
      add: criterion.add,
      empty: criterion.empty,
      nameOf: ({ fields }) => named(fields['wording'], '') ?? criterion.unnamed,
      detailOf: ({ fields }) => choiceOf(criterion, 'test', fields['test']),
    },
  },
)

export const INSURER_CONTACT = worded(
  'insurer_contact',
  contact,
  [
    { name: 'at', type: 'moment' },
    { name: 'representative', type: 'text' },
    { name: 'reference_number', type: 'text' },
    { name: 'summary', type: 'long' },
    { name: 'promised', type: 'text' },
    { name: 'follow_up_on', type: 'day' },
    { name: 'followed_up_on', type: 'day' },
    { name: 'number_called', type: 'text', autocomplete: 'tel' },
    { name: 'channel', type: 'choice' },
    { name: 'asked', type: 'long' },
    { name: 'denial', type: 'choice' },
  ],
  {
    hasPapers: true,
    links: { denial: 'denial' },
    list: {
      one: contact.one,
      add: contact.add,
      empty: contact.empty,
      nameOf: ({ fields }) => (textOf(fields['representative']) ? contact.with(textOf(fields['representative'])) : contact.unnamed),
      detailOf: ({ fields }) =>
        listed(daySaid(textOf(fields['at']).slice(0, 10)), textOf(fields['reference_number']) && contact.reference(textOf(fields['reference_number']))),
    },
  },
)
