import { expect, test } from 'vitest'
import { receivedTimes } from '$src/sync/history'
import { editId, RECORD } from '../core/edits'

/** A server at the other end of the line: what it was asked, and its one answer. */
function answering(body: BodyInit, status = 200) {
  const asked: string[] = []
  const fetch = async (path: RequestInfo | URL) => {
    asked.push(String(path))
    return new Response(body, { status })
  }
  return { asked, fetch }
}

test('the server tells when it received each edit of a record', async () => {
  const entry = { id: editId(1), stamp: '', set: {}, received_at: '2026-11-23T09:15:42.120Z' }
  const { asked, fetch } = answering(JSON.stringify([entry]))
  expect([...(await receivedTimes(RECORD, fetch))]).toEqual([[editId(1), '2026-11-23T09:15:42.120Z']])
  expect(asked).toEqual([`/api/records/${RECORD}/history`])
})

test.each([
  ['a captive portal', '<html>Sign in to the hotel</html>', 200],
  ['a record only on this phone', '{"title": "Not found"}', 404],
  ['an ended session', '{"title": "Sign in first"}', 401],
  ['an answer of another shape', '[null, {"id": 1}, {"id": "x", "received_at": "soon"}]', 200],
])('nothing is made up from %s', async (_, body, status) => {
  expect((await receivedTimes(RECORD, answering(body, status).fetch)).size).toBe(0)
})

test('without network nothing is known, and nothing is raised', async () => {
  const offline = async () => {
    throw new TypeError('Failed to fetch')
  }
  expect((await receivedTimes(RECORD, offline)).size).toBe(0)
})
