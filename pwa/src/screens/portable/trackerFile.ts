/** A CSV file of any app as rows of text, or why it is none. Read in parts, so that the screen never stands still. */
import type { Parser, ParseResult } from 'papaparse'

export interface Sheet {
  header: string[]
  rows: string[][]
}

export type Fault =
  | ('pdf' | 'spreadsheet' | 'zip' | 'picture' | 'copy' | 'json' | 'not_text' | 'unreadable')
  | ('empty' | 'too_large' | 'one_column' | 'too_wide' | 'one_line' | 'broken')

/** The file is no table that can be read. Carries a row number at most, nothing of what it says. */
export class UnreadableFileError extends Error {
  constructor(
    readonly fault: Fault,
    readonly row = 0,
  ) {
    super(fault)
  }
}

/** A check-in a day for more than a century, and what a phone can hold in memory beside the app. */
export const MOST_ROWS = 50_000
/** Each is asked about on the screen; no tracker writes as many. */
export const MOST_COLUMNS = 200
/** Ten times the longest note. A quote that is never closed takes what follows into its row, which is then read again and again. */
const MOST_ROW_CHARACTERS = 1_000_000
const MOST_BYTES = 30_000_000
const PART_CHARACTERS = 200_000
const HEAD_BYTES = 4_096

/** The rows of `file`, each as long as the header. Raises UnreadableFileError. */
export async function readSheet(file: Blob): Promise<Sheet> {
  if (file.size > MOST_BYTES) throw new UnreadableFileError(faultOfHead(await head(file)) ?? 'too_large')
  if (file.size === 0) throw new UnreadableFileError('empty')
  const fault = faultOfHead(await head(file))
  if (fault) throw new UnreadableFileError(fault)
  const bytes = await file.arrayBuffer().catch(() => {
    throw new UnreadableFileError('unreadable')
  })
  const text = decoded(bytes)
  if (text.length > PART_CHARACTERS && !/[\r\n]/.test(text.slice(0, PART_CHARACTERS))) throw new UnreadableFileError('one_line')
  const [first = [], ...rows] = await rowsIn(text)
  if (first.length > MOST_COLUMNS) throw new UnreadableFileError('too_wide')
  if (rows.length === 0) throw new UnreadableFileError('empty')
  if (first.length < 2) throw new UnreadableFileError('one_column')
  const header = first.map((name) => name.trim())
  return { header, rows: rows.map((row) => header.map((_, place) => row[place] ?? '')) }
}

async function head(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer())
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
}

function faultOfHead(text: string): Fault | null {
  if (text.startsWith('%PDF')) return 'pdf'
  // An XLSX is a ZIP too; the name of its first part says so.
  if (text.startsWith('PK')) return /xl\/|\[Content_Types\]/.test(text) ? 'spreadsheet' : 'zip'
  if (text.startsWith('\xd0\xcf\x11\xe0')) return 'spreadsheet'
  if (/^(\x89PNG|\xff\xd8\xff|GIF8|RIFF|.{4}ftyp)/s.test(text)) return 'picture'
  if (/^(\xef\xbb\xbf)?\s*\{\s*"casebook"/.test(text)) return 'copy'
  if (/^(\xef\xbb\xbf)?\s*[[{<]/.test(text)) return 'json'
  const isWide = text.startsWith('\xff\xfe') || text.startsWith('\xfe\xff')
  return text.includes('\0') && !isWide ? 'not_text' : null
}

/** The text, in the encoding it is in: by its mark, else UTF-8, else what older Windows programs write. */
function decoded(bytes: ArrayBuffer): string {
  const [first, second] = new Uint8Array(bytes)
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

async function rowsIn(text: string): Promise<string[][]> {
  const { default: papa } = await import('papaparse')
  return new Promise((resolve, reject) => {
    const rows: string[][] = []
    let given = 0
    papa.parse<string[]>(text, {
      skipEmptyLines: 'greedy',
      chunkSize: PART_CHARACTERS,
      chunk: ({ data, errors, meta }: ParseResult<string[]>, parser: Parser) => {
        given += PART_CHARACTERS
        const quote = errors.find(({ type }) => type === 'Quotes')
        const broken = quote !== undefined || given - meta.cursor > MOST_ROW_CHARACTERS
        if (broken) reject(new UnreadableFileError('broken', rows.length + (quote?.row ?? data.length) + 1))
        for (const row of data) rows.push(row)
        if (rows.length > MOST_ROWS + 1) reject(new UnreadableFileError('too_large'))
        if (broken || rows.length > MOST_ROWS + 1) return parser.abort()
        parser.pause()
        setTimeout(() => parser.resume())
      },
      complete: () => resolve(rows),
      error: () => reject(new UnreadableFileError('unreadable')),
    })
  })
}
