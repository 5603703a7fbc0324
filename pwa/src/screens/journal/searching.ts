/** Looking for words in every entry. The texts are read once, in small parts, when the first word is typed; then each further
 * letter is looked for in memory, since an entry in the store is not found by a part of a word. */
import { summaryOf, titleOf } from '../../components/summary'
import type { FoldedRecord } from '../../core/records'
import { hasWords, plainText, wordsIn, writtenIn } from '../../core/search'
import { everyRecord, newestFirst } from '../../database/journal'
import type { Store } from '../../database/store'
import { KINDS_OF, type Filter } from './kinds'

interface Written {
  record: FoldedRecord
  text: string
}

const JOURNAL = new Set(KINDS_OF.all)

/** Every entry of the journal with all that can be found in it, newest first. */
export async function readAll(store: Store): Promise<Written[]> {
  const read: Written[] = []
  for await (const part of everyRecord(store)) {
    for (const record of part) {
      if (!JOURNAL.has(record.kind)) continue
      // Its own words and those of the journal, so that "PHQ" and "IV" find what is shown so.
      read.push({ record, text: `${plainText(`${titleOf(record)} ${summaryOf(record)}`)}\n${writtenIn(record.fields)}` })
    }
  }
  return read.sort((one, other) => newestFirst(one.record, other.record))
}

/** The entries with every word of the question, of the kinds asked for. */
export function foundIn(read: readonly Written[], question: string, filter: Filter): FoldedRecord[] {
  const words = wordsIn(question)
  const kinds = new Set(KINDS_OF[filter])
  return read.filter(({ record, text }) => kinds.has(record.kind) && hasWords(text, words)).map(({ record }) => record)
}
