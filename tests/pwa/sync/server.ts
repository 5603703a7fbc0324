import { createHash } from 'node:crypto'

/** A small server that keeps one account's log by PROTOCOL.md: what a phone's tests talk to in the place of the network. */

export interface WireEdit {
  id: string
  record: string
  kind: string
  stamp: string
  set: Record<string, unknown>
}

export interface WireRequest {
  protocol: number
  device: string
  account?: string
  epoch: string | null
  cursor: number
  limit: number
  edits: WireEdit[]
}

interface Entry extends WireEdit {
  seq: number
  received_at: string
}

interface Refusal {
  id: string
  field: string | null
  code: string
  message: string
}

/** What becomes of one request in the place of being answered; `carryOut` is the honest answer. */
export type Fault = (carryOut: () => Response) => Response | Promise<Response>

const ERASED = { erased: true }
const AHEAD_MS = 5 * 60_000

export const ACCOUNT = '0193c000-0000-7000-8000-000000000001'

export class Server {
  epoch = 'epoch-1'
  log: Entry[] = []
  requests: WireRequest[] = []
  faults: Fault[] = []
  inFlight = 0
  mostInFlight = 0
  /** The rule by which an edit is refused; null takes it. */
  refusal: (edit: WireEdit) => Omit<Refusal, 'id'> | null = () => null

  constructor(
    readonly now: () => number,
    readonly account = ACCOUNT,
  ) {}

  /** The `fetch` of a phone that reaches this server. */
  fetch = (async (_: unknown, init?: RequestInit) => {
    this.mostInFlight = Math.max(this.mostInFlight, (this.inFlight += 1))
    try {
      const request = JSON.parse(await unpacked(init!)) as WireRequest
      this.requests.push(request)
      const fault = this.faults.shift()
      const carryOut = () => this.respond(request)
      return await (fault ? fault(carryOut) : carryOut())
    } finally {
      this.inFlight -= 1
    }
  }) as typeof globalThis.fetch

  /** The answer's JSON value. */
  answer(request: Pick<WireRequest, 'epoch' | 'cursor'> & Partial<WireRequest>): Record<string, unknown> {
    const server_time = this.instant()
    const isLost = request.epoch === null ? request.cursor > 0 : request.epoch !== this.epoch
    if (isLost || request.cursor > this.log.length) return { reset: true, epoch: this.epoch, server_time }
    const acknowledged: Record<string, { seq: number; stamp: string }> = {}
    const rejected: Refusal[] = []
    for (const edit of request.edits ?? []) {
      const refused = this.take(edit)
      const kept = this.log.find((entry) => entry.id === edit.id)
      if (refused) rejected.push({ id: edit.id, ...refused })
      else if (kept) acknowledged[edit.id] = { seq: kept.seq, stamp: kept.stamp }
    }
    const edits = this.log.filter((entry) => entry.seq > request.cursor).slice(0, request.limit ?? 500)
    const cursor = edits.at(-1)?.seq ?? this.log.length
    const more = cursor < this.log.length
    const check = more ? null : { count: this.log.length, digest: this.digest() }
    return { epoch: this.epoch, server_time, acknowledged, rejected, edits: structuredClone(edits), cursor, more, check }
  }

  /** Puts an edit of another device into the log. */
  has(edit: WireEdit): void {
    this.take(edit)
  }

  backup(): Entry[] {
    return structuredClone(this.log)
  }

  /** Goes back to a backup; without another epoch it is a silent restore. */
  restore(backup: Entry[], epoch = this.epoch): void {
    this.log = backup
    this.epoch = epoch
  }

  /** d(n) of rule S8 over the whole log. */
  digest(): string {
    const step = (digest: string, { seq, id, stamp }: Entry) =>
      createHash('sha256').update(`${digest}\n${seq}:${id}:${stamp}`).digest('hex')
    return this.log.reduce(step, '')
  }

  private respond(request: WireRequest): Response {
    if (request.account !== undefined && request.account !== this.account) return problem(401)
    return Response.json(this.answer(request))
  }

  private take(edit: WireEdit): Omit<Refusal, 'id'> | null {
    const known = this.log.find((entry) => entry.id === edit.id)
    if (known) return isSame(known, edit) ? null : { field: null, code: 'id_taken', message: 'this id is taken' }
    const refused = this.refusal(edit)
    if (refused) return refused
    const { id, record, kind } = edit
    const erases = edit.set['erased'] === true
    const isErased = erases || this.log.some((entry) => entry.record === record && entry.set['erased'] === true)
    const set = isErased ? ERASED : edit.set
    const place = { seq: this.log.length + 1, received_at: this.instant() }
    this.log.push({ id, record, kind, set, stamp: this.accepted(edit.stamp), ...place })
    if (erases) this.log = this.log.map((entry) => (entry.record === record ? { ...entry, set: ERASED } : entry))
    return null
  }

  /** S4: a stamp far ahead is replaced by one just after server time, or after the greatest of the log. */
  private accepted(stamp: string): string {
    const greatest = this.log.map((entry) => entry.stamp).sort().at(-1) ?? ''
    if (stamp <= greatest || Date.parse(stamp.slice(0, 24)) <= this.now() + AHEAD_MS) return stamp
    const after = [greatest.slice(0, 29), `${this.instant()}-0000`].sort().at(-1)!
    const counter = (parseInt(after.slice(25), 16) + 1).toString(16).padStart(4, '0')
    const lowered = `${after.slice(0, 25)}${counter}-${stamp.slice(30)}`
    return lowered < stamp ? lowered : stamp
  }

  private instant(): string {
    return new Date(this.now()).toISOString()
  }
}

/** An error as the server words it. */
export function problem(status: number, headers: Record<string, string> = {}): Response {
  const said = { 'Content-Type': 'application/problem+json', ...headers }
  return Response.json({ status, title: 'refused' }, { status, headers: said })
}

/** The answer of a captive portal. */
export function portal(status = 200): Response {
  return new Response('<html>Sign in to the guest network</html>', { status, headers: { 'Content-Type': 'text/html' } })
}

/** The request never arrives. */
export const lostRequest: Fault = () => {
  throw new TypeError('Failed to fetch')
}

/** The server carries the request out, and its answer never arrives. */
export const lostAnswer: Fault = (carryOut) => {
  carryOut()
  throw new TypeError('Failed to fetch')
}

function isSame(known: Entry, edit: WireEdit): boolean {
  const isErased = known.set['erased'] === true || edit.set['erased'] === true
  const isSameSet = isErased || JSON.stringify(known.set) === JSON.stringify(edit.set)
  return known.record === edit.record && known.kind === edit.kind && isSameSet
}

async function unpacked(init: RequestInit): Promise<string> {
  if (typeof init.body === 'string') return init.body
  const packed = (init.body as Blob).stream().pipeThrough(new DecompressionStream('gzip'))
  return new Response(packed).text()
}
