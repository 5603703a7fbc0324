/** The result of the server in the order of the progress screen: the answer, then findings and charts by what they are about. */
import type { CourseView, Figure, Finding, Progress } from '../sync/server'
import { words } from '../words'

type SectionName = keyof typeof words.progress.sections

export interface Section {
  name: SectionName
  title: string
  findings: Finding[]
  figures: Figure[]
}

/** One choice of what is shown: the query of `/api/progress`, empty for all. */
export interface Choice {
  query: string
  words: string
}

const MONTHS = [3, 12]

/** Sections that have something, in the order they are read. The first finding is the answer and in none of them. */
export function sectionsOf({ findings, figures }: Progress): Section[] {
  const names = Object.keys(words.progress.sections) as SectionName[]
  return names
    .map((name) => ({
      name,
      title: words.progress.sections[name],
      findings: findings.slice(1).filter((finding) => (finding.section ?? 'scores') === name),
      figures: figures.filter((figure) => (figure.section ?? 'scores') === name),
    }))
    .filter((section) => section.findings.length > 0 || section.figures.length > 0)
}

/** What can be shown: all, the last months, and each course where there is more than one. `today` is the phone's day. */
export function choicesOf(courses: CourseView[], today: Date, dayOf: (day: string) => string): Choice[] {
  const lasts = MONTHS.map((count) => ({ query: `since=${monthsBefore(today, count)}`, words: words.progress.lastMonths(count) }))
  const each = courses.map(({ number, started_on, last_session_on }) => ({
    query: `course=${number}`,
    words: words.progress.course(number, dayOf(started_on), dayOf(last_session_on)),
  }))
  return [{ query: '', words: words.progress.all }, ...lasts, ...(courses.length > 1 ? each : [])]
}

/** That day of the month so many months earlier, the last of the month where it has no such day. */
function monthsBefore(today: Date, months: number): string {
  const first = new Date(Date.UTC(today.getFullYear(), today.getMonth() - months, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  first.setUTCDate(Math.min(today.getDate(), last))
  return first.toISOString().slice(0, 10)
}
