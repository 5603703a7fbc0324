/** The page in the order a doctor reads it: the answer of the questionnaires, then everything else by what it is about. */
import type { Figure, Finding } from '../sync/server'
import type { SharedPage, SharedTable } from '../sync/sharing'
import { words } from '../words/doctor'

type TopicName = keyof typeof words.topics

/** Results, charts and tables about one thing. */
export interface Topic {
  name: TopicName
  title: string
  findings: Finding[]
  figures: Figure[]
  tables: SharedTable[]
}

/** Where results of a section of the analysis, and tables by their id, stand on the page. */
const PLACES: Record<string, TopicName> = {
  scores: 'scores',
  phases: 'scores',
  before_after: 'before_after',
  relief: 'relief',
  sessions: 'sessions',
  dose: 'sessions',
  side_effects: 'side_effects',
  days: 'daily_state',
  daily_state: 'daily_state',
  completeness: 'completeness',
  medicines: 'treatments',
  allergies: 'treatments',
  treatments: 'treatments',
}

/** The answer stands open at the top: what the questionnaires say, one chart, their numbers. The topics are the rest. */
export function read(page: SharedPage): { answer: Topic; topics: Topic[] } {
  const all = (Object.keys(words.topics) as TopicName[]).map((name) => topicOf(page, name))
  const [scores, ...others] = all as [Topic, ...Topic[]]
  const figure = page.figures.slice(0, 1)
  // Without scores the page begins with whatever the server found first.
  const findings = scores.findings.length > 0 ? scores.findings : page.findings.slice(0, 1)
  const answer = { ...scores, figures: figure, findings }
  const rest = { ...scores, tables: [] }
  return { answer, topics: [...others, rest].map((topic) => without(topic, answer)).filter(isFilled) }
}

function topicOf({ findings, figures, tables }: SharedPage, name: TopicName): Topic {
  return {
    name,
    title: words.topics[name],
    findings: findings.filter((finding) => placeOf(finding) === name),
    figures: figures.filter((figure) => placeOf(figure) === name),
    tables: tables.filter((table) => (PLACES[table.id] ?? 'words') === name),
  }
}

/** The analysis calls "sessions" what changed from before to after them. */
function placeOf({ section = 'scores' }: Finding | Figure): TopicName {
  return section === 'sessions' ? 'before_after' : (PLACES[section] ?? 'words')
}

function without(topic: Topic, { findings, figures }: Topic): Topic {
  return {
    ...topic,
    findings: topic.findings.filter((finding) => !findings.includes(finding)),
    figures: topic.figures.filter((figure) => !figures.includes(figure)),
  }
}

function isFilled({ findings, figures, tables }: Topic): boolean {
  return findings.length + figures.length + tables.length > 0
}
