/** What a new link shares until something is changed, and how a choice reads in one line. Pure. */
import type { Disclosure } from '../../sync/sharing'
import { words as all } from '../../words'

const words = all.links

export type Section = keyof typeof words.sections

export const SECTIONS = Object.keys(words.sections) as Section[]
export const LIFETIMES = [7, 30, 90, 365] as const
export const USUAL_LIFETIME = 30
export const SHORTEST_PASSCODE = 6

/** Everything but medicines and earlier treatments, which say much about a life. */
export const USUAL: Record<Section, boolean> = {
  scores: true,
  before_after: true,
  relief: true,
  sessions: true,
  side_effects: true,
  daily_state: true,
  treatments: false,
}

/** "Questionnaire scores, side effects; days from Mar 1, 2026; notes": what a link shares. `day` words a day. */
export function inWords(chosen: Disclosure, day: (day: string) => string): string {
  const { sections = [], from_on = null, to_on = null, notes, item_answers, identity = true } = chosen
  const named = SECTIONS.filter((section) => sections.includes(section)).map((section) => words.sections[section].title)
  const extra = [notes ? words.withNotes : '', item_answers ? words.withAnswers : '', identity ? '' : words.withoutName]
  const range = words.range(from_on && day(from_on), to_on && day(to_on))
  return [named.map((title, place) => (place === 0 ? title : lowered(title))).join(', '), range, ...extra].filter((part) => part !== '').join('; ')
}

/** The label of a link as the server takes it: names copied from a phone's contacts bring signs that nobody sees. */
export function plainLabel(typed: string): string {
  const plain = typed.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/gu, '').trim()
  return /[^\p{Cf}\p{Zs}]/u.test(plain) ? plain : ''
}

/** Whether both ends are given and stand the wrong way round. Days are YYYY-MM-DD, or '' for an open end. */
export function isUpsideDown(from: string, to: string): boolean {
  return from !== '' && to !== '' && to < from
}

function lowered(title: string): string {
  return title.charAt(0).toLowerCase() + title.slice(1)
}
