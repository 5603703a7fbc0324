/** A total that somebody else worked out, or one from an earlier paper: what is asked, and where it cannot be. */
import type { Field, Remark } from '../components/form/fields'
import type { Fields } from '../core/records'
import { INSTRUMENTS, isInRange } from '../core/scoring'
import { words } from '../words'

const said = words.questionnaire
const OTHER = 'other'

export const TOTAL: readonly Field[] = [
  {
    name: 'instrument',
    label: said.which,
    type: 'choice',
    required: true,
    choices: [
      // Those whose items do not ship first: for the others the phone has the questions.
      ...[...INSTRUMENTS.values()].sort((one, other) => one.items.length - other.items.length || 0).map(({ id, name }) => ({ value: id, label: name })),
      { value: OTHER, label: said.another },
    ],
  },
  { name: 'instrument_name', label: said.name, type: 'text' },
  { name: 'total', label: said.total, type: 'number', least: 0, most: 1_000, required: true },
  { name: 'answered_at', label: said.when, type: 'moment', required: true },
  { name: 'rater', label: said.rater, type: 'text', required: true, hint: said.raterHint },
  { name: 'source', label: said.source, type: 'text', hint: said.sourceHint },
  { name: 'notes', label: said.note, type: 'long' },
]

/** The fields that the chosen questionnaire leaves: the name is asked only of one that Casebook does not know. */
export function totalRemarks({ instrument, total, answered_at }: Fields): Partial<Record<string, Remark>> {
  const known = INSTRUMENTS.get(String(instrument))
  const remarks: Partial<Record<string, Remark>> = {}
  if (known) {
    const [least, most] = known.range as [number, number]
    const isOutside = typeof total === 'number' && !isInRange(known, total)
    remarks['total'] = { text: (isOutside ? said.outside : said.range)(known.name, least, most), isCaution: isOutside }
  }
  if (Date.parse(String(answered_at)) > Date.now() + 600_000) remarks['answered_at'] = { text: words.checkIn.future, isCaution: true }
  return remarks
}
