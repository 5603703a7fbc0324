import { expect, test } from 'vitest'
import type { Answer } from '$src/core/exchange'
import { changesOf } from '$src/core/history'
import { take } from '$src/database/inbox'
import type { Store } from '$src/database/store'
import { copyEdits } from '$src/database/stores'
import { recordId, stampAt, stored } from '../core/edits'
import { change, Clock, NINE_O_CLOCK, opened, RECORD, shown } from './stores'

const TABLET = 'bbbbbbbbbbbbbbbb'

async function told(store: Store, ...others: Store[]) {
  const devices = new Set(await Promise.all([store, ...others].map(async (one) => (await one.device()).device)))
  const changes = changesOf(await store.history(RECORD), { devices, received: new Map() })
  return changes.map(({ field, from, to, maker, outcome, conflict }) => ({ field, from, to, maker, outcome, conflict }))
}

/** What the tablet entered, as the server tells of it, along with where the phone's own edits now stand. */
async function pull(store: Store, set: { mood: number }, second: number, seqs: { own?: number; theirs: number }): Promise<void> {
  const { place } = await store.device()
  const own = (await store.history(RECORD)).filter((edit) => edit.seq === null)
  const { seq: _, rejection: __, ...edit } = stored(200 + second, set, { stamp: stampAt(second, TABLET) })
  const answer: Answer = {
    reset: false,
    epoch: 'e',
    serverTime: '2026-11-23T10:00:00.000Z',
    acknowledged: own.map(({ id, stamp }) => ({ id, seq: seqs.own!, stamp })),
    rejected: [],
    edits: [{ ...edit, seq: seqs.theirs }],
    cursor: Math.max(seqs.own ?? 0, seqs.theirs),
    more: true,
    check: null,
  }
  await take(store, { epoch: place.epoch, cursor: place.cursor }, answer, null)
}

test('an entry shows what became of it on this phone, without any server', async () => {
  const store = await opened()
  await store.save([change({ mood: 3 }), change({ mood: 9 }, recordId(11))])
  await store.save([change({ mood: 5 })])
  expect(await told(store)).toEqual([
    { field: 'mood', from: 3, to: 5, maker: 'this_device', outcome: 'won', conflict: null },
    { field: 'mood', from: undefined, to: 3, maker: 'this_device', outcome: 'overtaken', conflict: null },
  ])
})

test('the edits come in the order in which they were made, whatever their ids', async () => {
  const clock = new Clock()
  const store = await opened({ clock })
  await store.save([change({ mood: 3 })])
  await pull(store, { mood: 1 }, -60, { own: 1, theirs: 2 })
  clock.ms += 60_000
  await store.save([change({ mood: 5 })])
  expect((await store.history(RECORD)).map((edit) => edit.set['mood'])).toEqual([1, 3, 5])
})

test('a record that is not here has no history', async () => {
  expect(await (await opened()).history(RECORD)).toEqual([])
})

test('a change made offline, after the tablet had made one, is told as a conflict once both are here', async () => {
  const clock = new Clock()
  const store = await opened({ clock })
  await pull(store, { mood: 3 }, -60, { theirs: 1 })
  clock.ms = NINE_O_CLOCK + 120_000
  await store.save([change({ mood: 6 })])
  await pull(store, { mood: 4 }, 60, { own: 3, theirs: 2 })
  expect(await told(store)).toEqual([
    { field: 'mood', from: 4, to: 6, maker: 'this_device', outcome: 'won', conflict: 'other_device' },
    { field: 'mood', from: 3, to: 4, maker: 'other_device', outcome: 'overtaken', conflict: null },
    { field: 'mood', from: undefined, to: 3, maker: 'other_device', outcome: 'overtaken', conflict: null },
  ])
})

test('a change made after the tablet’s was pulled is an ordinary one', async () => {
  const clock = new Clock()
  const store = await opened({ clock })
  await pull(store, { mood: 4 }, 60, { theirs: 2 })
  clock.ms = NINE_O_CLOCK + 120_000
  await store.save([change({ mood: 6 })])
  expect((await told(store)).map(({ conflict }) => conflict)).toEqual([null, null])
})

test('an earlier value put back is a new change, and the ones before stay', async () => {
  const store = await opened()
  await store.save([change({ mood: 3 })])
  await store.save([change({ mood: 5 })])
  const earlier = changesOf(await store.history(RECORD), { devices: new Set(), received: new Map() }).at(-1)!
  await store.save([change({ [earlier.field]: earlier.to })])
  expect(await shown(store)).toEqual({ mood: 3 })
  expect((await told(store)).map(({ from, to }) => [from, to])).toEqual([[5, 3], [3, 5], [undefined, 3]])
})

test('what was entered before signing up is still of this phone, and no conflict with what is entered after', async () => {
  const [before, after] = [await opened(), await opened()]
  await before.save([change({ mood: 3 })])
  await copyEdits(before, after)
  await after.save([change({ mood: 5 })])
  expect((await told(after, before)).map(({ maker, conflict }) => [maker, conflict])).toEqual([
    ['this_device', null],
    ['this_device', null],
  ])
})

test('of an erased entry the history keeps that it was erased, and no value', async () => {
  const store = await opened()
  await store.save([change({ notes: 'private' })])
  await store.save([change({ erased: true })])
  expect(JSON.stringify(await store.history(RECORD))).not.toMatch(/private|notes/)
  expect((await told(store)).map(({ field, to }) => [field, to])).toEqual([['erased', true]])
})
