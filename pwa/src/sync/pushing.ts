/** Subscribing this browser to reminders. `pushManager.subscribe` is the one seam to the browser's push service. */
import type { Store } from '../database/store'
import { pushKey, subscribePush, tryPush, unsubscribePush, type PushTrial } from './server'

/** Noted in the store of who asked: the browser's subscription outlives a change of account. Holds the endpoint. */
const KEPT = 'reminding'

/** The patient, or the phone's settings, do not allow notifications. */
export class NotAllowedError extends Error {}

/** Whether this browser can be reminded at all, or only as an app on the home screen (iOS). */
export function reminders(): 'possible' | 'install_first' | 'impossible' {
  if ('PushManager' in window && 'serviceWorker' in navigator && 'Notification' in window) return 'possible'
  return /iPhone|iPad/.test(navigator.userAgent) ? 'install_first' : 'impossible'
}

/** Whether this browser is subscribed for the account of `store`. */
export async function isReminding(store: Store): Promise<boolean> {
  return Boolean(await store.kept(KEPT)) && (await subscription()) !== null
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

/** At each start: a subscription that the browser lost or changed, or that was made with another key, is made anew.
 * Does nothing where the patient did not turn reminders on, or took the leave back. Throws `Problem`. */
export async function keepReminding(store: Store): Promise<void> {
  const known = await store.kept(KEPT)
  if (!known || reminders() !== 'possible' || Notification.permission !== 'granted') return
  const key = await pushKey()
  const present = await subscription()
  if (present && present.endpoint === known && hasKey(present, key)) return
  if (present && !hasKey(present, key)) await present.unsubscribe()
  await subscribeWith(store, key)
}

/** Sends a message to this browser now, and says what became of it. Throws `Problem`. */
export async function tryOut(): Promise<PushTrial['outcome']> {
  const present = await subscription()
  if (!present) return 'gone'
  return (await tryPush(present.endpoint)).outcome
}

async function subscribeWith(store: Store, key: string): Promise<void> {
  const registration = await navigator.serviceWorker.ready
  const made = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })
  await subscribePush(made.toJSON(), (await store.device()).device)
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
