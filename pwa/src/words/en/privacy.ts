/** The privacy page. Whoever changes what it says gives it the day of the change as its version: patients are asked again. */
const days = (count: number) => (count === 1 ? '1 day' : `${count} days`)

export const privacy = {
  version: '2026-11-26',
  title: 'Privacy',
  detail: 'What is kept, who can read it, how long',
  lead: 'What you note here is about your health, your mind and your money. It belongs to you, and you decide who sees it.',
  parts: [
    {
      title: 'What is kept, and where',
      points: [
        'On this phone: every entry, photo and paper, so that all of it works without network.',
        'On the server, once you have an account: the same, your email, your password as a code that cannot be turned back, where you are signed in, your links and your reminders.',
        'Nowhere else. No analytics, no advertising, no tracker, and no request to anybody else’s server.',
      ],
    },
    {
      title: 'Who can read it',
      points: [
        'You, on every device where you are signed in.',
        'Whoever you send a link or a report to. A link shows what you ticked when you made it, until the day it ends or you withdraw it. You see each time it is opened.',
        'Whoever finds this phone unlocked. Lock it, and use the eye at the top to hide the screen.',
      ],
    },
    {
      title: 'What the people who run the server can see',
      points: [
        'In the database: your email, how many entries you have, of which kind, and when they came. What they say, and every photo and paper, is encrypted with a key of your own.',
        'The server itself opens entries for a moment to draw your charts, the doctor’s page and the report. So whoever has both the server and its key could read them. Sign up only where you trust those who run it.',
        'No log of the server holds a word of an entry.',
      ],
    },
    {
      title: 'What leaves the server',
      points: [
        'A reminder passes the message service of your browser’s maker. It is encrypted, and its words say nothing personal.',
        'The calendar link, if you make one, gives days to whichever calendar you add it to, without saying what they are about unless you choose so.',
        'Nothing is sold or passed on, and nobody reads along: Casebook alerts no one.',
      ],
    },
  ],
  howLong: 'How long',
  kept: 'Entries stay until you erase them. What you move to the trash is erased for good after 30 days.',
  happened: 'What happened in your account is kept for 400 days, at most the last 1,000 things.',
  grace: (count: number) =>
    count === 0
      ? 'When you erase your account, everything is erased at once.'
      : `When you erase your account, everything stops at once. For ${days(count)} you can take it back by signing in; then all of it is erased, with your key.`,
  backups: (count: number | null) => {
    if (count === 0) return 'This server keeps no backups.'
    if (count === null) return 'Those who run this server have not said how long they keep backups. Ask them: an encrypted backup may still hold what you erased.'
    return `An encrypted backup may still hold what you erased for up to ${days(count)}. If one is ever used, what you erased is erased from it again.`
  },
  otherPhones: 'Another phone of yours keeps its own copy until you sign out there.',
  rights: 'Your rights',
  yours: [
    'See and take along everything: Account, “A copy of everything”. It needs no Casebook to be read.',
    'Correct any entry. Every change stays visible to you in its history.',
    'Erase an entry or the whole account. You get a receipt that says what was erased and when.',
    'Take back that you agree: erase the account. Entries can stay on this phone without one.',
    'Ask or complain: write to those who run the server, or to the authority for data protection where you live.',
  ],
  operator: 'Who runs this server',
  noContact: 'They have not said how to reach them. Ask whoever gave you this address.',
  unknown: 'This is shown once the phone has reached the server.',
  asOf: (day: string) => `This text is from ${day}.`,
  agree: {
    label: 'I have read the privacy page and agree that this server keeps what I enter.',
    first: 'Please say above that you agree.',
    read: 'Read the privacy page',
    changed: 'The privacy page has changed',
    missing: 'Please read the privacy page',
    detail: 'Read it and say whether you agree',
    button: 'I agree',
    agreed: (day: string) => `You agreed on ${day}.`,
    otherwise: 'If you do not agree, take a copy of everything and erase the account.',
  },
}
