/** A push message as the notification it becomes. The words are discreet: they stand on a locked screen. */

export interface Reminder {
  title: string
  options: NotificationOptions & { data: { navigate: string } }
}

interface Declared {
  title?: unknown
  body?: unknown
  navigate?: unknown
  tag?: unknown
}

const FALLBACK = { title: 'Casebook', body: 'Time for a check-in', hash: '#/check-in', tag: 'check-in' }

/**
 * Reads the Declarative Web Push shape `{"web_push": 8030, "notification": {title, body, navigate, tag}}`. A browser
 * takes the subscription away when a push shows nothing, so what cannot be read still becomes a notification; and an
 * address outside `origin` is never opened.
 */
export function notificationOf(message: string, origin: string): Reminder {
  const declared = declaredIn(message)
  return {
    title: text(declared.title) ?? FALLBACK.title,
    options: {
      body: text(declared.body) ?? FALLBACK.body,
      tag: text(declared.tag) ?? FALLBACK.tag,
      icon: '/icons/casebook-192.png',
      badge: '/icons/badge-96.png',
      data: { navigate: ownAddress(declared.navigate, origin) },
    },
  }
}

function declaredIn(message: string): Declared {
  try {
    const parsed = JSON.parse(message) as { notification?: unknown } | null
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
