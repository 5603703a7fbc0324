/** Words of the check-in. */
export const checkIn = {
  title: 'How is it now?',
  titleOf: 'How was it?',
  save: 'Save check-in',
  lastNight: 'Last night',
  sleepHours: 'Hours of sleep',
  hours: 'hours',
  theDay: 'The day',
  when: 'When',
  now: 'Now',
  earlier: 'Earlier',
  earlierHint: 'For a day you did not check in.',
  globalChange: 'Compared with before treatment, I am',
  globalChanges: ['Very much better', 'Much better', 'A little better', 'The same', 'A little worse', 'Much worse', 'Very much worse'],
  note: 'Note',
  future: 'This is in the future. Is the date right?',
  whatIsAsked: 'Change what is asked',
}
