/** The doctor reads the answer of the questionnaires first, and finds everything else under what it is about. */
import { expect, test } from 'vitest'
import { read } from '$src/shared/topics'
import type { Figure, Finding } from '$src/sync/server'
import type { SharedPage } from '$src/sync/sharing'

const finding = (id: string, section?: Finding['section']): Finding => ({ id, sentence: id, n: 1, ...(section && { section }) })
const figure = (id: string, section: Figure['section']): Figure => ({
  id,
  section,
  title: id,
  alternative: id,
  plotly: {},
  columns: [],
  rows: [],
})
const table = (id: string, title = id) => ({ id, title, columns: ['Day'], rows: [['today']] })
const page = (parts: Partial<SharedPage>) => ({ findings: [], figures: [], tables: [], ...parts }) as unknown as SharedPage
const ids = (parts: { id: string }[]) => parts.map(({ id }) => id)

test('scores and phases stand at the top with one chart and their numbers', () => {
  const { answer, topics } = read(
    page({
      findings: [finding('phq9', 'scores'), finding('phases', 'phases'), finding('mood', 'sessions')],
      figures: [figure('phq9', 'scores'), figure('mood', 'days'), figure('gad7', 'scores')],
      tables: [table('scores'), table('before_after')],
    }),
  )
  expect(ids(answer.findings)).toEqual(['phq9', 'phases'])
  expect(ids(answer.figures)).toEqual(['phq9'])
  expect(ids(answer.tables)).toEqual(['scores'])
  expect(topics.map(({ name }) => name)).toEqual(['before_after', 'daily_state', 'scores'])
  expect(ids(topics[0]?.findings ?? [])).toEqual(['mood'])
  expect(ids(topics[0]?.tables ?? [])).toEqual(['before_after'])
  expect(ids(topics[2]?.figures ?? [])).toEqual(['gad7'])
})

test('without scores the page begins with what was found first, and says it once', () => {
  const { answer, topics } = read(
    page({ findings: [finding('relief', 'relief'), finding('side', 'side_effects')], figures: [figure('curve', 'relief')] }),
  )
  expect(ids(answer.findings)).toEqual(['relief'])
  expect(ids(answer.figures)).toEqual(['curve'])
  expect(topics.map(({ name }) => name)).toEqual(['side_effects'])
})

test('nothing that the server sends is left out', () => {
  const { topics } = read(page({ tables: [table('sessions', '31 sessions'), table('answers_phq9'), table('notes'), table('new')] }))
  expect(topics.map(({ title }) => title)).toEqual(['Sessions and doses', 'Answers and notes'])
  expect(topics.flatMap(({ tables }) => ids(tables))).toEqual(['sessions', 'answers_phq9', 'notes', 'new'])
})

test('a journal without anything says so and has no topics', () => {
  const { answer, topics } = read(page({ findings: [finding('nothing_yet')] }))
  expect(ids(answer.findings)).toEqual(['nothing_yet'])
  expect(topics).toEqual([])
})
