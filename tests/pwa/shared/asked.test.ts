import { readFileSync } from 'node:fs'
import { afterEach, expect, test, vi } from 'vitest'
import { onItsWay } from '$src/shared/asked'
import { Problem } from '$src/sync/server'
import { shared } from '$src/sync/sharing'

const PAGE = { label: 'Dr. Okafor', findings: [], not_shared: [] }

const HTML = readFileSync(new URL('../../../pwa/shared.html', import.meta.url), 'utf8')
const SCRIPT = /<script>(.*?)<\/script>/s.exec(HTML)?.[1] ?? ''

afterEach(() => {
  vi.unstubAllGlobals()
  globalThis.asked = undefined
})

/** The script of the page as it runs in a browser at `hash`, with the calls that left it. */
function opened(hash: string, answer: () => Promise<Response>) {
  const calls: [string, RequestInit][] = []
  vi.stubGlobal('location', { hash })
  vi.stubGlobal('fetch', (path: string, request: RequestInit) => {
    calls.push([path, request])
    return answer()
  })
  vi.stubGlobal('window', globalThis)
  ;(0, eval)(SCRIPT)
  return calls
}

const json = (body: unknown, status = 200) => () => Promise.resolve(new Response(JSON.stringify(body), { status }))

test('a doctor who opens the link asks once, before the page is there', async () => {
  const calls = opened('#token-of-the-link', json(PAGE))
  expect(calls.map(([path, { body }]) => [path, body])).toEqual([['/api/shared', '{"token":"token-of-the-link"}']])
  expect(await shared({ token: 'token-of-the-link' }, onItsWay('token-of-the-link'))).toEqual(PAGE)
  expect(calls).toHaveLength(1)
})

test('whoever tries again asks again', async () => {
  const calls = opened('#one', json(PAGE))
  await shared({ token: 'one' }, onItsWay('one'))
  await shared({ token: 'one' }, onItsWay('one'))
  expect(calls).toHaveLength(2)
})

test('another link in the same tab gets an answer of its own', () => {
  opened('#one', json(PAGE))
  expect(onItsWay('two')).toBeUndefined()
})

test('an address without a token asks nothing', () => {
  const calls = opened('', json(PAGE))
  expect([calls, onItsWay('')]).toEqual([[], undefined])
})

test('a refusal and a dead line are told as ever', async () => {
  opened('#one', json({ title: 'no such link' }, 404))
  await expect(shared({ token: 'one' }, onItsWay('one'))).rejects.toMatchObject({ status: 404, title: 'no such link' })
  opened('#one', () => Promise.reject(new TypeError('Failed to fetch')))
  await expect(shared({ token: 'one' }, onItsWay('one'))).rejects.toBeInstanceOf(Problem)
})
