/** Typed calls to the server. Each throws `Problem` when it is not answered as hoped. */
import type {
  AccountView,
  CaseView,
  CourseView,
  Figure,
  Finding,
  Progress,
  PushTrial,
  RecoveryCodes,
  RegistrationView,
  SecondStep,
  SessionView,
} from '../generated/records'
import { words } from '../words/answers'

export type { AccountView, CourseView, Figure, Finding, Progress, PushTrial, SecondStep, SessionView }
export type Registration = RegistrationView['registration']

/** What the server said instead, as RFC 9457 words it; status 0 when it could not be reached. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    /** How long to wait before the next try, where the server says so. */
    readonly retryAfterSeconds: number | null = null,
    /** The fields of the request that were refused. */
    readonly fields: readonly string[] = [],
  ) {
    super(title)
  }

  get isOffline(): boolean {
    return this.status === 0
  }
}

interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  body?: unknown
  headers?: Record<string, string>
  /** The answer to just this request, which was sent before. */
  sent?: Promise<Response> | undefined
}

/** The answer as it came. Throws `Problem`. */
export async function call(path: string, { method = 'GET', body, headers = {}, sent }: Call = {}): Promise<Response> {
  let response: Response
  try {
    response = await (sent ??
      fetch(path, {
        method,
        credentials: 'same-origin',
        cache: 'no-store',
        headers: body === undefined ? headers : { ...headers, 'Content-Type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }))
  } catch {
    throw new Problem(0, words.noNetwork, words.notReached)
  }
  if (!response.ok) throw await problemOf(response)
  return response
}

async function problemOf(response: Response): Promise<Problem> {
  const said = (await response.json().catch(() => ({}))) as { title?: unknown; detail?: unknown; errors?: unknown }
  const text = (value: unknown, otherwise: string) => (typeof value === 'string' ? value : otherwise)
  const wait = Number(response.headers.get('retry-after'))
  const errors: unknown[] = Array.isArray(said.errors) ? said.errors : []
  const fields = errors.map((error) => text((error as { field?: unknown } | null)?.field, ''))
  return new Problem(response.status, text(said.title, words.refused), text(said.detail, ''), wait > 0 ? wait : null, fields)
}

/** The answer as JSON that has at least these names. Throws `Problem`. */
export async function answer<T>(path: string, request: Call, has: readonly (keyof T & string)[]): Promise<T> {
  const body: unknown = await (await call(path, request)).json().catch(() => null)
  const isWhole = typeof body === 'object' && body !== null && has.every((name) => name in body)
  // A captive portal answers with a page of its own.
  if (!isWhole) throw new Problem(0, words.noNetwork, words.somethingElse)
  return body as T
}

export const account = () => answer<AccountView>('/api/account', {}, ['id', 'email'])

/** Who may make an account: everybody, whoever has an invitation, nobody. */
export const registration = async () =>
  (await answer<RegistrationView>('/api/registration', {}, ['registration'])).registration

export const createAccount = (email: string, password: string, invitation: string | null = null) =>
  answer<AccountView>('/api/account', { method: 'POST', body: { email, password, invitation } }, ['id', 'email'])

/** The account, or what a passkey is to answer first where the patient wanted it to be asked for, too. */
export const createSession = (email: string, password: string) =>
  answer<AccountView | SecondStep>('/api/session', { method: 'POST', body: { email, password } }, [])

/** A new password by a recovery code; all sessions end, and one begins here. */
export const resetPassword = (email: string, code: string, password: string) =>
  answer<AccountView>('/api/account/reset', { method: 'POST', body: { email, code, password } }, ['id', 'email', 'edits'])

export const putEmail = (email: string, present_password: string | null) =>
  answer<AccountView>('/api/account/email', { method: 'PUT', body: { email, present_password } }, ['id', 'email'])

export const putPassword = (password: string, present_password: string | null) =>
  answer<AccountView>('/api/account/password', { method: 'PUT', body: { password, present_password } }, ['id', 'email'])

/** New recovery codes, told this once. Without the password only just after signing in. */
export const createRecoveryCodes = async (present_password: string | null) =>
  (await answer<RecoveryCodes>('/api/account/recovery-codes', { method: 'POST', body: { present_password } }, ['codes'])).codes

/** The browsers that are signed in, the one used last first. */
export const sessions = () => answer<SessionView[]>('/api/sessions', {}, [])

export const endSession = (id: string) => call(`/api/sessions/${id}`, { method: 'DELETE' })

export const endOtherSessions = () => call('/api/sessions', { method: 'DELETE' })

export const deleteSession = () => call('/api/session', { method: 'DELETE' })

/** Where the browser downloads everything, straight to disk: it may be a gigabyte. */
export const EXPORT_PATH = '/api/account/export.zip'

/** A part of the journal, by the query of `/api/progress`: `since=2026-01-01`, `course=2`; all of it when empty. */
export const progress = (part = '') =>
  answer<Progress>(`/api/progress${part === '' ? '' : `?${part}`}`, {}, ['findings', 'figures'])

export const caseView = () => answer<CaseView>('/api/case', {}, ['deadlines', 'missing', 'criteria', 'ledger'])

export const ledgerTable = async (year: number | null) =>
  (await call(`/api/case/ledger.csv${year === null ? '' : `?year=${year}`}`)).blob()

export const pushKey = async () => (await answer<{ public_key: string }>('/api/push', {}, ['public_key'])).public_key

export const subscribePush = ({ endpoint, keys }: PushSubscriptionJSON, device: string, zone: string) =>
  call('/api/push', { method: 'POST', body: { endpoint, keys, device, time_zone: zone } })

export const unsubscribePush = (endpoint: string) => call('/api/push', { method: 'DELETE', body: { endpoint } })

export const tryPush = (endpoint: string) =>
  answer<PushTrial>('/api/push/trial', { method: 'POST', body: { endpoint } }, ['outcome'])
