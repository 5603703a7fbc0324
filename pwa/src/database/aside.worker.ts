/** The worker of `aside.ts`: takes pages into the store of one account, one after the other. */
import { NoRoomError } from './connection'
import type { Done, Page } from './aside'
import { take } from './inbox'
import { openStore, type Store } from './store'

let store: Store | null = null

self.onmessage = async ({ data }: MessageEvent<Page>) => {
  self.postMessage(await taken(data))
}

async function taken({ name, asked, answer, offsetMs }: Page): Promise<Done> {
  try {
    store ??= await openStore(name)
    return { applied: await take(store, asked, answer, offsetMs) }
  } catch (error) {
    return { isFull: error instanceof NoRoomError }
  }
}
