/** Finding entries by their words. Nothing here is stored. */
import type { Fields } from './records'

// What is text on the wire and nothing that a patient wrote.
const UNWRITTEN = /^(\d{4}-\d\d-\d\d([Tt ].*)?|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/
const UNREAD = new Set(['time_zone', 'instrument', 'dose_source', 'taken_by'])

/** A pasted diary is not read to its end for one line. */
const MOST_READ = 20_000

// Most notes are, and taking accents off what has none is most of what a first search of a long journal takes.
const HAS_NO_ACCENT = /^[\x00-\x7f]*$/

/** Text as it is compared: without capitals and accents, so that "Cafe" finds "café". */
export function plainText(text: string): string {
  if (HAS_NO_ACCENT.test(text)) return text.toLowerCase()
  return text.normalize('NFKD').replace(/\p{M}+/gu, '').toLowerCase()
}

/** All that was written in a record, ready to be compared. */
export function writtenIn(fields: Fields): string {
  const written: string[] = []
  for (const [name, value] of Object.entries(fields)) {
    if (UNREAD.has(name)) continue
    for (const one of Array.isArray(value) ? value : [value]) {
      if (typeof one === 'string' && !UNWRITTEN.test(one)) written.push(one)
    }
  }
  return plainText(written.join('\n'))
}

/** The words of a question, each of which must be found; none for an empty one. */
export function wordsIn(question: string): string[] {
  return plainText(question).split(/\s+/).filter((word) => word !== '')
}

/** Whether `text`, as `plainText` makes it, has every word somewhere. */
export function hasWords(text: string, words: readonly string[]): boolean {
  return words.every((word) => text.includes(word))
}

/** One line of `text` around the first of `words`, about `length` characters, cut between words, "…" where more stood. */
export function excerptOf(text: string, words: readonly string[], length: number): string {
  const line = text.slice(0, MOST_READ).replace(/\s+/g, ' ').trim()
  const place = words.length === 0 ? 0 : Math.max(0, plainText(line).indexOf(words[0]!))
  const start = place < length / 2 ? 0 : line.lastIndexOf(' ', place - length / 4) + 1
  if (line.length - start <= length) return `${start > 0 ? '… ' : ''}${line.slice(start)}`
  const end = line.lastIndexOf(' ', start + length)
  // Without a space near the end it is cut between characters, never in the middle of one.
  const part = end > start + length / 2 ? line.slice(start, end) : Array.from(line.slice(start, start + length)).slice(0, -1).join('')
  return `${start > 0 ? '… ' : ''}${part} …`
}
