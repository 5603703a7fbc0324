import { expect, test } from 'vitest'
import { openAt } from '$src/service-worker/window'

const HOME = 'https://casebook.example/'

/** What a browser gives the worker, recording what was asked of it. */
function browserWith(addresses: string[]) {
  const asked: string[] = []
  const windows = addresses.map((url, place) => ({
    url,
    focus: async () => void asked.push(`focus ${place}`),
    postMessage: (message: { type: string; hash: string }) => void asked.push(`${message.type} ${message.hash} ${place}`),
  }))
  const clients = {
    matchAll: async () => windows,
    openWindow: async (url: string) => void asked.push(`open ${url}`),
  } as unknown as Clients
  const notification = {
    close: () => void asked.push('close'),
    data: { navigate: `${HOME}#/check-in` },
  } as unknown as Notification
  return { asked, clients, notification }
}

test('a tapped reminder opens the check-in where no window is open', async () => {
  const { asked, clients, notification } = browserWith([])
  await openAt(clients, notification)
  expect(asked).toEqual(['close', `open ${HOME}#/check-in`])
})

test('a tapped reminder brings the open window to the front and to the check-in', async () => {
  const { asked, clients, notification } = browserWith([`${HOME}#/journal`])
  await openAt(clients, notification)
  expect(asked).toEqual(['close', 'OPEN #/check-in 0', 'focus 0'])
})

test("a window that shows the doctor's page is left alone", async () => {
  const { asked, clients, notification } = browserWith([`${HOME}shared#token`, `${HOME}#/today`])
  await openAt(clients, notification)
  expect(asked).toEqual(['close', 'OPEN #/check-in 1', 'focus 1'])
})

test("the check-in opens in a new window when only the doctor's page is open", async () => {
  const { asked, clients, notification } = browserWith([`${HOME}shared#token`])
  await openAt(clients, notification)
  expect(asked).toEqual(['close', `open ${HOME}#/check-in`])
})
