import { parseAnswer, type Answer, type Asked, type Reset } from '$src/core/exchange'
import { take } from '$src/database/inbox'
import { outbox } from '$src/database/outbox'
import type { Store } from '$src/database/store'
import { edit, recordId, stampAt } from '../core/edits'
import { Server, type WireEdit } from '../sync/server'
import { Clock, freshName, opened } from './stores'

/** A phone and the server it talks to, a request and its answer at a time. */
export class Line {
  private constructor(
    readonly store: Store,
    readonly server: Server,
    readonly clock: Clock,
  ) {}

  static async open(name = freshName()): Promise<Line> {
    const clock = new Clock()
    return new Line(await opened({ clock, name }), new Server(clock.now), clock)
  }

  /** What the phone asks now and what the server answers, not yet taken in. */
  async ask(limit = 500): Promise<{ asked: Asked; answer: Answer | Reset }> {
    const { epoch, cursor } = await this.place()
    const waiting = (await outbox(this.store, 100)).map(({ id, record, kind, stamp, set }) => ({ id, record, kind, stamp, set }))
    const answer = parseAnswer(this.server.answer({ epoch, cursor, limit, edits: waiting }))!
    return { asked: { epoch, cursor }, answer }
  }

  async exchange(limit = 500): Promise<{ used: boolean; disagrees: boolean }> {
    const { asked, answer } = await this.ask(limit)
    return take(this.store, asked, answer, null)
  }

  async place() {
    return (await this.store.device()).place
  }

  /** An edit of another device arrives at the server. */
  there(number: number, set: WireEdit['set'], rest: Partial<WireEdit> = {}): void {
    this.server.has({ ...edit(number, {}), set, stamp: stampAt(number, 'bbbbbbbbbbbbbbbb'), ...rest })
  }

  /** So many edits of another device arrive at the server, from edit 1,000 on; every third changes an entry made before. */
  years(count: number): void {
    for (let number = 1_000; number < 1_000 + count; number += 1) {
      const record = recordId(number % 3 === 2 ? number - 100 : number)
      this.there(number, { mood: number % 11, notes: `note ${number}` }, { record, stamp: stampAt(number - 90_000, 'bbbbbbbbbbbbbbbb') })
    }
  }

  /** Removes an edit from the phone behind its back. */
  async loses(id: string): Promise<void> {
    await this.store.connection.write(['edits'], async (writing) => writing.objectStore('edits').delete(id))
  }
}
