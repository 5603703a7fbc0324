/** Ids made on the phone. */
import { v7 } from 'uuid'

/** A UUID of version 7, lower case: ids made later sort later. */
export function newId(): string {
  return v7()
}

/** 16 random hex digits, never the server's own sixteen zeros. */
export function newDevice(random: (bytes: Uint8Array) => Uint8Array): string {
  const bytes = random(new Uint8Array(8))
  const device = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return /[1-9a-f]/.test(device) ? device : newDevice(random)
}
