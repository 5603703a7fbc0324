/** Signing up, in and out. Entries made without an account go up with it; nothing moves between accounts (C13). */
import { copyEdits, removeStore } from '../database/stores'
import { openStore } from '../database/store'
import { remindNoMore } from './pushing'
import { phone, renamed, storeName, use, type Account } from './phone'
import { agree, askForDeletion, type DeletionAnswer, type DeletionRequest } from './rights'
import {
  account,
  createAccount,
  createSession,
  deleteSession,
  Problem,
  putEmail,
  putPassword,
  resetPassword,
  type AccountView,
  type SecondStep,
} from './server'

export { current } from './phone'

/** Where an interrupted move of the first entries is noted, in the store they come from. */
const JOINING = 'joining'
let waiting: Account | null = null

export type Entered = 'ready' | 'ask_to_join'

/** Makes an account, notes to which version of the privacy page the patient agreed, and sends the entries to it. */
export async function signUp(email: string, password: string, agreedTo: string, invitation: string | null = null): Promise<void> {
  const made = await createAccount(email, password, invitation)
  // The account is there whatever becomes of this: the phone asks again where it was not noted.
  await agree(agreedTo).catch(() => undefined)
  await join(made)
}

/** Signs in, or says what a passkey is to answer first where the patient wanted that. */
export async function signIn(email: string, password: string): Promise<Entered | SecondStep> {
  const answered = await createSession(email, password)
  return isAccount(answered) ? enter(answered) : answered
}

/** Sets a new password by a recovery code and signs in with it; all other devices are signed out. */
export async function recover(email: string, code: string, password: string): Promise<Entered> {
  return enter(await resetPassword(email, code, password))
}

/** The account as the server has it now, whose email may have been changed on another device; null without network. */
export async function lookAtAccount(): Promise<AccountView | null> {
  try {
    const seen = await account()
    if (seen.id === (await phone()).account?.id) await renamed(seen.email)
    return seen
  } catch (error) {
    if (error instanceof Problem) return null
    throw error
  }
}

/** Gives the account another email. The session goes on with another token, which the next round of sync shows. */
export async function changeEmail(email: string, presentPassword: string | null): Promise<void> {
  await renamed((await putEmail(email, presentPassword)).email)
  await (await phone()).client.now()
}

/** Gives the account another password and signs every other device out. */
export async function changePassword(password: string, presentPassword: string | null): Promise<void> {
  await putPassword(password, presentPassword)
  await (await phone()).client.now()
}

/** Turns to the account. `ask_to_join` when both this phone and it have entries: then `joinEntries` decides. */
export async function enter(account: AccountView): Promise<Entered> {
  const { account: before, store } = await phone()
  if (before !== null || (await store.isEmpty())) await use(account)
  else if (account.edits === 0) await join(account)
  else {
    waiting = account
    return 'ask_to_join'
  }
  return 'ready'
}

/** After `ask_to_join`: whether the entries of this phone go to the account, or stay apart on this phone. */
export async function joinEntries(yes: boolean): Promise<void> {
  const account = waiting
  waiting = null
  if (account === null) return
  if (yes) await join(account)
  else await use(account)
}

/** Finishes a move that was interrupted; called once at the start of the app. */
export async function finishJoining(): Promise<void> {
  const { account: before, store } = await phone()
  if (before !== null) return
  const account = await store.kept<Account>(JOINING)
  if (account) await move(account)
}

/** Signs out and removes the entries from this phone. With unsent ones it only says how many, unless told otherwise. */
export async function signOut({ evenUnsent = false } = {}): Promise<'done' | { unsent: number }> {
  const { store, client } = await phone()
  await client.now()
  const { unsent, files, attention } = await store.waiting()
  const lost = unsent + files + attention
  if (lost > 0 && !evenUnsent) return { unsent: lost }
  if ('serviceWorker' in navigator) await remindNoMore(store).catch(() => undefined)
  await deleteSession().catch((error: unknown) => {
    // Without network the session ends by itself later; the entries leave the phone now, as asked.
    if (!(error instanceof Problem)) throw error
  })
  await leave()
  return 'done'
}

/** Asks the server to erase the account, and removes its entries from this phone. With unsent ones it only says how many,
 * unless told otherwise. `keep` is handed the receipt before anything is removed. */
export async function eraseAccount(
  request: DeletionRequest,
  keep: (answer: DeletionAnswer) => void,
  { evenUnsent = false } = {},
): Promise<'done' | { unsent: number }> {
  const { store, client } = await phone()
  await client.now()
  const { unsent, files, attention } = await store.waiting()
  const lost = unsent + files + attention
  if (lost > 0 && !evenUnsent) return { unsent: lost }
  keep(await askForDeletion(request))
  if ('serviceWorker' in navigator) await remindNoMore(store).catch(() => undefined)
  await leave()
  return 'done'
}

function isAccount(answered: AccountView | SecondStep): answered is AccountView {
  return 'id' in answered
}

async function leave(): Promise<void> {
  const { account } = await phone()
  await use(null)
  if (account !== null) await removeStore(await openStore(storeName(account)))
}

async function join(account: Account): Promise<void> {
  const { store } = await phone()
  await store.keep(JOINING, { id: account.id, email: account.email })
  await move(account)
}

async function move(account: Account): Promise<void> {
  const from = await openStore(storeName(null))
  const to = await openStore(storeName(account))
  await copyEdits(from, to)
  // Turned to before the old store goes: killed in between, the entries are in both and the ids make that harmless.
  await use(account)
  // What was saved in between.
  await copyEdits(from, to)
  to.close()
  await removeStore(from)
}
