import { describe, expect, test } from 'vitest'
import { isAtRisk, needsAttention, shortSyncWords, syncLine, troubleWords } from '$src/screens/syncWords'
import type { SyncState, Trouble } from '$src/sync/client'

function state(part: Partial<SyncState>): SyncState {
  return { phase: 'saved', unsent: 0, oldestUnsentAt: null, attention: 0, syncedAt: '2026-11-24T19:05:00Z', problem: null, ...part }
}

describe('the words about sync are true', () => {
  test('without an account nothing is said to be online', () => {
    expect(shortSyncWords(state({ phase: 'local', unsent: 3 }), true)).toBe('Only on this phone')
    expect(syncLine(state({ phase: 'local', unsent: 3 }), true)).toBe('3 changes only on this phone.')
  })

  test('before the first answer nothing is said to be saved', () => {
    expect(shortSyncWords(state({ phase: 'waiting', syncedAt: null }), true)).toBe('Catching up …')
  })

  test('with everything sent it is saved, and offline it still is', () => {
    expect(shortSyncWords(state({}), true)).toBe('Saved online')
    expect(shortSyncWords(state({ problem: 'offline' }), false)).toBe('Saved, working offline')
  })

  test('what waits is counted, with since when', () => {
    const waiting = state({ phase: 'waiting', unsent: 1, oldestUnsentAt: '2026-11-24T19:05:00Z', problem: 'offline' })
    expect(shortSyncWords(waiting, false)).toBe('1 change not sent yet')
    expect(syncLine(waiting, false)).toMatch(/^1 change not online yet, since .*Nov 24/)
  })

  test('while the server refuses something nothing is said to be all saved', () => {
    expect(syncLine(state({ phase: 'attention', attention: 1 }), true)).toMatch(/^1 change not taken by the server/)
    expect(shortSyncWords(state({ problem: 'server' }), true)).toBe('Saved, server not answering')
  })

  test('a refused entry comes before everything else', () => {
    const refused = state({ phase: 'attention', attention: 2, unsent: 5, problem: 'offline' })
    expect(shortSyncWords(refused, false)).toBe('2 changes to look at')
    expect(needsAttention(refused)).toBe(true)
  })
})

test.each(['offline', 'signed_out', 'server', 'full', 'outdated', 'disagrees'] as Trouble[])(
  'what is in the way has words of its own: %s',
  (problem) => {
    expect(troubleWords(state({ problem }))).toMatch(/\.$/)
    expect(needsAttention(state({ problem }))).toBe(!['offline', 'server'].includes(problem!))
  },
)

describe('entries that are nowhere but in a tab', () => {
  const now = Date.parse('2026-11-26T12:00:00Z')
  const waiting = state({ phase: 'local', unsent: 2, oldestUnsentAt: '2026-11-25T11:00:00Z' })

  test('are warned of after a day', () => {
    expect(isAtRisk(waiting, false, now)).toBe(true)
    expect(shortSyncWords(waiting, true, true)).toBe('Only in this tab')
  })

  test('are not while they are younger, on the home screen, or sent', () => {
    expect(isAtRisk({ ...waiting, oldestUnsentAt: '2026-11-25T13:00:00Z' }, false, now)).toBe(false)
    expect(isAtRisk(waiting, true, now)).toBe(false)
    expect(isAtRisk(state({}), false, now)).toBe(false)
  })
})
