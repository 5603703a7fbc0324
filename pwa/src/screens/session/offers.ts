/** What the last session and the care team offer to the next one. */
import type { Fields, FoldedRecord } from '../../core/records'
import type { Store } from '../../database/store'
import { REPEATED } from './fields'

/** What stays the same, and the number after the last one's; empty without a last session. */
export function repeated(last: FoldedRecord | undefined, step = 1): Fields {
  if (!last) return {}
  const number = last.fields['session_number']
  const next: Fields = typeof number === 'number' && number + step >= 1 ? { session_number: number + step } : {}
  return { ...Object.fromEntries(REPEATED.flatMap((name) => (last.fields[name] == null ? [] : [[name, last.fields[name]] as const]))), ...next }
}

/** Names for the clinic and for who gives it, from the care team; the roles are those of `shared_schemas.background`. */
export async function careTeam(store: Store): Promise<{ clinic: string[]; clinician: string[] }> {
  const contacts = await store.all('care_contact')
  const named = (isWanted: (role: unknown) => boolean) =>
    contacts.flatMap(({ fields }) => (isWanted(fields['role']) && typeof fields['name'] === 'string' ? [fields['name']] : []))
  return {
    clinic: named((role) => role === 'clinic'),
    clinician: named((role) => !['clinic', 'safety_contact'].includes(String(role))),
  }
}
