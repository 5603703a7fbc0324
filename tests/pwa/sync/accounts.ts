import { problem, Server } from './server'

interface Change {
  email?: string
}

/** A server with accounts: each has its own log, and a phone talks to the one it is signed in to. */
export class Accounts {
  servers = new Map<string, Server>()
  signedIn: Server | null = null
  isReachable = true
  agreed: string[] = []

  constructor(readonly now: () => number) {}

  /** An account that is there already, with its log to fill. */
  has(email: string): Server {
    const number = this.servers.size + 1
    const server = new Server(this.now, `0193c000-0000-7000-8000-${String(number).padStart(12, '0')}`)
    this.servers.set(email, server)
    return server
  }

  fetch = (async (address: string, init?: RequestInit) => {
    if (!this.isReachable) throw new TypeError('Failed to fetch')
    const route = `${init?.method ?? 'GET'} ${address}`
    if (route === 'POST /api/sync') return this.signedIn === null ? problem(401) : this.signedIn.fetch(address, init)
    if (route === 'PUT /api/account/consent') {
      this.agreed.push((JSON.parse(init!.body as string) as { version: string }).version)
      return Response.json({ version: this.agreed.at(-1), agreed_at: '2026-11-26T10:00:00Z' })
    }
    if (route === 'POST /api/account/deletion') {
      this.signedIn = null
      return Response.json({ due_at: '2026-12-10T10:00:00Z', is_erased: false, receipt_code: 'x'.repeat(43) })
    }
    if (route.startsWith('PUT /api/account/')) return this.change(JSON.parse(init!.body as string) as Change)
    if (route === 'DELETE /api/session') {
      this.signedIn = null
      return new Response(null, { status: 204 })
    }
    return this.enter(route, (JSON.parse(init!.body as string) as { email: string }).email)
  }) as typeof globalThis.fetch

  /** What the account on the server is called; its password is nobody's concern here. */
  private change({ email }: Change): Response {
    if (this.signedIn === null) return problem(401)
    const [known] = [...this.servers].find(([, server]) => server === this.signedIn)!
    if (email === undefined) return Response.json({ id: this.signedIn.account, email: known, edits: 0 })
    if (this.servers.has(email)) return problem(409)
    this.servers.delete(known)
    this.servers.set(email, this.signedIn)
    return Response.json({ id: this.signedIn.account, email, edits: 0 })
  }

  private enter(route: string, email: string): Response {
    const known = this.servers.get(email)
    if (route === 'POST /api/account') {
      if (known) return problem(409)
      this.signedIn = this.has(email)
    } else if (!known) return problem(401)
    else this.signedIn = known
    return Response.json({ id: this.signedIn.account, email, edits: this.signedIn.log.length })
  }
}
