/** Words of signing up, signing in, and the account. */
export const account = {
  title: 'Account',
  signedInAs: (email: string) => `Signed in as ${email}.`,
  signUpOrIn: 'Sign up or sign in',
  goesWithYou: 'What is on this phone goes with you',
  email: 'Email',
  password: 'Password',
  passwordHint: 'At least 12 characters; a few words are easiest to remember.',
  signUp: 'Sign up',
  signIn: 'Sign in',
  haveOne: 'I have an account',
  amNew: 'I am new here',
  lead: {
    signedOut: 'You are signed out on this phone. Sign in again and what waits here goes up.',
    isNew: 'With an account your entries are saved on the server too, and you get charts, the doctor’s link and the report. What is on this phone goes with you.',
    known: 'Sign in to see your entries on this phone.',
  },
  failed: {
    offline: 'There is no network just now. Your entries stay on this phone; try again later.',
    noNetwork: 'There is no network just now.',
    wrong: 'The email or the password is wrong.',
    taken: 'This email has an account. Sign in instead.',
    tooMany: 'Too many tries. Wait a minute and try again.',
    unfit: 'Check the email, and use a password of at least 12 characters.',
  },
  join: {
    question:
      'This phone has entries of its own, and the account has some too. Put them together? Kept apart, those of this phone show again when you sign out.',
    yes: 'Put them together',
    no: 'Keep them apart on this phone',
  },
  yourData: 'Your data',
  copy: {
    title: 'A copy of everything',
    detail: 'Entries, papers, links and account in one file',
    text: 'Everything that is kept of you, in one ZIP file. It needs no Casebook to be read.',
    holds: [
      { name: 'A page to read and print', text: 'Open index.html in any browser, also in years.' },
      { name: 'Spreadsheets', text: 'One table for each kind of entry.' },
      { name: 'Your photos and papers', text: 'As you added them, each named after its entry.' },
      { name: 'Every change ever made', text: 'With your links and who opened them, reminders and account. “Copies” reads it back.' },
    ],
    keepSafe: 'The file is not encrypted. Keep it where nobody else looks.',
    begun: 'The download has begun. Your browser shows how far it is.',
    button: 'Download everything',
  },
  signOut: {
    title: 'Sign out',
    text: 'Your entries leave this phone and stay on the server.',
    unsent: (count: number) =>
      count === 1
        ? '1 change is not online yet. Signing out now loses it.'
        : `${count} changes are not online yet. Signing out now loses them.`,
    loseThem: (count: number) => (count === 1 ? 'Sign out and lose it' : 'Sign out and lose them'),
  },
}
