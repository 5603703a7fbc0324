import { beforeEach, describe, expect, test, vi } from 'vitest'
import { isReminding, keepReminding, keepUpWith, NoServiceError, NotAllowedError, remind, reminders, tryOut } from '$src/sync/pushing'
import type { Store } from '$src/database/store'

const SERVER_KEY = 'BAAB'
const ENDPOINT = 'https://push.example/abc'

/** A phone whose browser can be reminded, and a server that answers; `asked` is what was asked of it. */
function phone(kept: string | undefined = ENDPOINT) {
  const asked: { request: string; body: unknown }[] = []
  const has = { permission: 'granted', subscription: undefined as unknown, answers: {} as Record<string, Response>, service: true }
  const made = {
    endpoint: ENDPOINT,
    options: { applicationServerKey: Uint8Array.from([4, 0, 1]).buffer },
    toJSON: () => ({ endpoint: ENDPOINT, keys: { p256dh: 'p', auth: 'a' } }),
    unsubscribe: async () => void (has.subscription = undefined),
  }
  has.subscription = kept && made
  const registration = {
    pushManager: {
      getSubscription: async () => has.subscription ?? null,
      subscribe: async () => (has.service ? (has.subscription = made) : Promise.reject(new DOMException('no service', 'AbortError'))),
    },
  }
  class Notification {
    static get permission() {
      return has.permission
    }
    static requestPermission = async () => has.permission
  }
  vi.stubGlobal('window', { PushManager: class {}, Notification })
  vi.stubGlobal('Notification', Notification)
  vi.stubGlobal('navigator', {
    serviceWorker: { ready: Promise.resolve(registration), getRegistration: async () => registration },
    userAgent: 'Mozilla/5.0 (Linux; Android 16) Chrome/140',
    maxTouchPoints: 5,
  })
  vi.stubGlobal('fetch', async (path: string, { method = 'GET', body }: RequestInit = {}) => {
    const request = `${method} ${path}`
    asked.push({ request, body: body === undefined ? undefined : JSON.parse(String(body)) })
    if (request === 'GET /api/push') return Response.json({ public_key: SERVER_KEY })
    return has.answers[request] ?? new Response(null, { status: 204 })
  })
  const store = {
    kept: async () => kept,
    keep: async (_: string, value: string | undefined) => void (kept = value),
    device: async () => ({ device: '0000000000000001' }),
  } as unknown as Store
  return { asked, has, store, requests: () => asked.map(({ request }) => request) }
}

function isIn(zone: string) {
  vi.spyOn(Intl.DateTimeFormat.prototype, 'resolvedOptions').mockReturnValue({ timeZone: zone } as Intl.ResolvedDateTimeFormatOptions)
}

beforeEach(() => {
  vi.restoreAllMocks()
  isIn('America/New_York')
})

describe('a phone that is reminded', () => {
  test('tells the server at each start, which may have forgotten it, and where the phone is', async () => {
    const { asked, store } = phone()
    await keepReminding(store)
    expect(asked.at(-1)).toEqual({
      request: 'POST /api/push',
      body: { endpoint: ENDPOINT, keys: { p256dh: 'p', auth: 'a' }, device: '0000000000000001', time_zone: 'America/New_York' },
    })
  })

  test('tells it after a flight, when the app comes to the front again, and not otherwise', async () => {
    const { requests, asked, store } = phone()
    await keepReminding(store)
    await keepUpWith(store)
    expect(requests()).toEqual(['GET /api/push', 'POST /api/push'])
    isIn('Asia/Tokyo')
    await keepUpWith(store)
    expect(asked.at(-1)?.body).toMatchObject({ time_zone: 'Asia/Tokyo' })
  })

  test('subscribes anew where the browser lost its subscription, or the server has another key', async () => {
    const { has, requests, store } = phone()
    has.subscription = undefined
    await keepReminding(store)
    expect(requests()).toEqual(['GET /api/push', 'POST /api/push'])
    expect(has.subscription).toBeDefined()
  })

  test('is left alone where the patient did not turn messages on, or took the leave back', async () => {
    const never = phone('')
    await keepReminding(never.store)
    expect(never.requests()).toEqual([])
    const { has, requests, store } = phone()
    has.permission = 'denied'
    await keepReminding(store)
    expect(requests()).toEqual([])
    expect(await isReminding(store)).toBe(false)
  })
})

describe('a test', () => {
  test('brings back a phone that the server has forgotten, and then is sent', async () => {
    const { has, requests, store } = phone()
    has.answers['POST /api/push/trial'] = Response.json({ outcome: 'delivered' })
    expect(await tryOut(store)).toBe('delivered')
    expect(requests()).toEqual(['GET /api/push', 'POST /api/push', 'POST /api/push/trial'])
  })

  test('says that notifications are blocked before anything is sent that nobody would see', async () => {
    const { has, requests, store } = phone()
    has.permission = 'denied'
    await expect(tryOut(store)).rejects.toThrow(NotAllowedError)
    expect(requests()).toEqual([])
  })
})

test('a browser whose own push service is off says so', async () => {
  const { has, store } = phone('')
  has.service = false
  await expect(remind(store)).rejects.toThrow(NoServiceError)
})

test('an iPad, which calls itself a Mac, is told to install the app first', () => {
  phone()
  vi.stubGlobal('window', {})
  vi.stubGlobal('navigator', { userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1.15', maxTouchPoints: 5 })
  expect(reminders()).toBe('install_first')
  vi.stubGlobal('navigator', { userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1.15', maxTouchPoints: 0 })
  expect(reminders()).toBe('impossible')
})
