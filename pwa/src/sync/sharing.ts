/** Calls about the doctor's link: the owner's, and those of whoever opens it. Token and passcode stand in bodies only. */
import type { NewShareLink, SharedPage, ShareLinkRequest, ShareLinkView } from '../generated/records'
import { answer, call } from './server'

export type { Disclosure, NewShareLink, Opening, SharedPage, SharedTable, ShareLinkRequest, ShareLinkView } from '../generated/records'

export const shareLinks = async () => (await (await call('/api/share-links')).json()) as ShareLinkView[]

export const createShareLink = (asked: ShareLinkRequest) =>
  answer<NewShareLink>('/api/share-links', { method: 'POST', body: asked }, ['id', 'path'])

export const changeShareLinkEnd = (id: string, expires_in_days: number) =>
  answer<ShareLinkView>(addressOf(id), { method: 'PATCH', body: { expires_in_days } }, ['id', 'expires_at'])

export const revokeShareLink = (id: string) => call(addressOf(id), { method: 'DELETE' })

/** What opens a link: its token, and the passcode when one is asked for. */
export interface Key {
  token: string
  passcode?: string
}

export const shared = (key: Key, sent?: Promise<Response>) =>
  answer<SharedPage>('/api/shared', { method: 'POST', body: key, sent }, ['findings', 'not_shared'])

export const sharedReport = async (key: Key, paper: 'letter' | 'a4') =>
  (await call('/api/shared/report', { method: 'POST', body: { ...key, paper } })).blob()

const addressOf = (id: string) => `/api/share-links/${encodeURIComponent(id)}`
