import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { addPasskey, isPossible, type WithoutPasskey } from '$src/sync/passkeys'

/** Browsers that know passkeys but read and write no JSON, and what else a browser may do instead of answering. */

const bytes = (...values: number[]) => new Uint8Array(values).buffer
// 0xfb 0xff are "-_8" in base64url and "+/8=" in base64.
const OPTIONS = {
  challenge: '-_8',
  rp: { id: 'casebook.example', name: 'Casebook' },
  user: { id: 'AQID', name: 'ann@casebook.example', displayName: 'Ann' },
  excludeCredentials: [{ id: '-_8', type: 'public-key', transports: ['internal'] }],
}
const MADE = {
  id: '-_8',
  rawId: bytes(0xfb, 0xff),
  type: 'public-key',
  response: { clientDataJSON: bytes(1, 2, 3), attestationObject: bytes(0xfb, 0xff), getTransports: () => ['internal'] },
}

let asked: unknown
let sent: unknown[]
let create: (asking: { publicKey: unknown }) => Promise<unknown>

beforeEach(() => {
  sent = []
  create = ({ publicKey }) => ((asked = publicKey), Promise.resolve(MADE))
  vi.stubGlobal('PublicKeyCredential', class {})
  vi.stubGlobal('navigator', { credentials: { create: (asking: { publicKey: unknown }) => create(asking) } })
  vi.stubGlobal('fetch', (address: string, { body }: { body: string }) => {
    sent.push([address, JSON.parse(body)])
    return Promise.resolve(Response.json(address.endsWith('/options') ? { options: OPTIONS } : { id: 'x' }))
  })
})

afterEach(() => vi.unstubAllGlobals())

describe('a browser that reads and writes no JSON', () => {
  it('is handed bytes, and what it gives goes up as text', async () => {
    await addPasskey('My phone', null)
    expect(asked).toMatchObject({
      challenge: new Uint8Array([0xfb, 0xff]),
      user: { id: new Uint8Array([1, 2, 3]), name: 'ann@casebook.example' },
      excludeCredentials: [{ id: new Uint8Array([0xfb, 0xff]), type: 'public-key' }],
    })
    const response = { clientDataJSON: 'AQID', attestationObject: '-_8', transports: ['internal'] }
    expect(sent).toEqual([
      ['/api/account/passkeys/options', { present_password: null }],
      ['/api/account/passkeys', { name: 'My phone', passkey: { id: '-_8', rawId: '-_8', type: 'public-key', response } }],
    ])
  })
})

describe('a browser that gives no passkey', () => {
  it.each<[string, WithoutPasskey]>([
    ['NotAllowedError', 'put_away'],
    ['AbortError', 'put_away'],
    ['InvalidStateError', 'already_here'],
    ['SecurityError', 'impossible'],
    ['NotSupportedError', 'impossible'],
  ])('says why: %s', async (name, why) => {
    create = () => Promise.reject(new DOMException('', name))
    await expect(addPasskey('My phone', null)).rejects.toMatchObject({ why })
    expect(sent).toHaveLength(1)
  })

  it('has put the question away when it answers nothing', async () => {
    create = () => Promise.resolve(null)
    await expect(addPasskey('My phone', null)).rejects.toMatchObject({ why: 'put_away' })
  })
})

it('offers passkeys at a name and not at an address, to which none can be bound', () => {
  expect(['casebook.example', 'localhost'].map(isPossible)).toEqual([true, true])
  expect(['127.0.0.1', '192.168.1.20', '[::1]', '::1'].map(isPossible)).toEqual([false, false, false, false])
  vi.unstubAllGlobals()
  expect(isPossible('casebook.example')).toBe(false)
})
