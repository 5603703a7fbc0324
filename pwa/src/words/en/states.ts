/** Names of the scales from 0 to 10 and the words at their ends: the patient's own, no questionnaire's. */
export const states = {
  mood: { label: 'Mood', low: 'Worst', high: 'Best' },
  anxiety: { label: 'Anxiety', low: 'None', high: 'Worst' },
  energy: { label: 'Energy', low: 'None', high: 'Full' },
  pain: { label: 'Pain', low: 'None', high: 'Worst' },
  well_being: { label: 'Well-being', low: 'Worst', high: 'Best' },
  sleep_quality: { label: 'How well I slept', low: 'Badly', high: 'Well' },
  function: { label: 'Getting things done', low: 'Nothing', high: 'Everything' },
}
