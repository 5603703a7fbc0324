/** Subscribing this browser to reminders. `pushManager.subscribe` is the one seam to the browser's push service. */
import type { Store } from '../database/store'
import { pushKey, subscribePush, unsubscribePush } from './server'

/** Noted in the store of who asked: the browser's subscription outlives a change of account. */
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
  if (!(await store.kept<boolean>(KEPT))) return false
  const registration = await navigator.serviceWorker.getRegistration()
  return registration !== undefined && (await registration.pushManager.getSubscription()) !== null
}

/** Asks for leave, subscribes, and tells the server. Raises NotAllowedError. */
export async function remind(store: Store): Promise<void> {
  if ((await Notification.requestPermission()) !== 'granted') throw new NotAllowedError()
  const registration = await navigator.serviceWorker.ready
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: await pushKey() })
  await subscribePush(subscription.toJSON(), (await store.device()).device)
  await store.keep(KEPT, true)
}

/** Ends the subscription here and on the server. */
export async function remindNoMore(store: Store): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration()
  const subscription = await registration?.pushManager.getSubscription()
  await store.keep(KEPT, undefined)
  if (!subscription) return
  await unsubscribePush(subscription.endpoint)
  await subscription.unsubscribe()
}
