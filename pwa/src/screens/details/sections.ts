/** A form in parts, with the records that its fields may name. */
import type { Choice, Field } from '../../components/form/fields'
import { dayAndTime } from '../../core/days'
import type { FoldedRecord } from '../../core/records'
import type { Store } from '../../database/store'
import type { Form } from './form'
import { formOf } from './forms'

export interface Section {
  title?: string
  fields: Field[]
}

/** The fields under their headings; a field that names another record offers those there are, newest first. One that has
 * nothing to offer is left out. */
export async function sectionsOf(form: Form, store: Store): Promise<Section[]> {
  const fields = await Promise.all(form.fields.map((field) => linked(field, form.links?.[field.name], store)))
  const sections: Section[] = []
  for (const field of fields) {
    const title = form.headings?.[field.name]
    if (sections.length === 0 || title !== undefined) sections.push({ ...(title === undefined ? {} : { title }), fields: [] })
    if (field.type !== 'choice' || (field.choices?.length ?? 0) > 0) sections.at(-1)!.fields.push(field)
  }
  return sections
}

async function linked(field: Field, kind: string | undefined, store: Store): Promise<Field> {
  return kind === undefined ? field : { ...field, choices: (await store.all(kind)).map(choiceOf) }
}

function choiceOf(record: FoldedRecord): Choice {
  const list = formOf(record.kind)?.list
  if (list === undefined) return { value: record.id, label: dayAndTime(record.occurredAt, zoneOf(record)) }
  const detail = list.detailOf?.(record) ?? ''
  return { value: record.id, label: detail === '' ? list.nameOf(record) : `${list.nameOf(record)}, ${detail}` }
}

function zoneOf(record: FoldedRecord): string | undefined {
  const zone = record.fields['time_zone']
  return typeof zone === 'string' ? zone : undefined
}
