/** Words of the add screen. */
export const add = {
  title: 'Add',
  sessionNow: 'Session now',
  sessionNowDetail: 'With a timer',
  pastSession: 'Past session',
  pastSessionDetail: 'One you did not log at the time, or several',
  checkIn: 'Check-in',
  checkInDetail: 'Mood, sleep and more',
  questionnaires: 'Questionnaires',
  questions: (measures: string, count: number) => `${measures.charAt(0).toUpperCase()}${measures.slice(1)}, ${count === 1 ? '1 question' : `${count} questions`}`,
  total: 'A score from the clinic',
  totalDetail: 'MADRS, QIDS or another total, from a paper or a visit',
  forTheCase: 'For the case',
  call: 'Call with the insurer',
  callDetail: 'Who, what was said, reference number',
  expense: 'Expense',
  expenseDetail: 'What a session or a visit cost',
}
