/** What a check-in asks (J8, J11), and the same scales before and after a session (J4). */
import type { Field } from '../components/form/fields'

/** The five states, each on the patient's own scale from 0 to 10. */
export const STATES: readonly { name: string; label: string; ends: readonly [string, string] }[] = [
  { name: 'mood', label: 'Mood', ends: ['Worst', 'Best'] },
  { name: 'anxiety', label: 'Anxiety', ends: ['None', 'Worst'] },
  { name: 'energy', label: 'Energy', ends: ['None', 'Full'] },
  { name: 'pain', label: 'Pain', ends: ['None', 'Worst'] },
  { name: 'well_being', label: 'Well-being', ends: ['Worst', 'Best'] },
]

/** The states as fields of a session, before or after it. */
export function states(when: 'before' | 'after'): Field[] {
  return STATES.map(({ name, label, ends }) => ({ name: `${name}_${when}`, label, type: 'scale', ends }))
}

const GLOBAL_CHANGE: Field = {
  name: 'global_change',
  label: 'Compared with before treatment, I am',
  type: 'choice',
  choices: [
    'Very much better',
    'Much better',
    'A little better',
    'The same',
    'A little worse',
    'Much worse',
    'Very much worse',
  ].map((label, place) => ({ value: place + 1, label })),
}

export const CHECK_IN: readonly { title?: string; fields: Field[] }[] = [
  { fields: STATES.map(({ name, label, ends }) => ({ name, label, type: 'scale', ends })) },
  {
    title: 'Last night',
    fields: [
      { name: 'sleep_hours', label: 'Hours of sleep', type: 'number', unit: 'hours', least: 0, most: 24 },
      { name: 'sleep_quality', label: 'How well', type: 'scale', ends: ['Badly', 'Well'] },
    ],
  },
  {
    title: 'The day',
    fields: [
      { name: 'function', label: 'Getting things done', type: 'scale', ends: ['Nothing', 'Everything'] },
      GLOBAL_CHANGE,
      { name: 'notes', label: 'Note', type: 'long' },
      { name: 'at', label: 'When', type: 'moment' },
    ],
  },
]
