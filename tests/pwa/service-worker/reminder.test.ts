import { describe, expect, test } from 'vitest'
import { notificationOf } from '$src/service-worker/reminder'

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
