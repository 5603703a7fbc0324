import 'fake-indexeddb/auto'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { newBrowser } from '../sync/browser'
import type { WireEdit } from '../sync/server'
import { edits, World } from './world'

/** The phone's real store and loop under the faults of the line and of the server, each history from its seed. */

const SEEDS = 200
const PARTS = 10
const STEPS = 36
const met = new Map<string, number>()
let saved = 0
let requests = 0

beforeEach(() => void newBrowser())

async function history(seed: number): Promise<void> {
  const world = new World(seed)
  await world.begin()
  try {
    for (let step = 0; step < STEPS; step += 1) await world.step()
    await world.heal()
    await hasHealed(world)
  } catch (error) {
    throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error })
  } finally {
    await world.end()
  }
  saved += world.saved.size
  requests += world.requests
  for (const [fault, count] of world.met) met.set(fault, (met.get(fault) ?? 0) + count)
}

/** What must hold once the line is good and everybody has talked. */
async function hasHealed({ phones, server, saved, erased }: World): Promise<void> {
  const ids = server.log.map(({ id }) => id)
  expect(new Set(ids).size, 'I2: an edit is in the log twice').toBe(ids.length)
  expect([...saved.keys()].filter((id) => !ids.includes(id)), 'I2, I13: a saved edit is not in the log').toEqual([])
  const wanted = folded(server.log)
  for (const record of erased) expect(wanted[record], 'I15: an erased record came back').toEqual({ erased: true })
  for (const { store } of phones) {
    const { unsent, attention } = await store.waiting()
    expect([unsent, attention], 'I1, I11: something still waits').toEqual([0, 0])
    expect((await edits(store)).map(({ id }) => id).sort(), 'I7: a phone has a hole').toEqual([...ids].sort())
    expect((await store.device()).place.digest, 'I17: digests differ').toBe(server.digest())
    for (const [record, fields] of Object.entries(wanted)) {
      expect({ ...(await store.get(record))!.fields }, 'I1, I5: a phone shows something else').toEqual(fields)
    }
  }
}

/** The fold, once more and by another way: sorted by rank, later ones overwrite. */
function folded(log: readonly WireEdit[]): Record<string, Record<string, unknown>> {
  const records: Record<string, Record<string, unknown>> = {}
  const ranked = [...log].sort((one, other) => (one.stamp + one.id < other.stamp + other.id ? -1 : 1))
  for (const { record, set } of ranked) records[record] = { ...records[record], ...set }
  for (const [record, fields] of Object.entries(records)) if (fields['erased']) records[record] = { erased: true }
  return records
}

describe.each(Array.from({ length: PARTS }, (_, part) => part))('part %i', (part) => {
  test('no history breaks an invariant', { timeout: 60_000 }, async () => {
    for (let seed = part; seed < SEEDS; seed += PARTS) await history(seed)
  })
})

afterAll(() => {
  expect(met.size).toBeGreaterThanOrEqual(13)
  expect(saved).toBeGreaterThan(2_000)
  expect(requests).toBeGreaterThan(5_000)
})
