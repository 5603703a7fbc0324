import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { START, type Answer } from '$src/core/exchange'
import { Aside, type Done } from '$src/database/aside'
import { ClosedError, NoRoomError } from '$src/database/connection'
import { LARGE_PAGE, PAGE_TIMEOUT_MS } from '$src/core/limits'
import { recordId } from '../core/edits'
import { edits, opened } from './stores'

/** What becomes of a large page when its worker does not end as hoped; tests/e2e/test_new_phone.py has the real one. */

const STAMP = '2026-11-23T09:00:00.000Z-0000-00000000000000aa'

const page: Answer = {
  reset: false,
  epoch: 'e',
  serverTime: '2026-11-23T09:00:00.000Z',
  acknowledged: [],
  rejected: [],
  edits: Array.from({ length: LARGE_PAGE }, (_, place) => ({
    id: recordId(1_000 + place), record: recordId(place), kind: 'check_in', stamp: STAMP, set: { mood: 4 }, seq: place + 1,
  })),
  cursor: LARGE_PAGE,
  more: true,
  check: null,
}

/** A worker that says what a test wants, or ends with an error, or says nothing. */
function workersThat(say: Done | 'break' | 'nothing'): { made: number; ended: number } {
  const count = { made: 0, ended: 0 }
  class Told {
    onmessage: ((event: { data: Done }) => void) | null = null
    onerror: (() => void) | null = null
    constructor() {
      count.made += 1
    }
    postMessage() {
      queueMicrotask(() => {
        if (say === 'break') this.onerror?.()
        else if (say !== 'nothing') this.onmessage?.({ data: say })
      })
    }
    terminate() {
      count.ended += 1
    }
  }
  vi.stubGlobal('Worker', Told)
  return count
}

afterEach(() => vi.unstubAllGlobals())

describe('a large page', () => {
  test('for which the phone has no room is said to have none', async () => {
    workersThat({ isFull: true })
    await expect(new Aside(await opened()).take(START, page, null)).rejects.toThrow(NoRoomError)
  })

  test('that the worker could not take is no page taken', async () => {
    workersThat({ isFull: false })
    await expect(new Aside(await opened()).take(START, page, null)).rejects.toThrow('could not be taken')
  })

  test('whose worker breaks is taken here, as are all after it', async () => {
    const count = workersThat('break')
    const store = await opened()
    const aside = new Aside(store)
    expect((await aside.take(START, page, null)).used).toBe(true)
    expect(await edits(store)).toHaveLength(LARGE_PAGE)
    await aside.take({ epoch: 'e', cursor: LARGE_PAGE }, { ...page, cursor: 2 * LARGE_PAGE }, null)
    expect(count.made).toBe(1)
  })

  test('whose worker was ended by the system is taken here after a while', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const count = workersThat('nothing')
    const store = await opened()
    const taking = new Aside(store).take(START, page, null)
    vi.advanceTimersByTime(PAGE_TIMEOUT_MS)
    expect((await taking).used).toBe(true)
    expect(await edits(store)).toHaveLength(LARGE_PAGE)
    expect(count.ended).toBe(1)
  })

  test('under way when another account is used holds nothing up', async () => {
    const count = workersThat('nothing')
    const aside = new Aside(await opened())
    const taking = aside.take(START, page, null)
    aside.end()
    await expect(taking).rejects.toThrow(ClosedError)
    expect(count.ended).toBe(1)
  })

  test('that is the last one is followed by none in that worker, which ends by itself', async () => {
    const count = workersThat({ applied: { used: true, disagrees: false, again: false } })
    const aside = new Aside(await opened())
    await aside.take(START, page, null)
    await aside.take(START, { ...page, more: false }, null)
    expect(count).toEqual({ made: 1, ended: 0 })
    await aside.take(START, page, null)
    expect(count).toEqual({ made: 2, ended: 0 })
  })
})
