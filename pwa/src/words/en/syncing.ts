/** Words about how the entries stand with the server, and what the server did not take. All of them are always true. */
const changes = (count: number) => (count === 1 ? '1 change' : `${count} changes`)
const files = (count: number) => (count === 1 ? '1 file' : `${count} files`)

export const sync = {
  title: 'Your entries',
  short: {
    toLookAt: (count: number) => `${changes(count)} to look at`,
    local: 'Only on this phone',
    atRisk: 'Only in this tab',
    signedOut: 'Sign in to save online',
    full: 'This phone is full',
    outdated: 'Update needed',
    catchingUp: 'Catching up …',
    filesNotSent: (count: number) => `${files(count)} not sent yet`,
    notSent: (count: number) => `${changes(count)} not sent yet`,
    sending: (count: number) => `Sending ${changes(count)}`,
    saved: 'Saved online',
    savedOffline: 'Saved, working offline',
    savedNoServer: 'Saved, server not answering',
  },
  line: {
    localEmpty: 'Entries stay on this phone until you sign up.',
    local: (count: number) => `${changes(count)} only on this phone.`,
    refused: (count: number) => `${changes(count)} not taken by the server. Please look at ${count === 1 ? 'it' : 'them'}.`,
    unsent: (count: number) => `${changes(count)} not online yet.`,
    unsentSince: (count: number, when: string) => `${changes(count)} not online yet, since ${when}.`,
    files: (count: number) => `${files(count)} not online yet; ${count === 1 ? 'it is' : 'they are'} kept on this phone.`,
    saved: (when: string) => `Everything saved online, ${when}.`,
    looking: 'Looking at the server …',
    offline: 'Working offline.',
  },
  trouble: {
    offline: 'There is no network just now. Nothing is lost; entries go up as soon as it is back.',
    signed_out: 'You are signed out on this phone. Sign in again and your entries go up.',
    server: 'The server does not answer as it should. Casebook keeps trying; your entries stay here.',
    full: 'This phone has no room left. Free some space, so that nothing new is lost.',
    outdated: 'This version of Casebook is too old for the server. Update it; your entries stay here.',
    disagrees:
      'This phone and the server do not agree on what was saved. Download a copy of your entries and tell whoever runs the server.',
  },
  atRisk: {
    line: 'Some entries are more than a day old and only in this browser tab.',
    text: 'A browser may clear what a tab keeps, Safari after a week without a visit. Put Casebook on the home screen, sign up, or download a copy.',
    look: 'Keep them safe',
    copy: 'Download a copy',
  },
  kept: {
    yes: 'This browser has promised to keep them until you delete them.',
    no: 'This browser keeps them, but may clear them when it runs out of room. On the home screen, or with an account, they are safer.',
  },
  withoutAccount:
    'Without an account your entries are on this phone alone. With one they are also saved on the server, encrypted, and you get charts, the link for your doctor and the report.',
  signInAgain: 'Sign in again',
  toLookAt: 'To look at',
  notTaken: 'The server did not take a change',
  looking: 'Looking …',
  saveNow: 'Save online now',
  attention: {
    change: 'The server did not take a change.',
    field: (label: string) => `The server did not take “${label}”.`,
    stillHere: 'It is still on this phone. Change it below and save.',
    giveUp: 'Give up this change …',
    sure: 'This erases what was entered with that change, on this phone and for good.',
    erase: 'Erase it',
  },
}
