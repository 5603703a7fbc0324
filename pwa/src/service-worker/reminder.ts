/** A push message as the notification it becomes. The words are discreet: they stand on a locked screen. */
import { message } from '../words/en/message'

/** The button that lets a reminder come again later. */
export const PUT_OFF = 'put-off'

export interface Reminder {
  title: string
  /** Whether something waits; a message that was sent to try reminders out says nothing of the kind. */
  isDue: boolean
  // TypeScript's own type leaves the buttons out, which not every browser shows.
  options: NotificationOptions & { data: { navigate: string }; actions: { action: string; title: string }[] }
}

interface Declared {
  title?: unknown
  body?: unknown
  navigate?: unknown
  tag?: unknown
}

const FALLBACK = { title: message.title, body: message.checkIn, hash: '#/check-in', tag: 'check-in' }
// The one message that says nothing is due.
const TRIAL = 'test'

/**
 * Reads the Declarative Web Push shape `{"web_push": 8030, "notification": {title, body, navigate, tag}}`. A browser
 * takes the subscription away when a push shows nothing, so what cannot be read still becomes a notification; and an
 * address outside `origin` is never opened.
 */
export function notificationOf(received: string, origin: string): Reminder {
  const declared = declaredIn(received)
  const tag = text(declared.tag) ?? FALLBACK.tag
  return {
    title: text(declared.title) ?? FALLBACK.title,
    isDue: tag !== TRIAL,
    options: {
      body: text(declared.body) ?? FALLBACK.body,
      tag,
      actions: tag === TRIAL ? [] : [{ action: PUT_OFF, title: message.later }],
      icon: '/icons/casebook-192.png',
      badge: '/icons/badge-96.png',
      data: { navigate: ownAddress(declared.navigate, origin) },
    },
  }
}

function declaredIn(received: string): Declared {
  try {
    const parsed = JSON.parse(received) as { notification?: unknown } | null
    return typeof parsed?.notification === 'object' ? (parsed.notification ?? {}) : {}
  } catch {
    return {}
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

// Behind a proxy the server may not know the address the phone uses, so only the place inside the app is taken.
function ownAddress(navigate: unknown, origin: string): string {
  const hash = typeof navigate === 'string' && URL.canParse(navigate, origin) ? new URL(navigate, origin).hash : ''
  return `${origin}/${hash.startsWith('#/') ? hash : FALLBACK.hash}`
}

/**
 * Asks the server to let the reminder come again in an hour. Where that fails (no network, signed out) it is shown again
 * at once, so that it is not lost.
 */
export async function putOff(registration: ServiceWorkerRegistration, notification: Notification, ask: typeof fetch): Promise<void> {
  const { title, body, tag, icon, badge, data } = notification as Notification & { badge: string }
  notification.close()
  const answer = await ask('/api/push/later', { method: 'POST', credentials: 'same-origin' }).catch(() => undefined)
  if (answer?.ok !== true) await registration.showNotification(title, { body, tag, icon, badge, data, silent: true })
}
