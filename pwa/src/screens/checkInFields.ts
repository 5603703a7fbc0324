/** What a check-in asks (J8, J11), and the same scales before and after a session (J5). */
import type { Field } from '../components/form/fields'
import { STATE_NAMES } from '../core/preferences'
import { words, type Words } from '../words'

export type ScaleName = keyof Words['states']

/** A scale from 0 to 10, under the name of its state or of the state before or after a session. */
function scale(state: ScaleName, name: string = state): Field {
  const { label, low, high } = words.states[state]
  return { name, label, type: 'scale', ends: [low, high] }
}

/** The states as fields of a session, before or after it. */
export function states(when: 'before' | 'after', names: readonly ScaleName[] = STATE_NAMES): Field[] {
  return names.map((name) => scale(name, `${name}_${when}`))
}

const SLEEP_HOURS: Field = {
  name: 'sleep_hours',
  label: words.checkIn.sleepHours,
  type: 'number',
  unit: words.checkIn.hours,
  least: 0,
  most: 24,
  step: 0.5,
  first: 7,
}
const GLOBAL_CHANGE: Field = {
  name: 'global_change',
  label: words.checkIn.globalChange,
  type: 'choice',
  choices: words.checkIn.globalChanges.map((label, place) => ({ value: place + 1, label })),
}
const AT: Field = { name: 'at', label: words.checkIn.when, type: 'moment', isOftenNow: true }
const NOTES: Field = { name: 'notes', label: words.checkIn.note, type: 'long', hint: words.checkIn.noteHint }

/** All of it, as an entry is looked at again. */
export const CHECK_IN: readonly { title?: string; fields: Field[] }[] = [
  { fields: STATE_NAMES.map((name) => scale(name)) },
  { title: words.checkIn.lastNight, fields: [SLEEP_HOURS, scale('sleep_quality')] },
  { title: words.checkIn.theDay, fields: [scale('function'), GLOBAL_CHANGE, NOTES, AT] },
]

/** What the patient wants to be asked: the scales in `asked`, and the rest. */
export function askedAtCheckIn(asked: readonly string[]): readonly { title?: string; fields: Field[] }[] {
  return CHECK_IN.map((section) => ({
    ...section,
    fields: section.fields.filter(({ type, name }) => name !== 'at' && (type !== 'scale' || asked.includes(name))),
  })).filter(({ fields }) => fields.length > 0)
}
