/** Words of the progress screen. Findings, titles and limits come worded from the server. */
const changes = (count: number) => (count === 1 ? '1 change' : `${count} changes`)

export const progress = {
  title: 'Progress',
  asOf: (when: string) => `As of ${when}.`,
  notIncluded: (count: number) => `${changes(count)} on this phone ${count === 1 ? 'is' : 'are'} not in it yet.`,
  offline: 'No network: this is the last result kept here.',
  offlineChoice: 'No network: only the last result with all entries is kept here.',
  failed: 'The server could not work it out just now. This is the last result kept here.',
  working: 'Working out your charts …',
  nothing: 'There are no charts yet.',
  nothingOffline: 'There is no network, and no charts were kept on this phone yet.',
  signUpFirst: 'Charts are worked out on the server. Sign up, and the entries of this phone appear here.',
  signUp: 'Sign up or sign in',
  howToRead: 'How to read this',
  share: 'Share with your doctor',
  shareMore: 'A page to read, that you can withdraw',
  show: 'Show',
  all: 'All entries',
  lastMonths: (count: number) => `Last ${count} months`,
  course: (number: number, from: string, to: string) => `Course ${number}: ${from} to ${to}`,
  sections: {
    scores: 'Scores',
    phases: 'With and without treatment',
    sessions: 'Before and after sessions',
    relief: 'How long relief lasted',
    days: 'From day to day',
    side_effects: 'Side effects',
    dose: 'Dose',
    completeness: 'How complete this is',
  },
}
