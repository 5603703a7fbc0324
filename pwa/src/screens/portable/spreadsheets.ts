/** All entries as a ZIP of CSV files. The two libraries come only when it is asked for. */
import { newestFirst, everyRecord } from '../../database/journal'
import type { FoldedRecord } from '../../core/records'
import type { Store } from '../../database/store'
import { tablesOf, type Cell } from './tables'

// Excel takes a file without it for the code page of the machine.
const BYTE_ORDER_MARK = '\ufeff'
// What a spreadsheet would run as a formula. Numbers are written as numbers, so a minus before one is not concerned.
const FORMULA = /^[\s]*[=+\-@\t\r|%]/

/** One table as CSV that Excel, LibreOffice and Numbers open by a double click. A text that begins like a formula gets an
 * apostrophe before it, so that nothing an insurer's letter says is ever run. */
export async function csvOf(rows: readonly (readonly Cell[])[]): Promise<string> {
  const { default: papa } = await import('papaparse')
  return BYTE_ORDER_MARK + papa.unparse(rows as Cell[][], { newline: '\r\n', escapeFormulae: FORMULA }) + '\r\n'
}

/** A ZIP with one CSV for every kind of entry, newest first; what is in the trash is left out. */
export async function spreadsheets(store: Store): Promise<Blob> {
  const records: FoldedRecord[] = []
  for await (const part of everyRecord(store)) records.push(...part)
  records.sort(newestFirst)
  const { strToU8, zipSync } = await import('fflate')
  const files: Record<string, Uint8Array> = {}
  for (const { name, rows } of tablesOf(records)) files[`${name}.csv`] = strToU8(await csvOf(rows))
  return new Blob([zipSync(files) as Uint8Array<ArrayBuffer>], { type: 'application/zip' })
}
