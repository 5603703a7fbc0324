/** The running digest of rule S8; tests/vectors/digest.json binds it to the server's. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/** d(n) in hex; `digest` is d(n-1), empty at the start. Synchronous, so that no transaction closes meanwhile. */
export function digestAfter(digest: string, seq: number, id: string, stamp: string): string {
  return bytesToHex(sha256(utf8ToBytes(`${digest}\n${seq}:${id}:${stamp}`)))
}
