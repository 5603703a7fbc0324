/** Passkeys: the server says what to ask and judges the answer, the browser asks. Nothing of a passkey is kept here. */
import type { AccountView, PasskeyOptions, PasskeysView, PasskeyView, SecondStep } from '../generated/records'
import { words } from '../words/answers'
import { enter, type Entered } from './account'
import { phone } from './phone'
import { agree } from './rights'
import { answer, call, Problem } from './server'

export type { PasskeysView, PasskeyView }

/** Why there is no answer of a passkey: put away or too late, one of the account is here already, or none can be used. */
export type WithoutPasskey = 'put_away' | 'already_here' | 'impossible'

/** The browser gave no answer of a passkey. */
export class NoPasskey extends Problem {
  constructor(readonly why: WithoutPasskey) {
    super(-1, words.noPasskey, '')
  }
}

/** Whether passkeys can work in this browser at this address: they are bound to a name, which an IP address is not. */
export function isPossible(host = location.hostname): boolean {
  return 'PublicKeyCredential' in globalThis && !/^[\d.]+$|:/.test(host)
}

/** Makes an account that a new passkey opens, without a password. */
export async function signUpWithPasskey(email: string, name: string, invitation: string | null, agreedTo: string): Promise<Entered> {
  const passkey = await make(await options('/api/account/passkey/options', { email }))
  const account = await post<AccountView>('/api/account/passkey', { email, passkey, name, invitation }, ['id', 'email', 'edits'])
  await agree(agreedTo).catch(() => undefined) // Asked again where it was not noted.
  return enter(account)
}

/** Signs in with whichever passkey of this site the patient picks. */
export async function signInWithPasskey(): Promise<Entered> {
  return answerWithPasskey(await options('/api/session/passkey/options'))
}

/** Signs in by what the server asked after the password. */
export async function answerWithPasskey(asked: SecondStep['options']): Promise<Entered> {
  return enter(await opened(asked))
}

/** Shows once more who is there: the sign-in is of this moment then. What is on the screen stays. */
export async function confirmWithPasskey(): Promise<void> {
  const account = await opened(await options('/api/session/passkey/options'))
  const { account: present, client } = await phone()
  if (account.id === present?.id) await client.now()
  else await enter(account)
}

async function opened(asked: PasskeyOptions['options']): Promise<AccountView> {
  return post<AccountView>('/api/session/passkey', { passkey: await use(asked) }, ['id', 'email', 'edits'])
}

export const passkeys = () => answer<PasskeysView>('/api/account/passkeys', {}, ['passkeys', 'second_step'])

/** One more passkey for the account. The password is asked for unless the patient signed in just now. */
export async function addPasskey(name: string, present_password: string | null): Promise<void> {
  const passkey = await make(await options('/api/account/passkeys/options', { present_password }))
  await post<PasskeyView>('/api/account/passkeys', { passkey, name }, ['id'])
}

export const renamePasskey = (id: string, name: string) => call(`/api/account/passkeys/${id}`, { method: 'PATCH', body: { name } })

export const removePasskey = (id: string, present_password: string | null) =>
  call(`/api/account/passkeys/${id}`, { method: 'DELETE', body: { present_password } })

/** Whether a passkey is asked for after the password from now on. */
export const askSecondStep = (is_asked: boolean, present_password: string | null) =>
  call('/api/account/second-step', { method: 'PUT', body: { is_asked, present_password } })

const post = <T>(path: string, body: object, has: readonly (keyof T & string)[]) => answer<T>(path, { method: 'POST', body }, has)

async function options(path: string, body?: object): Promise<PasskeyOptions['options']> {
  return (await answer<PasskeyOptions>(path, { method: 'POST', ...(body && { body }) }, ['options'])).options
}

async function make(asked: PasskeyOptions['options']): Promise<object> {
  const publicKey = creationOptions(asked as unknown as PublicKeyCredentialCreationOptionsJSON)
  const made = await told(navigator.credentials.create({ publicKey }))
  const response = made.response as AuthenticatorAttestationResponse
  return written(made, {
    attestationObject: text(response.attestationObject),
    transports: typeof response.getTransports === 'function' ? response.getTransports() : [],
  })
}

async function use(asked: PasskeyOptions['options']): Promise<object> {
  const publicKey = requestOptions(asked as unknown as PublicKeyCredentialRequestOptionsJSON)
  const used = await told(navigator.credentials.get({ publicKey }))
  const response = used.response as AuthenticatorAssertionResponse
  return written(used, {
    authenticatorData: text(response.authenticatorData),
    signature: text(response.signature),
    userHandle: response.userHandle === null ? null : text(response.userHandle),
  })
}

async function told(asking: Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    const credential = await asking
    if (credential !== null) return credential as PublicKeyCredential
  } catch (error) {
    const name = error instanceof DOMException ? error.name : ''
    if (name === 'InvalidStateError') throw new NoPasskey('already_here')
    if (name !== 'NotAllowedError' && name !== 'AbortError') throw new NoPasskey('impossible')
  }
  throw new NoPasskey('put_away')
}

// Browsers learn to read and write JSON themselves one after the other; extensions that keep passkeys often cannot write.
function written({ id, rawId, type, response }: PublicKeyCredential, more: object): object {
  return { id, rawId: text(rawId), type, response: { clientDataJSON: text(response.clientDataJSON), ...more } }
}

function creationOptions(asked: PublicKeyCredentialCreationOptionsJSON): PublicKeyCredentialCreationOptions {
  if (typeof PublicKeyCredential.parseCreationOptionsFromJSON === 'function') return PublicKeyCredential.parseCreationOptionsFromJSON(asked)
  return {
    ...asked,
    challenge: bytes(asked.challenge),
    user: { ...asked.user, id: bytes(asked.user.id) },
    excludeCredentials: asked.excludeCredentials?.map(described) ?? [],
  } as PublicKeyCredentialCreationOptions
}

function requestOptions(asked: PublicKeyCredentialRequestOptionsJSON): PublicKeyCredentialRequestOptions {
  if (typeof PublicKeyCredential.parseRequestOptionsFromJSON === 'function') return PublicKeyCredential.parseRequestOptionsFromJSON(asked)
  return {
    ...asked,
    challenge: bytes(asked.challenge),
    allowCredentials: asked.allowCredentials?.map(described) ?? [],
  } as PublicKeyCredentialRequestOptions
}

function described(asked: PublicKeyCredentialDescriptorJSON): PublicKeyCredentialDescriptor {
  return { ...asked, id: bytes(asked.id) } as PublicKeyCredentialDescriptor
}

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))
}

function text(buffer: ArrayBuffer): string {
  const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join('')
  return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
