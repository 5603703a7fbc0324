/** Subscribing this browser to reminders. `pushManager.subscribe` is the one seam to the browser's push service. */
import type { Store } from '../database/store'
import { pushKey, subscribePush, unsubscribePush } from '../sync/server'

/** The patient, or the phone's settings, do not allow notifications. */
export class NotAllowedError extends Error {}

/** Whether this browser can be reminded at all, or only as an app on the home screen (iOS). */
export function reminders(): 'possible' | 'install_first' | 'impossible' {
  if ('PushManager' in window && 'serviceWorker' in navigator && 'Notification' in window) return 'possible'
  return /iPhone|iPad/.test(navigator.userAgent) ? 'install_first' : 'impossible'
}

/** Whether this browser is subscribed. */
export async function isReminding(): Promise<boolean> {
  const registration = await navigator.serviceWorker.getRegistration()
  return registration !== undefined && (await registration.pushManager.getSubscription()) !== null
}

/** Asks for leave, subscribes, and tells the server. Raises NotAllowedError. */
export async function remind(store: Store): Promise<void> {
  if ((await Notification.requestPermission()) !== 'granted') throw new NotAllowedError()
  const registration = await navigator.serviceWorker.ready
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: await pushKey() })
  await subscribePush(subscription.toJSON(), (await store.device()).device)
}

/** Ends the subscription here and on the server. */
export async function remindNoMore(): Promise<void> {
  const registration = await navigator.serviceWorker.ready
  const subscription = await registration.pushManager.getSubscription()
  if (subscription === null) return
  await unsubscribePush(subscription.endpoint)
  await subscription.unsubscribe()
}
