/** Erasing the account: what goes when, the receipt, and what became of it. */
import { numberText } from '../../core/locale'

const counted = (count: number, one: string, many: string) => `${numberText(count)} ${count === 1 ? one : many}`

export const erase = {
  title: 'Erase the account',
  detail: 'Everything on the server, for good',
  copyFirst: 'Take a copy first',
  copyFirstDetail: 'Everything in one file that needs no Casebook',
  happens: 'What happens',
  atOnce: [
    'You are signed out everywhere, and this phone forgets your entries.',
    'Links to your progress and the calendar link stop working. No reminder comes any more.',
  ],
  grace: (days: number, day: string) =>
    `For ${days} days nothing is lost: sign in with the same email and all of it is back. After ${day} your entries, photos, papers, links and your key are erased for good.`,
  noGrace: 'Your entries, photos, papers, links and your key are erased at once and for good.',
  elsewhere: 'Another phone of yours keeps its own copy until you sign out there. What was not sent from it stays on it.',
  go: 'Erase the account …',
  confirm: 'Are you sure?',
  password: 'Your password',
  unsent: (count: number) =>
    count === 1
      ? '1 change on this phone is not online yet. Erasing the account loses it.'
      : `${count} changes on this phone are not online yet. Erasing the account loses them.`,
  now: 'At once, without time to take it back',
  nowHint: 'Only if nobody must be able to bring it back, not even you.',
  eraseLater: 'Erase the account',
  eraseNow: 'Erase everything now',
  wrongPassword: 'The password is wrong.',
  receipt: {
    title: 'Receipt',
    detail: 'See whether an account is erased',
    asked: 'Your account is to be erased',
    done: 'Your account is erased',
    waiting: (day: string) => `On ${day} everything is erased for good. Until then, sign in and it is all back.`,
    erased: (when: string) => `Everything was erased on ${when}.`,
    takenBack: (when: string) => `Signing in on ${when} took it back. Nothing was erased.`,
    askedOn: (when: string) => `Asked for on ${when}`,
    what: 'What was erased',
    counts: {
      entries: (count: number) => counted(count, 'entry', 'entries'),
      changes: (count: number) => counted(count, 'change', 'changes'),
      files: (count: number) => counted(count, 'photo or paper', 'photos and papers'),
      links: (count: number) => counted(count, 'link', 'links'),
      reminders: (count: number) => counted(count, 'reminder', 'reminders'),
    },
    keep: 'Keep this code. It is the only thing that is left, names nobody, and shows you and those who run the server what became of your request. It is told this once.',
    lookUp: 'Whoever asked for the end of an account was given a code. It tells whether everything is erased by now.',
    code: 'Code of the receipt',
    save: 'Save the receipt',
    look: 'Look it up',
    unknown: 'No receipt has this code.',
    close: 'Done',
    file: (code: string, asked: string, due: string, address: string) =>
      [
        'Casebook: receipt for the erasing of an account',
        '',
        `Asked for: ${asked}`,
        `Erased for good: ${due}`,
        `Code: ${code}`,
        '',
        `To see what became of it, open ${address} and enter the code.`,
        'The code names nobody and opens nothing else.',
        '',
      ].join('\n'),
  },
}
