/** What a patient has a right to: knowing, agreeing, seeing what happened, and leaving. Each call throws `Problem`. */
import type { ActivityView, ConsentView, DeletionAnswer, DeletionRequest, PrivacyFacts, ReceiptView } from '../generated/records'
import { answer } from './server'

export type { ConsentView, DeletionAnswer, DeletionRequest, PrivacyFacts, ReceiptView }
export type Happened = ActivityView['events'][number]

export const privacyFacts = () =>
  answer<PrivacyFacts>('/api/privacy', {}, ['operator_contact', 'deletion_grace_days', 'backups_kept_days'])

export const consent = () => answer<ConsentView>('/api/account/consent', {}, ['version', 'agreed_at'])

export const agree = (version: string) =>
  answer<ConsentView>('/api/account/consent', { method: 'PUT', body: { version } }, ['version', 'agreed_at'])

export const happened = async () => (await answer<ActivityView>('/api/account/activity', {}, ['events'])).events

export const askForDeletion = (request: DeletionRequest) =>
  answer<DeletionAnswer>('/api/account/deletion', { method: 'POST', body: request }, ['due_at', 'receipt_code'])

export const receipt = (code: string) =>
  answer<ReceiptView>('/api/erasures', { method: 'POST', body: { receipt_code: code } }, ['state', 'asked_at', 'due_at'])
