/** The phone as the screens see it: whose entries, the store they are in, how they stand with the server. */
import { ownZone } from '../core/days'
import { newId } from '../core/ids'
import { PREFERENCES, preferencesOf, type Preferences } from '../core/preferences'
import type { Change, Fields } from '../core/records'
import { NoRoomError } from '../database/connection'
import type { Store } from '../database/store'
import type { SyncState } from '../sync/client'
import { followOtherTabs, phone, subscribe, type Account, type Phone } from '../sync/phone'
import { words } from '../words'
import { noteDevice } from './ownDevices'

class Present {
  account = $state.raw<Account | null>(null)
  sync = $state.raw<SyncState | null>(null)
  /** Grows with every committed change, so that what was read from the store is read again. */
  changes = $state(0)
  isOnline = $state(navigator.onLine)
  private opened = $state.raw<Phone | null>(null)
  private chosen = $state.raw<Preferences | null>(null)
  private chosenFrom = ''
  private ends: (() => void)[] = []

  /** Opens the store; resolved when entries can be read and made. */
  async open(): Promise<void> {
    subscribe((phone) => this.take(phone))
    followOtherTabs()
    this.take(await phone())
    for (const event of ['online', 'offline']) window.addEventListener(event, () => (this.isOnline = navigator.onLine))
  }

  get isOpen(): boolean {
    return this.opened !== null && this.chosen !== null
  }

  get store(): Store {
    return this.opened!.store
  }

  /** How the patient wants the app to be; for screens, which are drawn once `isOpen`. */
  get preferences(): Preferences {
    return this.chosen!
  }

  /** Looks at the server now. */
  syncNow(): Promise<void> {
    return this.opened!.client.now()
  }

  /** Resolved when no entries are on their way. */
  syncSettled(): Promise<void> {
    return this.opened!.client.settled()
  }

  private take(phone: Phone): void {
    if (phone === this.opened) return
    // Another email of the same account: what is open stays as it is.
    if (phone.store === this.opened?.store) {
      this.opened = phone
      this.account = phone.account
      return
    }
    for (const end of this.ends) end()
    this.opened = phone
    this.chosen = null
    void this.readPreferences(phone)
    void phone.store.device().then(({ device }) => noteDevice(device), () => undefined)
    this.account = phone.account
    this.changes += 1
    this.ends = [
      phone.store.subscribe(() => {
        this.changes += 1
        void this.readPreferences(phone)
      }),
      phone.client.subscribe((state) => (this.sync = state)),
    ]
  }

  private async readPreferences(phone: Phone): Promise<void> {
    // A store that cannot be read now leaves what the phone itself suggests.
    const record = await phone.store.get(PREFERENCES).catch(() => undefined)
    if (phone !== this.opened) return
    const fields: Fields = record?.kind === 'preferences' ? record.fields : {}
    const surroundings = { zone: ownZone(), language: navigator.language }
    // Asked after every change of any entry: what is drawn from the choices is drawn again only for another choice.
    const made = JSON.stringify([fields, surroundings])
    if (this.chosen !== null && made === this.chosenFrom) return
    this.chosenFrom = made
    this.chosen = preferencesOf(fields, surroundings)
  }
}

export const present = new Present()

/** Answers to "how is it now" are of use for this long; a later check-in begins anew. */
export const DRAFT_OF_NOW_MS = 6 * 3_600_000

/** Saves, and says in the patient's words what was in the way; empty when it is on disk. */
export function trySave(changes: readonly Change[]): Promise<string> {
  return attempted(() => present.store.save(changes))
}

/** The same for anything else that a patient asked to be kept. */
export async function attempted(keeping: () => Promise<void>): Promise<string> {
  try {
    await keeping()
    return ''
  } catch (error) {
    return error instanceof NoRoomError ? words.app.notSaved.noRoom : words.app.notSaved.other
  }
}

/** The id of the entry begun under `name`: the same until it is saved, so that what was typed is offered again. */
export async function begunUnder(name: string, store: Store): Promise<string> {
  const kept = await store.kept<string>(name)
  if (kept !== undefined && (await store.get(kept)) === undefined) return kept
  const made = newId()
  await keepIfRoom(store, name, made)
  return made
}

/** Keeps what is only a convenience. A full phone goes without it: its forms open, and say at the save what is wrong. */
export async function keepIfRoom(store: Store, name: string, value: unknown): Promise<void> {
  await store.keep(name, value).catch((error: unknown) => {
    if (!(error instanceof NoRoomError)) throw error
  })
}

/** What `ask` finds in the store, asked again after every change; undefined until it is known. */
export function watched<T>(ask: (store: Store) => Promise<T>): { readonly value: T | undefined } {
  let value = $state.raw<T>()
  $effect(() => {
    void present.changes
    let isStale = false
    ask(present.store).then(
      (found) => {
        if (!isStale) value = found
      },
      () => undefined, // The store was closed for another account; that one asks anew.
    )
    return () => (isStale = true)
  })
  return {
    get value() {
      return value
    },
  }
}
