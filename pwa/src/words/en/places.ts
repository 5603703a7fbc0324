/** Names of the four places, wherever they stand. */
export const places = {
  today: 'Today',
  journal: 'Journal',
  progress: 'Progress',
  case: 'Case',
}
