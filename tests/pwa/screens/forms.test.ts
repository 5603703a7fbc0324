import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Field } from '$src/components/form/fields'
import { CHECK_IN } from '$src/screens/checkInFields'
import { FORMS, formOf } from '$src/screens/details/forms'
import { CLOSING, PLANNED, RELIEF, REPEATED, SIDE_EFFECT, VITAL_SIGNS, WHOLE } from '$src/screens/session/fields'
import { TOTAL } from '$src/screens/totalFields'

/** The field names of each record kind, from the types that are made from the server's schemas. */
function fieldsByKind(): Map<string, Set<string>> {
  const text = readFileSync(new URL('../../../pwa/src/generated/records.ts', import.meta.url), 'utf8')
  const kinds = new Map<string, Set<string>>()
  for (const [, body] of text.matchAll(/export interface \w+ \{\n([\s\S]*?)\n\}/g)) {
    const kind = /^ {2}kind\?: ['"](\w+)['"]/m.exec(body!)?.[1]
    if (kind) kinds.set(kind, new Set([...body!.matchAll(/^ {2}(\w+)\??:/gm)].map((found) => found[1]!)))
  }
  return kinds
}

const KINDS = fieldsByKind()
const ALL: [string, readonly Field[]][] = [
  ...[...FORMS, formOf('relief_note')!].map((form): [string, readonly Field[]] => [form.kind, form.fields]),
  ['side_effect', SIDE_EFFECT],
  ['vital_signs', VITAL_SIGNS],
  ['relief_note', RELIEF],
  ['outcome_measure', TOTAL],
  ['check_in', CHECK_IN.flatMap((section) => section.fields)],
  ['treatment_session', [PLANNED, CLOSING, WHOLE].flat().flatMap((section): readonly Field[] => section.fields)],
]

test.each(ALL)('every field of the form for %s is one the server knows', (kind, fields) => {
  expect(fields.map((field) => field.name).filter((name) => !KINDS.get(kind)?.has(name))).toEqual([])
})

/** A field that names another record offers those there are, of a kind that the server knows. */
function isLink(kind: string, field: Field): boolean {
  return KINDS.has(formOf(kind)?.links?.[field.name] ?? '')
}

test.each(ALL)('every choice and scale of %s can be answered', (kind, fields) => {
  for (const field of fields) {
    if (field.type === 'choice' && isLink(kind, field)) continue
    if (field.type === 'choice') expect(field.choices?.length).toBeGreaterThan(1)
    if (field.type === 'scale') expect(field.ends).toHaveLength(2)
  }
})

test('what is offered again at the next session is a field of a session', () => {
  expect(REPEATED.filter((name) => !KINDS.get('treatment_session')!.has(name))).toEqual([])
})
