/** What a form of the Case place is: one record kind, its words and its fields. */
import type { Field } from '../../components/form/fields'
import type { FoldedRecord } from '../../core/records'

export interface Form {
  kind: string
  title: string
  why: string
  fields: Field[]
  /** Whether photos and papers belong to it. */
  hasPapers?: true
  /** For kinds that stand in a list: how one is called, and what the list says when it is empty. */
  list?: { one: string; add: string; empty: string; nameOf: (record: FoldedRecord) => string }
}

/** A record called by one of its values; undefined when that is empty. */
export function named(value: unknown, before: string): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? `${before}${value}` : undefined
}
