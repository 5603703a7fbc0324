import { describe, expect, test } from 'vitest'
import { notificationOf, PUT_OFF, putOff } from '$src/service-worker/reminder'

const ORIGIN = 'https://casebook.example'
const DISCREET = { title: 'Casebook', body: 'Time for a check-in', navigate: `${ORIGIN}/#/check-in` }

function read(message: string) {
  const { title, options } = notificationOf(message, ORIGIN)
  return { title, body: options.body, navigate: options.data.navigate }
}

function declared(notification: unknown): string {
  return JSON.stringify({ web_push: 8030, notification })
}

describe('a push message', () => {
  test('shows the words the server sent and opens the place it named', () => {
    const message = declared({ title: 'Casebook', body: 'One line', navigate: `${ORIGIN}/#/journal`, tag: 'line' })
    expect(read(message)).toEqual({ title: 'Casebook', body: 'One line', navigate: `${ORIGIN}/#/journal` })
    expect(notificationOf(message, ORIGIN).options.tag).toBe('line')
  })

  test.each([
    ['nothing', ''],
    ['text that is no JSON', 'hello'],
    ['JSON null', 'null'],
    ['a list', '[1]'],
    ['no notification', '{"web_push": 8030}'],
    ['a notification that is null', declared(null)],
    ['a notification that is text', declared('x')],
    ['numbers where text belongs', declared({ title: 1, body: 2, navigate: 3, tag: 4 })],
    ['empty text', declared({ title: '', body: '', navigate: '', tag: '' })],
  ])('that holds %s still shows the discreet reminder', (_, message) => {
    expect(read(message)).toEqual(DISCREET)
  })

  test.each(['https://elsewhere.example/', 'https://elsewhere.example/login', 'javascript:alert(1)', 'http://%'])(
    'never opens %s',
    (navigate) => {
      expect(read(declared({ navigate })).navigate).toBe(DISCREET.navigate)
    },
  )

  test('from a server that knows itself by another address opens the place on this one', () => {
    expect(read(declared({ navigate: 'http://10.0.0.7:8000/#/check-in' })).navigate).toBe(`${ORIGIN}/#/check-in`)
  })
})

test('marks the icon, except where it was sent to try reminders out', () => {
  const isDue = (tag: string) => notificationOf(declared({ ...DISCREET, tag }), ORIGIN).isDue
  expect([isDue('check-in'), isDue('several'), isDue('test')]).toEqual([true, true, false])
})

describe('the button of a message', () => {
  test('offers to be reminded in an hour, except where nothing is due', () => {
    const offered = (tag: string) => notificationOf(declared({ ...DISCREET, tag }), ORIGIN).options.actions
    expect(offered('check-in')).toEqual([{ action: PUT_OFF, title: 'In an hour' }])
    expect(offered('test')).toEqual([])
  })

  /** A message on the screen, and what became of it. */
  function shown() {
    const happened: string[] = []
    const notification = { title: 'Casebook', body: 'One line', tag: 'line', data: {}, close: () => happened.push('closed') }
    const registration = {
      showNotification: async (title: string, { body, tag }: NotificationOptions) => void happened.push(`${title}: ${body} (${tag})`),
    }
    const run = (ask: () => Promise<Response>) =>
      putOff(registration as unknown as ServiceWorkerRegistration, notification as unknown as Notification, ask)
    return { happened, run }
  }

  test('takes the message away once the server knows', async () => {
    const { happened, run } = shown()
    const asked: unknown[][] = []
    await run(async (...request: unknown[]) => {
      asked.push(request)
      return new Response(null, { status: 204 })
    })
    expect(asked).toEqual([['/api/push/later', { method: 'POST', credentials: 'same-origin' }]])
    expect(happened).toEqual(['closed'])
  })

  test.each([
    ['without network', () => Promise.reject(new TypeError('no network'))],
    ['when the phone is signed out', () => Promise.resolve(new Response(null, { status: 401 }))],
    ['when the server fails', () => Promise.resolve(new Response(null, { status: 503 }))],
  ])('leaves the message there %s', async (_, ask) => {
    const { happened, run } = shown()
    await run(ask)
    expect(happened).toEqual(['closed', 'Casebook: One line (line)'])
  })
})
