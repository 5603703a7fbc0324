/** Every device id this browser ever had: it takes a new one at sign-in, and what was entered before is still from here. */

const KEY = 'casebook.devices'
/** One for each sign-in; older ones are forgotten before the list grows without end. */
const MOST = 50

/** The ids noted so far; none where the browser keeps nothing. */
export function ownDevices(storage: Pick<Storage, 'getItem'> = localStorage): Set<string> {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEY) ?? '[]')
    return new Set(Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : [])
  } catch {
    return new Set()
  }
}

/** Notes an id of this browser's. */
export function noteDevice(device: string, storage: Pick<Storage, 'getItem' | 'setItem'> = localStorage): void {
  const known = ownDevices(storage)
  if (known.has(device)) return
  try {
    storage.setItem(KEY, JSON.stringify([...known, device].slice(-MOST)))
  } catch {
    // Without it only the words "this phone" are lost.
  }
}
