import { deleteDB } from 'idb'
import { LARGE_PAGE } from '$src/core/limits'
import type { Fields } from '$src/core/records'
import { everyRow, look } from '$src/database/log'
import { openStore, type Store } from '$src/database/store'
import { SyncClient } from '$src/sync/client'
import { ACCOUNT, Server, type WireEdit } from '../sync/server'
import { Random } from './random'

/** One history: two to four real phones, a server that keeps the log, and a line that loses, doubles and delays. */

const STARTS_AT = Date.UTC(2026, 10, 23, 9)
const HOUR_MS = 3_600_000
const FIELDS = ['mood', 'anxiety', 'notes']
const ROUNDS_TO_HEAL = 8

export type Fault =
  | 'lost_request' | 'lost_answer' | 'duplicate' | 'late_duplicate' | 'late_answer' | 'server_error' | 'too_many_requests'
  | 'captive_portal' | 'session_expired' | 'too_large' // prettier-ignore
const FAULTS: readonly Fault[] = [
  'lost_request', 'lost_answer', 'duplicate', 'late_duplicate', 'late_answer', 'server_error', 'too_many_requests',
  'captive_portal', 'session_expired', 'too_large',
] // prettier-ignore

interface Phone {
  name: string
  store: Store
  client: SyncClient
  clock: { now: () => number; random: (bytes: Uint8Array) => Uint8Array }
  /** Answers that were on their way when the phone gave up waiting. */
  late: WireEdit[][]
}

let worlds = 0

export class World {
  readonly random: Random
  readonly server: Server
  readonly phones: Phone[] = []
  readonly met = new Map<string, number>()
  /** Ids of edits that were saved, each with what it set: what nobody may lose. */
  readonly saved = new Map<string, { record: string; set: Fields }>()
  readonly erased = new Set<string>()
  requests = 0
  private ms = STARTS_AT
  private isHealed = false
  private readonly rates: Map<Fault, number>
  private readonly records: string[]
  private readonly backups: ReturnType<Server['backup']>[] = []
  private epochs = 1
  private readonly name = `simulation-${(worlds += 1)}`

  constructor(readonly seed: number) {
    this.random = new Random(seed)
    this.server = new Server(() => this.ms)
    this.rates = new Map(FAULTS.map((fault) => [fault, this.random.chance(0.5) ? this.random.next() * 0.3 : 0]))
    this.records = Array.from({ length: this.random.whole(2, 5) }, () => this.id())
  }

  async begin(): Promise<void> {
    const count = this.random.whole(2, 4)
    // Years of another device's entries, which arrive in a large page and stand many to a row.
    if (this.random.chance(0.2)) for (let place = 0; place < LARGE_PAGE; place += 1) this.server.has(this.madeBefore(place))
    for (let place = 0; place < count; place += 1) this.phones.push(await this.newPhone(place))
  }

  /** One thing happens; what a patient saved is shown at once (I6), and no phone has a hole (I7). */
  async step(): Promise<void> {
    this.ms += this.random.whole(1, this.random.chance(0.9) ? 20_000 : 6 * HOUR_MS)
    const phone = this.random.of(this.phones)
    const draw = this.random.next()
    if (draw < 0.5) await this.save(phone)
    else if (draw < 0.86) await phone.client.now()
    else if (draw < 0.92) await this.restart(phone)
    else if (draw < 0.96) this.backups.push(this.server.backup())
    else this.restore()
    await this.hasNoHole(phone)
  }

  /** The line is good again: everybody talks until nothing is left. */
  async heal(): Promise<void> {
    this.isHealed = true
    for (let round = 0; round < ROUNDS_TO_HEAL; round += 1) {
      this.ms += 2 * HOUR_MS
      for (const phone of this.phones) await phone.client.now()
    }
  }

  async end(): Promise<void> {
    for (const { client, store, name } of this.phones) {
      client.stop()
      store.close()
      await deleteDB(name)
    }
  }

  private async newPhone(place: number): Promise<Phone> {
    const drift = this.random.of([0, 0, this.random.whole(-90_000, 90_000), this.random.whole(-30, 30) * 24 * HOUR_MS])
    const clock = {
      now: () => this.ms + drift,
      random: (bytes: Uint8Array) => bytes.map(() => this.random.whole(0, 255)),
    }
    const name = `${this.name}-${place}`
    const phone = { name, clock, late: [] } as unknown as Phone
    phone.store = await openStore(name, clock)
    phone.client = new SyncClient(phone.store, ACCOUNT, this.line(phone))
    return phone
  }

  private async restart(phone: Phone): Promise<void> {
    this.note('client_crash')
    phone.client.stop()
    phone.store.close()
    phone.store = await openStore(phone.name, phone.clock)
    phone.client = new SyncClient(phone.store, ACCOUNT, this.line(phone))
  }

  private restore(): void {
    const backup = this.backups.pop()
    if (backup === undefined) return
    const isSilent = this.random.chance(0.3)
    this.note(isSilent ? 'silent_restore' : 'restore')
    this.server.restore(backup, isSilent ? undefined : `epoch-${(this.epochs += 1)}`)
  }

  private async save(phone: Phone): Promise<void> {
    const record = this.random.of(this.records)
    const draw = this.random.next()
    const set: Fields =
      draw < 0.03 ? { erased: true } : draw < 0.12 ? { deleted: this.random.chance(0.6) } : this.values()
    const known = new Set((await edits(phone.store)).map(({ id }) => id))
    await phone.store.save([{ record, kind: 'check_in', set }])
    for (const edit of await edits(phone.store)) {
      if (!known.has(edit.id)) this.saved.set(edit.id, { record, set: edit.set })
    }
    if (set['erased'] === true) this.erased.add(record)
    const shown = (await phone.store.get(record))!.fields
    if (shown['erased'] === true) return
    for (const [name, value] of Object.entries(set)) {
      if (shown[name] !== value) throw new Error(`I6: ${name} is not what was saved`)
    }
  }

  private madeBefore(place: number): WireEdit {
    const at = new Date(STARTS_AT - (LARGE_PAGE - place) * HOUR_MS).toISOString()
    const record = this.random.of(this.records)
    return { id: this.id(), record, kind: 'check_in', stamp: `${at}-0000-00000000000000bb`, set: this.values() }
  }

  private values(): Fields {
    const names = FIELDS.filter(() => this.random.chance(0.5))
    return Object.fromEntries((names.length > 0 ? names : ['mood']).map((name) => [name, this.random.whole(0, 10)]))
  }

  private async hasNoHole({ store }: Phone): Promise<void> {
    const { place } = await store.device()
    if (place.epoch !== this.server.epoch || place.cursor > this.server.log.length) return
    const held = new Map((await edits(store)).map((edit) => [edit.id, edit.seq]))
    const isOfThisLife = this.server.log.slice(0, place.cursor).every(({ id }) => held.has(id))
    // After a silent restore the digest tells, at the end of the next exchange; until then the log is another one.
    if (!isOfThisLife && !this.met.has('silent_restore')) throw new Error('I7: a hole below the cursor')
  }

  /** The line of one phone to the server, with what the seed does to it. */
  private line(phone: Phone): typeof fetch {
    return (async (address: unknown, init?: RequestInit) => {
      if (!String(address).endsWith('/api/sync')) return new Response(null, { status: 404 })
      this.requests += 1
      for (const body of phone.late.splice(0)) await this.server.fetch('/api/sync', { body: JSON.stringify(body) } as never)
      const fault = this.isHealed ? undefined : FAULTS.find((one) => this.random.chance(this.rates.get(one)!))
      if (fault) this.note(fault)
      return this.answered(fault, phone, init!)
    }) as typeof fetch
  }

  private async answered(fault: Fault | undefined, phone: Phone, init: RequestInit): Promise<Response> {
    const ask = () => this.server.fetch('/api/sync', init)
    if (fault === 'lost_request') throw new TypeError('network')
    if (fault === 'server_error') return problem(500)
    if (fault === 'too_many_requests') return problem(429)
    if (fault === 'session_expired') return problem(401)
    if (fault === 'too_large' && (await bodyOf(init)).edits.length > 1) return problem(413)
    if (fault === 'captive_portal') return new Response('<html>', { headers: { 'Content-Type': 'text/html' } })
    if (fault === 'late_duplicate') phone.late.push((await bodyOf(init)) as never)
    if (fault === 'duplicate') await ask()
    const answer = await ask()
    if (fault === 'lost_answer') throw new TypeError('network')
    // An answer from long ago: the clock has gone on meanwhile, so that it teaches no offset (C7).
    if (fault === 'late_answer') {
      this.ms += HOUR_MS
      // By then the server may be another one, and so may this phone's place in its log.
      if (this.random.chance(0.5)) this.restore()
    }
    return answer
  }

  private note(fault: string): void {
    this.met.set(fault, (this.met.get(fault) ?? 0) + 1)
  }

  private id(): string {
    const hex = Array.from({ length: 32 }, () => this.random.whole(0, 15).toString(16)).join('')
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
  }
}

/** Every edit of a store. */
export function edits(store: Store) {
  return look(store, everyRow)
}

async function bodyOf(init: RequestInit): Promise<{ edits: unknown[] }> {
  if (typeof init.body === 'string') return JSON.parse(init.body) as { edits: unknown[] }
  const stream = (init.body as Blob).stream().pipeThrough(new DecompressionStream('gzip'))
  return (await new Response(stream).json()) as { edits: unknown[] }
}

function problem(status: number): Response {
  return Response.json({ title: 'No' }, { status, headers: { 'Content-Type': 'application/problem+json' } })
}
