/** The copy of everything that the server makes: a ZIP with the journal as JSON and the papers as files. */
import { NotOursError, type Paper } from './portable'

/** What a file of the patient's holds: the journal's text, and the papers that lie beside it. */
export interface Copy {
  text: string
  papers: Paper[]
}

const JOURNAL = 'casebook.json'
const PAPERS = 'attachments/'

/** Reads a ZIP or a JSON file. Raises NotOursError for a ZIP without a journal or one that is damaged. */
export async function readCopy(file: Blob): Promise<Copy> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return { text: new TextDecoder().decode(bytes), papers: [] }
  const files = await unzipped(bytes)
  const journal = files[JOURNAL]
  if (journal === undefined) throw new NotOursError()
  const text = new TextDecoder().decode(journal)
  return { text, papers: papersOf(text, files) }
}

async function unzipped(bytes: Uint8Array): Promise<Record<string, Uint8Array>> {
  const { unzip } = await import('fflate')
  const isWanted = ({ name }: { name: string }) => name === JOURNAL || name.startsWith(PAPERS)
  return new Promise((resolve, reject) => {
    unzip(bytes, { filter: isWanted }, (error, files) => (error === null ? resolve(files) : reject(new NotOursError())))
  })
}

/** The papers that the journal's list names, each with its type; what only lies in the ZIP is nobody's. */
function papersOf(text: string, files: Readonly<Record<string, Uint8Array>>): Paper[] {
  let listed: unknown
  try {
    listed = (JSON.parse(text) as { attachments?: unknown } | null)?.attachments
  } catch {
    throw new NotOursError()
  }
  const papers: Paper[] = []
  for (const one of Array.isArray(listed) ? listed : []) {
    const { file, type } = (one ?? {}) as { file?: unknown; type?: unknown }
    const bytes = typeof file === 'string' && Object.hasOwn(files, file) ? files[file] : undefined
    if (bytes !== undefined && typeof type === 'string') papers.push({ type, bytes: bytes.slice().buffer })
  }
  return papers
}
