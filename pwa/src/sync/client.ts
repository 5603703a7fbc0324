/** The one loop that brings this device and the server together (C8-C10). */
import { brings, clockOffset } from '../core/exchange'
import {
  BACK_OFF_FIRST_MS,
  BACK_OFF_MOST_MS,
  BYTES_PER_REQUEST,
  EDITS_PER_REQUEST,
  SEND_AFTER_WRITE_MS,
  SYNC_EVERY_MS,
  TELL_OF_PAGES_EVERY_MS,
} from '../core/limits'
import type { StoredEdit } from '../core/records'
import { isErasing } from '../core/fold'
import { Aside } from '../database/aside'
import { forgetUnnamed } from '../database/attachments'
import { NoRoomError } from '../database/connection'
import { outbox } from '../database/outbox'
import { refuse, type Store } from '../database/store'
import { words } from '../words/answers'
import { Ahead, type Asking } from './ahead'
import { NotSentError, sendAttachments } from './attachments'
import { send, type Failure, type Sending } from './request'

export type Trouble = null | 'offline' | 'signed_out' | 'server' | 'full' | 'outdated' | 'disagrees'

/** What the sync line says: it is always visible and honest. Instants are RFC 3339. */
export interface SyncState {
  phase: 'local' | 'saved' | 'waiting' | 'attention'
  unsent: number
  files: number
  oldestUnsentAt: string | null
  attention: number
  syncedAt: string | null
  problem: Trouble
}

const NOTHING_YET: SyncState = {
  phase: 'local',
  unsent: 0,
  files: 0,
  oldestUnsentAt: null,
  attention: 0,
  syncedAt: null,
  problem: null,
}

export class SyncClient {
  state: SyncState = NOTHING_YET
  private listeners = new Set<(state: SyncState) => void>()
  private timer: ReturnType<typeof setTimeout> | null = null
  private failures = 0
  private retryAfterMs = 0
  private serverErrors = 0
  private batch = EDITS_PER_REQUEST
  private running: Promise<void> | null = null
  private again = false
  private ahead = new Ahead((sending) => this.post(sending))
  private ends = new AbortController()
  private aside: Aside
  private isUntold = false
  private mustForget = false
  private toldAt = 0

  private hasAsked: () => void = () => undefined
  /** Resolved when the first request is on its way, or when it turned out that none can be. */
  readonly asked = new Promise<void>((resolve) => (this.hasAsked = resolve))

  /** `account` is null for the store without an account: then nothing is ever sent. */
  constructor(
    readonly store: Store,
    readonly account: string | null,
    private fetch: typeof globalThis.fetch = (...request) => globalThis.fetch(...request),
  ) {
    this.aside = new Aside(store)
  }

  /** Calls `listener` with every new state, and once now; the answer ends it. */
  subscribe(listener: (state: SyncState) => void): () => void {
    this.listeners.add(listener)
    listener(this.state)
    return () => this.listeners.delete(listener)
  }

  /** Syncs now and from now on, at every trigger of rule C8. */
  start(): void {
    const signal = this.ends.signal
    const trigger = () => void this.now()
    window.addEventListener('online', trigger, { signal })
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && trigger(), { signal })
    const unsubscribe = this.store.subscribe(() => void this.onWrite())
    signal.addEventListener('abort', unsubscribe)
    trigger()
    if (this.account !== null) void this.count()
  }

  private async onWrite(): Promise<void> {
    const before = this.state
    await this.count()
    if (this.state.unsent <= before.unsent && this.state.files <= before.files) return
    this.failures = this.retryAfterMs = 0
    if (this.running !== null) this.again = true
    else this.schedule(SEND_AFTER_WRITE_MS)
  }

  stop(): void {
    this.ends.abort()
    this.aside.end()
    void this.ahead.forget()
    if (this.timer !== null) clearTimeout(this.timer)
  }

  /** Resolved when no round is under way. */
  async settled(): Promise<void> {
    await this.running
  }

  /** One round now: until nothing waits and nothing more comes, or something is in the way. */
  now(): Promise<void> {
    this.failures = this.retryAfterMs = 0
    return this.round()
  }

  private round(): Promise<void> {
    if (this.ends.signal.aborted) return Promise.resolve()
    if (this.account === null) return this.count()
    if (this.running !== null) this.again = true
    this.running ??= this.alone().finally(() => {
      this.running = null
      this.hasAsked()
      if (this.again) this.schedule(SEND_AFTER_WRITE_MS)
      this.again = false
    })
    return this.running
  }

  /** One tab at a time; a tab that finds another at work leaves it to that one and looks again later. */
  private async alone(): Promise<void> {
    const options = { ifAvailable: true }
    await navigator.locks.request(`${this.store.name}-sync`, options, async (lock) => {
      if (lock === null) return
      this.toldAt = this.store.surroundings.now()
      try {
        while (await this.exchange()) continue
        // After the entries: they are small, and name the files.
        if (this.state.problem === null) await sendAttachments(this.store, this.fetch)
        if (this.mustForget) await forgetUnnamed(this.store)
        this.mustForget = false
      } catch (error) {
        this.show({ problem: error instanceof NoRoomError ? 'full' : error instanceof NotSentError ? 'offline' : 'server' })
        this.failures += 1
      } finally {
        this.tell()
        await this.ahead.forget()
      }
    })
    await this.count()
    this.schedule(this.pause())
  }

  /** One request. True when another should follow at once. */
  private async exchange(): Promise<boolean> {
    const { sending, outcome, askedAt, answeredAt } = await (this.ahead.next() ?? this.ask())
    if (this.ends.signal.aborted) return false
    if ('failure' in outcome) return this.onFailure(outcome.failure, outcome.retryAfterMs, sending.edits)
    const { answer } = outcome
    const applied = await this.aside.take(sending, answer, clockOffset(answer.serverTime, askedAt, answeredAt))
    this.failures = this.serverErrors = this.retryAfterMs = 0
    if (!applied.used) {
      await this.ahead.forget()
      return true
    }
    if (!answer.reset && brings(answer)) this.isUntold = true
    if (!answer.reset && answer.edits.some(({ set }) => isErasing(set))) this.mustForget = true
    this.batch = EDITS_PER_REQUEST
    if (applied.disagrees) {
      this.show({ problem: 'disagrees' })
      return false
    }
    if (answer.reset || answer.more || applied.again) {
      // Of a page that others follow the screens hear now and then: reading anew holds up the next page.
      if (this.store.surroundings.now() - this.toldAt >= TELL_OF_PAGES_EVERY_MS) this.tell()
      return true
    }
    this.show({ problem: null, syncedAt: new Date(this.store.surroundings.now()).toISOString() })
    await this.count()
    this.tell()
    return this.state.unsent > 0
  }

  private tell(): void {
    this.toldAt = this.store.surroundings.now()
    if (this.isUntold) this.store.connection.changed()
    this.isUntold = false
  }

  private async ask(): Promise<Asking> {
    const [{ device, place }, waiting] = await Promise.all([this.store.device(), outbox(this.store, this.batch)])
    const edits = fitting(waiting)
    const asking = await this.post({ epoch: place.epoch, cursor: place.cursor, device, account: this.account!, edits })
    this.ahead.follow(asking)
    return asking
  }

  private async post(sending: Sending): Promise<Asking> {
    const askedAt = this.store.surroundings.now()
    const sent = send(sending, this.fetch)
    this.hasAsked()
    const outcome = await sent
    return { sending, outcome, askedAt, answeredAt: this.store.surroundings.now() }
  }

  /** C9: every edit is kept. True when a smaller batch should be tried at once. */
  private async onFailure(failure: Failure, retryAfterMs: number | null, edits: readonly StoredEdit[]): Promise<boolean> {
    this.failures += 1
    this.serverErrors = failure === 'server' ? this.serverErrors + 1 : 0
    const problem = { not_ours: 'offline', busy: 'server', too_large: 'server' } as const
    this.show({ problem: failure in problem ? problem[failure as keyof typeof problem] : (failure as Trouble) })
    this.retryAfterMs = retryAfterMs ?? 0
    if (failure !== 'too_large' && this.serverErrors < 3) return false
    this.serverErrors = 0
    if (edits.length > 1) {
      this.batch = Math.max(1, Math.floor(edits.length / 2))
      return true
    }
    const [alone] = edits
    if (alone === undefined || alone.set['erased'] === true) return false
    // A server that is down for an hour fails with every edit; this one is to blame only if it answers without it.
    if (failure === 'server' && !(await this.answersWithoutEdits())) return false
    await refuse(this.store, alone.id, words.entryNotTaken)
    return true
  }

  private async answersWithoutEdits(): Promise<boolean> {
    const { device, place } = await this.store.device()
    const asked = { epoch: place.epoch, cursor: place.cursor }
    return 'answer' in (await send({ ...asked, device, account: this.account!, edits: [] }, this.fetch))
  }

  private pause(): number {
    if (this.failures === 0) return SYNC_EVERY_MS
    const most = Math.min(BACK_OFF_FIRST_MS * 2 ** this.failures, BACK_OFF_MOST_MS)
    return this.retryAfterMs + most * (0.5 + Math.random() / 2)
  }

  /** The next round after `ms`, or sooner if one is already due sooner. */
  private schedule(ms: number): void {
    if (this.ends.signal.aborted || this.account === null) return
    if (this.timer !== null) clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.round(), ms)
  }

  private async count(): Promise<void> {
    if (this.ends.signal.aborted) return
    const { unsent, files, attention, oldestStamp } = await this.store.waiting()
    const oldestUnsentAt = oldestStamp === null ? null : oldestStamp.slice(0, 24)
    const { syncedAt } = this.state
    const isSaved = unsent + files === 0 && this.account !== null && syncedAt !== null
    const phase = attention > 0 ? 'attention' : this.account === null ? 'local' : isSaved ? 'saved' : 'waiting'
    this.show({ unsent, files, attention, oldestUnsentAt, phase })
  }

  private show(part: Partial<SyncState>): void {
    this.state = { ...this.state, ...part }
    for (const listener of this.listeners) listener(this.state)
  }
}

/** The first of `edits` that fit into one request; at least one. */
function fitting<T extends StoredEdit>(edits: readonly T[]): T[] {
  const fit: T[] = []
  let bytes = 0
  for (const edit of edits) {
    bytes += 300 + new TextEncoder().encode(JSON.stringify(edit.set)).length
    if (fit.length > 0 && bytes > BYTES_PER_REQUEST) break
    fit.push(edit)
  }
  return fit
}
