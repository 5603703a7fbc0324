/** The receipt of the last account that was erased from here. It lies beside the entries, because they are gone. */
import type { DeletionAnswer } from '../sync/rights'

export interface KeptReceipt {
  code: string
  dueAt: string
  askedAt: string
  isErased: boolean
}

const KEY = 'casebook.receipt'

export function keepReceipt(answer: DeletionAnswer): void {
  const kept: KeptReceipt = { code: answer.receipt_code, dueAt: answer.due_at, askedAt: new Date().toISOString(), isErased: answer.is_erased }
  localStorage.setItem(KEY, JSON.stringify(kept))
}

/** The receipt, until its owner has put it away. */
export function keptReceipt(): KeptReceipt | null {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Partial<KeptReceipt> | null
    return typeof kept?.code === 'string' && typeof kept.dueAt === 'string' && typeof kept.askedAt === 'string' ? (kept as KeptReceipt) : null
  } catch {
    return null
  }
}

export function forgetReceipt(): void {
  localStorage.removeItem(KEY)
}
