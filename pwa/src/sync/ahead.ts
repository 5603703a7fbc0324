/** Asking for pages ahead of their storing. With many pages to come, a first sync waits for the line or for the disk all
 * the time; so the next page is on its way as soon as one has arrived. It is still one request at a time (C8), and of no
 * use unless the page before brings the cursor to where it asks (C4). */
import { PAGES_AHEAD } from '../core/limits'
import type { Outcome, Sending } from './request'

/** A request and what came of it. Instants are ms since 1970. */
export interface Asking {
  sending: Sending
  outcome: Outcome
  askedAt: number
  answeredAt: number
}

export class Ahead {
  private asked: Promise<Asking>[] = []
  private underWay: Promise<unknown> = Promise.resolve()
  private arrived: Asking | null = null
  private turn = 0

  constructor(private post: (sending: Sending) => Promise<Asking>) {}

  /** Asks for what follows after `arrived`, and for what follows after that. */
  follow(arrived: Asking): void {
    this.arrived = arrived
    this.goOn()
  }

  /** The next page, if it was asked for. */
  next(): Promise<Asking> | undefined {
    const page = this.asked.shift()
    this.goOn()
    return page
  }

  /** Makes no use of what was asked for; resolved when none of it is under way, so that no other request meets it. */
  async forget(): Promise<void> {
    this.turn += 1
    this.asked = []
    this.arrived = null
    await this.underWay
  }

  private goOn(): void {
    const sending = this.arrived === null ? null : following(this.arrived)
    if (sending === null || this.asked.length >= PAGES_AHEAD) return
    const turn = this.turn
    this.arrived = null
    const page = this.post(sending)
    this.asked.push(page)
    this.underWay = page.then((arrived) => {
      if (turn === this.turn) this.follow(arrived)
    })
  }
}

/** What asks for the page after an answer; null when it was the last one, or when edits wait that should go with it. */
function following({ sending, outcome }: Asking): Sending | null {
  if ('failure' in outcome || outcome.answer.reset || !outcome.answer.more || sending.edits.length > 0) return null
  return { ...sending, epoch: outcome.answer.epoch, cursor: outcome.answer.cursor }
}
