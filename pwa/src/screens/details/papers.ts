/** Forms of the papers of a case, and of the way through the VA. */
import { words } from '../../words'
import { choiceOf, textOf, worded } from './form'
import { daySaid, listed } from './said'

const { document, vaStep } = words.papers

export const DOCUMENT = worded(
  'document',
  document,
  [
    { name: 'document_type', type: 'choice' },
    { name: 'title', type: 'text' },
    { name: 'dated_on', type: 'day' },
    { name: 'received_on', type: 'day' },
    { name: 'from_whom', type: 'text' },
    { name: 'denial', type: 'choice' },
    { name: 'notes', type: 'long' },
  ],
  {
    hasPapers: true,
    links: { denial: 'denial' },
    list: {
      one: document.one,
      add: document.add,
      empty: document.empty,
      nameOf: ({ fields }) =>
        textOf(fields['title']) || choiceOf(document, 'document_type', fields['document_type']) || document.unnamed,
      detailOf: ({ fields }) => listed(choiceOf(document, 'document_type', fields['document_type']), daySaid(fields['dated_on'])),
    },
  },
)

export const VA_STEP = worded(
  'va_step',
  vaStep,
  [
    { name: 'step', type: 'choice' },
    { name: 'done_on', type: 'day' },
    { name: 'with_whom', type: 'text' },
    { name: 'facility', type: 'text' },
    { name: 'follow_up_on', type: 'day' },
    { name: 'notes', type: 'long' },
  ],
  {
    hasPapers: true,
    list: {
      one: vaStep.one,
      add: vaStep.add,
      empty: vaStep.empty,
      nameOf: ({ fields }) => choiceOf(vaStep, 'step', fields['step']) || vaStep.unnamed,
      detailOf: ({ fields }) => listed(daySaid(fields['done_on']), textOf(fields['with_whom'])),
    },
  },
)
