/** The worker of `aside.ts`: takes pages into the store of one account, one after the other. After the last one it looks
 * through what is stored, for which nobody waits, and ends. */
import { NoRoomError } from './connection'
import type { Done, Page } from './aside'
import { lookThrough, take } from './inbox'
import { openStore, type Store } from './store'

let store: Store | null = null

self.onmessage = async ({ data }: MessageEvent<Page>) => {
  self.postMessage(await taken(data))
  if (data.answer.more) return
  // One that cannot be looked through now is looked through with a later answer.
  if (store !== null) await lookThrough(store).catch(() => undefined)
  self.close()
}

async function taken({ name, asked, answer, offsetMs }: Page): Promise<Done> {
  try {
    store ??= await openStore(name)
    return { applied: await take(store, asked, answer, offsetMs, true) }
  } catch (error) {
    return { isFull: error instanceof NoRoomError }
  }
}
