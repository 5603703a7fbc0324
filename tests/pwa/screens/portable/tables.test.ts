import { unzipSync } from 'fflate'
import papa from 'papaparse'
import { describe, expect, test } from 'vitest'
import { FIELDS } from '$src/generated/fields'
import { csvOf, spreadsheets } from '$src/screens/portable/spreadsheets'
import { recordId } from '../../core/edits'
import { change, opened } from '../../database/stores'

// The mark at the beginning is what is tested.
const TEXT = new TextDecoder('utf-8', { ignoreBOM: true })

async function files(...changes: ReturnType<typeof change>[]) {
  const store = await opened()
  await store.save(changes)
  const unzipped = unzipSync(new Uint8Array(await (await spreadsheets(store)).arrayBuffer()))
  return Object.fromEntries(Object.entries(unzipped).map(([name, bytes]) => [name, TEXT.decode(bytes)]))
}

function rowsOf(text: string) {
  return papa.parse<Record<string, string>>(text.replace(/^\ufeff/, ''), { header: true, skipEmptyLines: true }).data
}

describe('spreadsheets', () => {
  test('are one for each kind, each with a header, also when nothing is entered', async () => {
    const made = await files()
    expect(Object.keys(made).sort()).toEqual(Object.keys(FIELDS).map((kind) => `${kind.replaceAll('_', '-')}.csv`).sort())
    for (const text of Object.values(made)) {
      expect(text.startsWith('\ufeff')).toBe(true)
      expect(text).toMatch(/Time zone,Entered,Entry number\r\n$/)
      expect(text.split('\r\n')[0]).not.toMatch(/_/)
    }
  })

  test('show a session on the clock of the place where it was, with units in the header', async () => {
    const set = { started_at: '2026-11-01T23:50:00-05:00', time_zone: 'America/New_York', dose_mg: 42.5, route: 'intravenous', notes: 'Zeile 1\nZeile 2, "ja" 🙂' }
    const [row] = rowsOf((await files(change(set, recordId(1), 'treatment_session')))['treatment-session.csv']!)
    expect(row).toMatchObject({ 'Started': '2026-11-01 23:50', 'Dose (mg)': '42.5', 'Time zone': 'America/New_York', 'Note': set.notes })
  })

  test('name the session of a side effect by when it began, and the offset where no zone is known', async () => {
    const session = change({ started_at: '2026-11-24T14:05:00-06:00' }, recordId(1), 'treatment_session')
    const effect = change({ session: recordId(1), symptom: 'nausea', started_at: '2026-11-24T14:20:00-06:00' }, recordId(2), 'side_effect')
    const [row] = rowsOf((await files(session, effect))['side-effect.csv']!)
    expect(Object.values(row!)).toEqual(expect.arrayContaining(['2026-11-24 14:05', '2026-11-24 14:20', 'UTC-06:00']))
  })

  test('hold dollars as numbers, days as days, a questionnaire with its total', async () => {
    const made = await files(
      change({ spent_on: '2026-11-24', amount_cents: 47_512 }, recordId(1), 'expense'),
      change({ instrument: 'phq9', answers: [1, 1, 1, 1, 1, 1, 1, 1, 1] }, recordId(2), 'outcome_measure'),
    )
    expect(Object.values(rowsOf(made['expense.csv']!)[0]!)).toEqual(expect.arrayContaining(['475.12', '2026-11-24']))
    expect(Object.values(rowsOf(made['outcome-measure.csv']!)[0]!)).toEqual(expect.arrayContaining(['PHQ-9', '9', '1 1 1 1 1 1 1 1 1']))
  })

  test('leave out what lies in the trash', async () => {
    const made = await files(change({ mood: 6, deleted: true }))
    expect(rowsOf(made['check-in.csv']!)).toEqual([])
  })

  test('run nothing that a text tells them to', async () => {
    const text = await csvOf([['Note'], ['=HYPERLINK("http://x","y")'], ['+1 312-555-0110'], ['@SUM(A1)'], ['\tx'], [' =1+1'], [-5]])
    expect(text.split('\r\n').slice(1, 7)).toEqual([
      '"\'=HYPERLINK(""http://x"",""y"")"',
      '"\'+1 312-555-0110"',
      '"\'@SUM(A1)"',
      '"\'\tx"',
      '"\' =1+1"',
      '-5',
    ])
  })
})
