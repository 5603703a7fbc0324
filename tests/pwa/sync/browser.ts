import { vi } from 'vitest'

/** The parts of a browser that the loop listens to, for tests that run without one. */

class Page extends EventTarget {
  visibilityState: 'visible' | 'hidden' = 'visible'

  /** The patient turns to the app, or away from it. */
  turn(visibilityState: 'visible' | 'hidden'): void {
    this.visibilityState = visibilityState
    this.dispatchEvent(new Event('visibilitychange'))
  }
}

class Shelf {
  private items = new Map<string, string>()
  getItem = (name: string) => this.items.get(name) ?? null
  setItem = (name: string, value: string) => void this.items.set(name, value)
  removeItem = (name: string) => void this.items.delete(name)
}

export interface Browser {
  window: EventTarget
  document: Page
  localStorage: Shelf
}

/** A new browser window with an empty localStorage, in the place of the globals. */
export function newBrowser(): Browser {
  const browser = { window: new EventTarget(), document: new Page(), localStorage: new Shelf() }
  for (const [name, part] of Object.entries(browser)) vi.stubGlobal(name, part)
  return browser
}

/** Lets what is under way (database, locks) come to its end; no time passes for the timers. */
export async function settled(turns = 120): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

/** Waits, without time passing for the timers, until `holds`. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 5_000; turn += 1) {
    if (await holds()) return
    await new Promise((resolve) => setImmediate(resolve))
  }
  throw new Error('it never happened')
}
