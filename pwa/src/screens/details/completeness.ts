/** What is still missing of an entry that a report needs. */
import type { Fields, FoldedRecord } from '../../core/records'
import { words } from '../../words'
import type { Form } from './form'

/** The labels of the asked fields that are empty, in the order of the form. */
export function gapsIn(form: Form, fields: Fields): string[] {
  const asked = form.asked?.(fields) ?? []
  return form.fields.filter(({ name }) => asked.includes(name) && isEmpty(fields[name])).map(({ label }) => label.toLowerCase())
}

/** "3 entered, 1 has gaps": how a list of entries stands. */
export function standOf(form: Form, records: readonly FoldedRecord[]): string {
  const { none, count, gaps, whole } = words.background
  if (records.length === 0) return none
  const open = records.filter(({ fields }) => gapsIn(form, fields).length > 0).length
  return `${count(records.length)}, ${open === 0 ? whole : gaps(open)}`
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === ''
}
