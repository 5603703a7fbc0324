/** Which screen stands at which address, and in which of the four places. All but Today are files of their own, fetched
 * when they are first opened, or before that while nothing else happens. */
import type { Component } from 'svelte'
import { calm } from '../components/idle'
import Today from './Today.svelte'

const FIRST_DRAWN_MS = 2_000

export type Place = 'today' | 'journal' | 'progress' | 'case'

/** A screen that can be drawn at once. */
export interface Screen {
  component: Component<{ steps: string[] }>
  /** None for the first run, which stands alone. */
  place: Place | null
}

interface Entrance {
  load: () => Promise<{ default: unknown }>
  place: Place | null
}

const SCREENS: Record<string, Entrance> = {
  today: { load: () => Promise.resolve({ default: Today }), place: 'today' },
  add: { load: () => import('./Add.svelte'), place: 'today' },
  session: { load: () => import('./session/Session.svelte'), place: 'today' },
  'check-in': { load: () => import('./CheckIn.svelte'), place: 'today' },
  questionnaire: { load: () => import('./Questionnaire.svelte'), place: 'today' },
  total: { load: () => import('./Total.svelte'), place: 'today' },
  help: { load: () => import('./Help.svelte'), place: 'today' },
  sync: { load: () => import('./Sync.svelte'), place: 'today' },
  welcome: { load: () => import('./Welcome.svelte'), place: null },
  install: { load: () => import('./Install.svelte'), place: 'today' },
  journal: { load: () => import('./Journal.svelte'), place: 'journal' },
  entry: { load: () => import('./Entry.svelte'), place: 'journal' },
  history: { load: () => import('./History.svelte'), place: 'journal' },
  trash: { load: () => import('./Trash.svelte'), place: 'journal' },
  progress: { load: () => import('./Progress.svelte'), place: 'progress' },
  case: { load: () => import('./Case.svelte'), place: 'case' },
  details: { load: () => import('./details/Details.svelte'), place: 'case' },
  copies: { load: () => import('./Copies.svelte'), place: 'case' },
  import: { load: () => import('./Import.svelte'), place: 'case' },
  links: { load: () => import('./ShareLinks.svelte'), place: 'case' },
  report: { load: () => import('./report/Report.svelte'), place: 'case' },
  letters: { load: () => import('./report/Letters.svelte'), place: 'case' },
  reminders: { load: () => import('./reminders/Reminders.svelte'), place: 'case' },
  settings: { load: () => import('./Settings.svelte'), place: 'case' },
  privacy: { load: () => import('./Privacy.svelte'), place: 'case' },
  receipt: { load: () => import('./Receipt.svelte'), place: 'case' },
  hide: { load: () => import('./Hide.svelte'), place: 'case' },
  account: { load: () => import('./Account.svelte'), place: 'case' },
}
const NOWHERE: Entrance = { load: () => import('./Nowhere.svelte'), place: 'today' }

const fetched = new Map<Entrance, Screen>([[SCREENS['today']!, { component: Today as unknown as Screen['component'], place: 'today' }]])

/** The screen at an address when it is here already; one that says so for an address that leads nowhere. */
export function screenAt(steps: readonly string[]): Screen | undefined {
  return fetched.get(entranceAt(steps))
}

/** The same, fetched when it is not here. Rejects when it cannot be: no network, and no service worker that keeps it. */
export function fetchScreen(steps: readonly string[]): Promise<Screen> {
  return fetchOf(entranceAt(steps))
}

/** Fetches all screens, so that each opens at once from then on. What cannot be fetched now is when it is opened. Not before
 * the first one had time to be drawn: a slow phone is idle, too, while it waits for the store. */
export async function fetchAllScreens(): Promise<void> {
  await new Promise((settled) => setTimeout(settled, FIRST_DRAWN_MS))
  for (const entrance of Object.values(SCREENS)) {
    await calm()
    await fetchOf(entrance).catch(() => undefined)
  }
}

function entranceAt(steps: readonly string[]): Entrance {
  const first = steps[0] ?? ''
  return Object.hasOwn(SCREENS, first) ? SCREENS[first]! : NOWHERE
}

async function fetchOf(entrance: Entrance): Promise<Screen> {
  const known = fetched.get(entrance)
  if (known !== undefined) return known
  // Most screens take no part of the address; handing it to them is harmless.
  const { default: component } = (await entrance.load()) as { default: Screen['component'] }
  const screen = { component, place: entrance.place }
  fetched.set(entrance, screen)
  return screen
}
