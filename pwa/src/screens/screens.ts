/** Which screen stands at which address, and in which of the four places. */
import type { Component } from 'svelte'
import Account from './Account.svelte'
import Add from './Add.svelte'
import Case from './Case.svelte'
import CheckIn from './CheckIn.svelte'
import Copies from './Copies.svelte'
import Details from './details/Details.svelte'
import Entry from './Entry.svelte'
import Help from './Help.svelte'
import History from './History.svelte'
import Install from './Install.svelte'
import Journal from './Journal.svelte'
import Nowhere from './Nowhere.svelte'
import Progress from './Progress.svelte'
import Questionnaire from './Questionnaire.svelte'
import Reminders from './Reminders.svelte'
import Report from './Report.svelte'
import Session from './session/Session.svelte'
import ShareLinks from './ShareLinks.svelte'
import Sync from './Sync.svelte'
import Today from './Today.svelte'
import Trash from './Trash.svelte'

export type Place = 'today' | 'journal' | 'progress' | 'case'

export interface Screen {
  component: Component<{ steps: string[] }>
  place: Place
}

// Most screens take no part of the address; handing it to them is harmless.
const SCREENS: Record<string, { component: Component<never>; place: Place }> = {
  today: { component: Today, place: 'today' },
  add: { component: Add, place: 'today' },
  session: { component: Session, place: 'today' },
  'check-in': { component: CheckIn, place: 'today' },
  questionnaire: { component: Questionnaire, place: 'today' },
  help: { component: Help, place: 'today' },
  sync: { component: Sync, place: 'today' },
  install: { component: Install, place: 'today' },
  journal: { component: Journal, place: 'journal' },
  entry: { component: Entry, place: 'journal' },
  history: { component: History, place: 'journal' },
  trash: { component: Trash, place: 'journal' },
  progress: { component: Progress, place: 'progress' },
  case: { component: Case, place: 'case' },
  details: { component: Details, place: 'case' },
  copies: { component: Copies, place: 'case' },
  links: { component: ShareLinks, place: 'case' },
  report: { component: Report, place: 'case' },
  reminders: { component: Reminders, place: 'case' },
  account: { component: Account, place: 'case' },
}

/** The screen at an address; one that says so for an address that leads nowhere. */
export function screenOf(steps: readonly string[]): Screen {
  const first = steps[0] ?? ''
  return (Object.hasOwn(SCREENS, first) ? SCREENS[first]! : { component: Nowhere, place: 'today' }) as Screen
}
