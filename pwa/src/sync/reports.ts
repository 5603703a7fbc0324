/** The report and letters, which the server makes. Each call throws `Problem` when it is not answered as hoped. */
import type { EvidenceRequest, LetterDraft, ReportJob, ReportPages, WrittenLetter } from '../generated/records'
import { answer, call, Problem } from './server'

export type { EvidenceRequest, LetterDraft, WrittenLetter }
export type LetterKind = LetterDraft['kind']

/** A report that was made: the file, and where the server keeps it for a while; `pages` is 0 when it keeps it no longer. */
export interface MadeReport {
  location: string
  pages: number
  pdf: Blob
}

const ASKED_EVERY_MS = 400
/** So long a phone may be without network, or the server be started anew, before a report under way is given up. */
const PATIENT_FOR_MS = 20_000

/**
 * Asks for a report and waits; `advance` is told after each step how much of it is done, from 0 to 1.
 *
 * A report under way is known to one process of the server alone. When that one has started anew, or another one answers,
 * the report is asked for once more in one piece, which any of them can do.
 */
export async function makeReport(options: EvidenceRequest, advance: (share: number) => void): Promise<MadeReport> {
  try {
    return await followed(options, advance)
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 404) throw error
    const response = await call('/api/reports/evidence', { method: 'POST', body: options })
    return { location: '', pages: 0, pdf: await response.blob() }
  }
}

async function followed(options: EvidenceRequest, advance: (share: number) => void): Promise<MadeReport> {
  const job = await begun(options)
  for (;;) {
    const response = await looked(job.location)
    if (response.headers.get('Content-Type')?.startsWith('application/pdf') === true) {
      const pages = await answer<ReportPages>(`${job.location}/pages`, {}, ['pages'])
      return { location: job.location, pages: pages.pages, pdf: await response.blob() }
    }
    const state = (await response.json()) as ReportJob
    if (state.status === 'failed') throw new Problem(500, '', '')
    advance((state.step ?? 0) / Math.max(1, state.steps ?? 1))
    await aMoment()
  }
}

/** What there is of a report by now. The server goes on making it while the phone has no network. */
async function looked(location: string): Promise<Response> {
  const givenUpAt = Date.now() + PATIENT_FOR_MS
  for (;;) {
    try {
      return await call(location)
    } catch (error) {
      if (!(error instanceof Problem && error.isOffline) || Date.now() >= givenUpAt) throw error
    }
    await aMoment()
  }
}

const aMoment = () => new Promise((done) => setTimeout(done, ASKED_EVERY_MS))

/** The picture of a page, counted from 1. */
export const pagePicture = (report: MadeReport, number: number) => `${report.location}/pages/${number}`

async function begun(options: EvidenceRequest): Promise<ReportJob> {
  const request = { method: 'POST' as const, body: options, headers: { Prefer: 'respond-async' } }
  return answer<ReportJob>('/api/reports/evidence', request, ['id', 'location'])
}

export const letterDraft = (kind: LetterKind) =>
  answer<LetterDraft>('/api/reports/letters', { method: 'POST', body: { kind } }, ['kind', 'paragraphs', 'blanks'])

export const letterFile = async (letter: WrittenLetter) =>
  (await call('/api/reports/letters/file', { method: 'POST', body: letter })).blob()
