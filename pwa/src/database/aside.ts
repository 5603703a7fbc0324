/** Taking answers into the store: large ones beside the page, in a worker. A first sync writes thousands of rows, which
 * would hold up the screen for seconds, and the screen would hold up the sync. */
import type { Answer, Asked, Reset } from '../core/exchange'
import { LARGE_PAGE, PAGE_TIMEOUT_MS } from '../core/limits'
import worker from './aside.worker?worker&url'
import { ClosedError, NoRoomError } from './connection'
import { take, type Applied } from './inbox'
import type { Store } from './store'

/** What the worker is told. */
export interface Page {
  name: string
  asked: Asked
  answer: Answer
  offsetMs: number | null
}

/** What it says. */
export type Done = { applied: Applied } | { isFull: boolean }

/** There is no worker to be had: its file is not on this phone, or the system ended it, of which nobody is told. */
class NoWorkerError extends Error {}

export class Aside {
  private worker: Worker | null = null
  private isMissing = typeof Worker === 'undefined'
  private giveUp: (reason: Error) => void = () => undefined

  constructor(private store: Store) {}

  /** As `take`, whoever does it. One at a time. */
  async take(asked: Asked, answer: Answer | Reset, offsetMs: number | null): Promise<Applied> {
    if (this.isMissing || answer.reset || answer.edits.length < LARGE_PAGE) return take(this.store, asked, answer, offsetMs)
    try {
      const done = await this.told({ name: this.store.name, asked, answer, offsetMs })
      if ('applied' in done) return done.applied
      throw done.isFull ? new NoRoomError('no room left') : new Error('the page could not be taken')
    } catch (error) {
      if (!(error instanceof NoWorkerError)) throw error
      this.isMissing = true
      this.end()
      // What a worker took before it died is not taken twice: its page is of no use to a store that has moved on (C4).
      return take(this.store, asked, answer, offsetMs)
    } finally {
      // It ends by itself.
      if (!answer.more) this.worker = null
    }
  }

  /** Ends what is under way; none of it is half done. */
  end(): void {
    this.worker?.terminate()
    this.worker = null
    this.giveUp(new ClosedError('this store is closed'))
  }

  private told(page: Page): Promise<Done> {
    const here = (this.worker ??= new Worker(worker))
    let silence: ReturnType<typeof setTimeout> | undefined
    const done = new Promise<Done>((resolve, reject) => {
      this.giveUp = reject
      silence = setTimeout(() => reject(new NoWorkerError()), PAGE_TIMEOUT_MS)
      here.onmessage = ({ data }: MessageEvent<Done>) => resolve(data)
      here.onerror = () => reject(new NoWorkerError())
      here.postMessage(page)
    })
    return done.finally(() => clearTimeout(silence))
  }
}
