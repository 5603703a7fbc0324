import { describe, expect, test } from 'vitest'
import { choicesOf, sectionsOf } from '$src/screens/progressSections'
import type { CourseView, Figure, Finding, Progress } from '$src/sync/server'

const finding = (id: string, section: Finding['section']): Finding => ({ id, section, sentence: `${id}.`, n: 3 })
const figure = (id: string, section: Figure['section']): Figure => ({
  id, section, title: id, alternative: id, plotly: {}, columns: ['A'], rows: [['1']],
})

describe('the result in the order it is read', () => {
  const progress: Progress = {
    made_at: '2026-11-24T17:30:00Z',
    cursor: 7,
    limits: [],
    findings: [finding('phq9', 'scores'), finding('gad7', 'scores'), finding('completeness', 'completeness')],
    figures: [figure('calendar', 'completeness'), figure('mood', 'days'), figure('phq9', 'scores')],
  }

  test('the first finding is the answer and is not said again', () => {
    expect(sectionsOf(progress).flatMap((section) => section.findings.map(({ id }) => id))).toEqual(['gad7', 'completeness'])
  })

  test('sections without anything are not there, the others follow one order', () => {
    expect(sectionsOf(progress).map(({ name }) => name)).toEqual(['scores', 'days', 'completeness'])
  })

  test('every chart is in one section', () => {
    expect(sectionsOf(progress).flatMap((section) => section.figures).length).toBe(progress.figures.length)
  })
})

describe('what can be shown', () => {
  const course = (number: number): CourseView => ({
    number, started_on: '2024-12-02', last_session_on: '2025-08-18', sessions: 15,
  })
  const queries = (courses: CourseView[], today: Date) => choicesOf(courses, today, (day) => day).map(({ query }) => query)

  test('all of it, the last months, and courses only where there are two', () => {
    const today = new Date(2026, 10, 26)
    expect(queries([course(1)], today)).toEqual(['', 'since=2026-08-26', 'since=2025-11-26'])
    expect(queries([course(1), course(2)], today).slice(3)).toEqual(['course=1', 'course=2'])
  })

  test('three months before the end of May is the end of February', () => {
    expect(queries([], new Date(2026, 4, 31))[1]).toBe('since=2026-02-28')
  })
})
