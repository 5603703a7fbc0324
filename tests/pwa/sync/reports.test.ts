import { beforeEach, describe, expect, test, vi } from 'vitest'
import { makeReport } from '$src/sync/reports'
import { Problem } from '$src/sync/server'

const OPTIONS = { purpose: 'renewal' } as never
const JOB = { id: 'j1', status: 'waiting', location: '/api/reports/j1', step: 0, steps: 1 }
const json = (body: unknown, status: number) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })
const pdf = (text: string) => new Response(text, { headers: { 'Content-Type': 'application/pdf' } })

let asked: string[] = []

/** A server that answers each path with the next of its answers. */
function serverThatSays(answers: Record<string, (Response | Error)[]>) {
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const isLater = (init.headers as Record<string, string>)['Prefer'] === 'respond-async'
    const request = `${init.method} ${path}${isLater ? ' later' : ''}`
    asked.push(request)
    const answer = answers[request]!.shift()!
    if (answer instanceof Error) throw answer
    return answer
  })
}

describe('a report', () => {
  beforeEach(() => {
    asked = []
    return () => vi.unstubAllGlobals()
  })

  test('is followed to its end and looked at where it is kept', async () => {
    serverThatSays({
      'POST /api/reports/evidence later': [json(JOB, 202)],
      'GET /api/reports/j1': [pdf('%PDF')],
      'GET /api/reports/j1/pages': [json({ pages: 7 }, 200)],
    })
    expect(await makeReport(OPTIONS, () => undefined)).toMatchObject({ location: '/api/reports/j1', pages: 7 })
  })

  test('that the server lost when it started anew is asked for again in one piece', async () => {
    serverThatSays({
      'POST /api/reports/evidence later': [json(JOB, 202)],
      'GET /api/reports/j1': [json(JOB, 202), json({ title: 'no such report' }, 404)],
      'POST /api/reports/evidence': [pdf('%PDF again')],
    })
    const made = await makeReport(OPTIONS, () => undefined)
    expect(made.pages).toBe(0)
    expect(await made.pdf.text()).toBe('%PDF again')
    expect(asked.at(-1)).toBe('POST /api/reports/evidence')
  })

  test('goes on where it was when the phone was without network for a moment', async () => {
    serverThatSays({
      'POST /api/reports/evidence later': [json(JOB, 202)],
      'GET /api/reports/j1': [json(JOB, 202), new TypeError('Failed to fetch'), pdf('%PDF')],
      'GET /api/reports/j1/pages': [json({ pages: 7 }, 200)],
    })
    expect(await makeReport(OPTIONS, () => undefined)).toMatchObject({ pages: 7 })
    expect(asked).toHaveLength(5)
  })

  test('that could not be made is not asked for again', async () => {
    serverThatSays({
      'POST /api/reports/evidence later': [json(JOB, 202)],
      'GET /api/reports/j1': [json({ ...JOB, status: 'failed' }, 200)],
    })
    await expect(makeReport(OPTIONS, () => undefined)).rejects.toBeInstanceOf(Problem)
    expect(asked).toHaveLength(2)
  })
})
