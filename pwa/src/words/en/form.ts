/** Words of every form: what is wrong with a value, and what stands around the fields. */
import { numberText } from '../../core/locale'

export const form = {
  fillIn: 'Please fill this in.',
  noNumber: 'This is not a number.',
  noComma: 'Write this without a comma.',
  notWhole: 'This must be a whole number.',
  outOfRange: (from: number, to: number, unit?: string) => `This must be between ${from} and ${to}${unit === undefined ? '' : ` ${unit}`}.`,
  tooLong: (length: number, most: number) =>
    `This has ${numberText(length)} characters, and there is room for ${numberText(most)}. Please shorten it.`,
  lookAtYear: 'Please look at the year.',
  noMoment: 'This is not a date and time.',
  noDay: 'This is not a date.',
  notChosen: 'Not chosen',
  now: 'Now',
  unit: 'Unit',
  less: (label: string) => `${label}: less`,
  more: (label: string) => `${label}: more`,
  offered: (label: string) => `Entered before for ${label}`,
  lookAbove: 'Please look at what is marked above.',
  nothingEntered: 'Nothing is entered yet.',
  notSavedYet: (when: string) => `Not saved yet, from ${when}.`,
  startOver: 'Start over',
  clear: 'Clear',
  clearOne: (label: string) => `Clear ${label}`,
  notAnswered: 'not answered',
  ofTen: (value: number) => `${value} of 10`,
}
