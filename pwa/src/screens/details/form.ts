/** What a form of the Case place is: one record kind, its words and its fields. */
import type { Choice, Field } from '../../components/form/fields'
import type { Fields, FoldedRecord } from '../../core/records'

export interface Form {
  kind: string
  title: string
  why: string
  fields: Field[]
  /** Whether photos and papers belong to it. */
  hasPapers?: true
  /** Fields that name another record, and of which kind; the form offers those there are. */
  links?: Readonly<Record<string, string>>
  /** The title above a field and all that follow, by the name of the field. */
  headings?: Readonly<Record<string, string>>
  /** For kinds that stand in a list: how one is called, and what the list says when it is empty. */
  list?: {
    one: string
    add: string
    empty: string
    nameOf: (record: FoldedRecord) => string
    detailOf?: (record: FoldedRecord) => string
  }
  /** The fields that a report needs of such an entry, as it is now. */
  asked?: (fields: Fields) => readonly string[]
}

/** The catalogue's part for a form: a label for each field, a hint for some, words for each choice. */
export interface FormWords {
  title: string
  why: string
  fields: Readonly<Record<string, string>>
  hints?: Readonly<Record<string, string>>
  choices?: Readonly<Record<string, Readonly<Record<string, string>>>>
}

type Shape<Words extends FormWords> = Omit<Field, 'label' | 'hint' | 'choices' | 'name'> & {
  name: keyof Words['fields'] & string
  choices?: Choice[]
}

/** A form whose fields take their labels, hints and choices from the catalogue. A field that the words lack is an error of
 * types. Numbers among the choices are saved as numbers where `numbers` says so. */
export function worded<Words extends FormWords>(
  kind: string,
  said: Words,
  shapes: readonly Shape<Words>[],
  rest: Omit<Form, 'kind' | 'title' | 'why' | 'fields'> = {},
): Form {
  return { kind, title: said.title, why: said.why, fields: shapes.map((shape) => fieldOf(said, shape)), ...rest }
}

function fieldOf<Words extends FormWords>(said: Words, shape: Shape<Words>): Field {
  const label = said.fields[shape.name]!
  const hint = said.hints?.[shape.name]
  const own = said.choices?.[shape.name]
  const choices = shape.choices ?? (own && Object.entries(own).map(([value, label]) => ({ value: shape.whole ? Number(value) : value, label })))
  return { ...shape, label, ...(hint === undefined ? {} : { hint }), ...(choices === undefined ? {} : { choices }) }
}

/** What the catalogue calls a choice; empty for none, and the value itself for one of a newer version. */
export function choiceOf(said: FormWords, name: string, value: unknown): string {
  const text = textOf(value)
  return said.choices?.[name]?.[text] ?? text
}

/** A text of a record; empty when it holds none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : ''
}

/** A record called by one of its values; undefined when that is empty. */
export function named(value: unknown, before: string): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? `${before}${value}` : undefined
}
