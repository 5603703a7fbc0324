/** Subscribing this browser to reminders. `pushManager.subscribe` is the one seam to the browser's push service. */
import { platformOf } from '../core/platform'
import { ownZone } from '../core/days'
import type { Store } from '../database/store'
import { pushKey, subscribePush, tryPush, unsubscribePush, type PushTrial } from './server'

/** Noted in the store of who asked: the browser's subscription outlives a change of account. Holds the endpoint. */
const KEPT = 'reminding'

/** The patient, or the phone's settings, do not allow notifications. */
export class NotAllowedError extends Error {}

/** The browser's own push service does not answer, or is turned off. */
export class NoServiceError extends Error {}

/** The time zone this run of the app last told the server. */
let toldZone = ''

/** Whether this browser can be reminded at all, or only as an app on the home screen (iOS). */
export function reminders(): 'possible' | 'install_first' | 'impossible' {
  if ('PushManager' in window && 'serviceWorker' in navigator && 'Notification' in window) return 'possible'
  return platformOf(navigator.userAgent, navigator.maxTouchPoints) === 'ios' ? 'install_first' : 'impossible'
}

/** Whether this browser is subscribed for the account of `store`, and may still show what comes. */
export async function isReminding(store: Store): Promise<boolean> {
  return Boolean(await store.kept(KEPT)) && Notification.permission === 'granted' && (await subscription()) !== null
}

/** Asks for leave, subscribes, and tells the server. Raises NotAllowedError. */
export async function remind(store: Store): Promise<void> {
  if ((await Notification.requestPermission()) !== 'granted') throw new NotAllowedError()
  await subscribeWith(store, await pushKey())
}

/** Ends the subscription here and on the server. */
export async function remindNoMore(store: Store): Promise<void> {
  const present = await subscription()
  await store.keep(KEPT, undefined)
  if (!present) return
  await unsubscribePush(present.endpoint)
  await present.unsubscribe()
}

/** At each start and sign-in: a subscription that the browser lost or changed, or that was made with another key, is made
 * anew, and the server is told of it, which may have forgotten it, and of where the phone is. Does nothing where the
 * patient did not turn reminders on, or took the leave back. Throws `Problem`, NoServiceError. */
export async function keepReminding(store: Store): Promise<void> {
  if (!(await store.kept(KEPT)) || reminders() !== 'possible' || Notification.permission !== 'granted') return
  const key = await pushKey()
  const present = await subscription()
  if (present && !hasKey(present, key)) await present.unsubscribe()
  await subscribeWith(store, key)
}

/** When the app comes to the front again: after a flight the server is told where the phone is now. */
export async function keepUpWith(store: Store): Promise<void> {
  if (toldZone !== '' && toldZone !== ownZone()) await keepReminding(store)
}

/** Sends a message to this browser now, and says what became of it. Throws `Problem`, NotAllowedError, NoServiceError. */
export async function tryOut(store: Store): Promise<PushTrial['outcome']> {
  if (Notification.permission !== 'granted') throw new NotAllowedError()
  await keepReminding(store)
  const present = await subscription()
  return present ? (await tryPush(present.endpoint)).outcome : 'gone'
}

async function subscribeWith(store: Store, key: string): Promise<void> {
  const registration = await navigator.serviceWorker.ready
  const options = { userVisibleOnly: true, applicationServerKey: key }
  const made = await registration.pushManager.subscribe(options).catch((error: unknown) => {
    throw new NoServiceError(undefined, { cause: error })
  })
  const zone = ownZone()
  await subscribePush(made.toJSON(), (await store.device()).device, zone)
  toldZone = zone
  await store.keep(KEPT, made.endpoint)
}

async function subscription(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration()
  return (await registration?.pushManager.getSubscription()) ?? null
}

/** Browsers that do not say with which key they subscribed are believed. */
function hasKey(present: PushSubscription, key: string): boolean {
  const used = present.options?.applicationServerKey
  if (!used) return true
  const text = btoa(String.fromCharCode(...new Uint8Array(used)))
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '') === key
}
