import { expect, test } from 'vitest'
import { dueNow, type Latest } from '$src/core/due'

const HOUR = 3_600_000
const NOW = Date.UTC(2026, 10, 24, 15)
const START_OF_DAY = Date.UTC(2026, 10, 24, 5)

const ago = (hours: number) => new Date(NOW - hours * HOUR).toISOString()
/** What is due, as one word: the kind, or the questionnaire's id. */
const due = ({ measures = {}, phq9, ...latest }: Partial<Latest> & { phq9?: string }) => {
  const all = { session: null, checkIn: null, measures: phq9 === undefined ? measures : { phq9, ...measures }, ...latest }
  const [one] = dueNow(all, START_OF_DAY, NOW)
  return one?.kind === 'questionnaire' ? one.instrument.id : (one?.kind ?? null)
}

test('an empty journal asks for nothing', () => {
  expect(due({})).toBeNull()
})

test('the day after a session its check-in is due', () => {
  expect(due({ session: ago(24), phq9: ago(48) })).toBe('check_in_after_session')
  expect(due({ session: ago(30), phq9: ago(48), checkIn: ago(31) })).toBe('check_in_after_session')
  expect(due({ session: ago(71.9), phq9: ago(48), checkIn: ago(9) })).not.toBe('check_in_after_session')
})

test('a check-in in the evening after a morning session is not yet the one of the day after', () => {
  expect(due({ session: ago(30), phq9: ago(48), checkIn: ago(30 - 12) })).toBe('check_in_after_session')
})

test('a check-in twenty hours after the session is taken for the one of the day after', () => {
  expect(due({ session: ago(30), phq9: ago(48), checkIn: ago(30 - 20.1) })).toBeNull()
})

test('right after a session nothing of it is due', () => {
  expect(due({ session: ago(23.9), phq9: ago(48), checkIn: ago(1) })).toBeNull()
})

test('three days after a session its check-in is no longer asked for', () => {
  expect(due({ session: ago(72), phq9: ago(48), checkIn: ago(100) })).toBe('check_in')
})

test('the PHQ-9 is due every 14 days', () => {
  expect(due({ checkIn: ago(1), phq9: ago(14 * 24) })).toBe('phq9')
  expect(due({ checkIn: ago(1), phq9: ago(14 * 24 - 0.1) })).toBeNull()
})

test('the first PHQ-9 is due once there is any entry', () => {
  expect(due({ checkIn: ago(1) })).toBe('phq9')
})

test('only one thing is due: the check-in after a session goes before the PHQ-9', () => {
  expect(due({ session: ago(25), checkIn: ago(48), phq9: ago(15 * 24) })).toBe('check_in_after_session')
})

test("today's check-in is due until it is done, by the local day", () => {
  expect(due({ checkIn: new Date(START_OF_DAY - 1).toISOString(), phq9: ago(48) })).toBe('check_in')
  expect(due({ checkIn: new Date(START_OF_DAY).toISOString(), phq9: ago(48) })).toBeNull()
})

test('an instant is read with its offset', () => {
  expect(due({ checkIn: '2026-11-23T23:30:00-08:00', phq9: ago(48) })).toBeNull()
})

test('an entry with an unreadable time counts as none', () => {
  expect(due({ session: 'last week' })).toBeNull()
  expect(due({ checkIn: 'last week', phq9: ago(48) })).toBe('check_in')
})

test('a pain patient who answers the PEG is asked for it every week, and not for the PHQ-9', () => {
  expect(due({ checkIn: ago(1), measures: { peg: ago(7 * 24) } })).toBe('peg')
  expect(due({ checkIn: ago(1), measures: { peg: ago(6 * 24) } })).toBeNull()
})

test('of two questionnaires the one that waits longer is due', () => {
  expect(due({ checkIn: ago(1), phq9: ago(15 * 24), measures: { gad7: ago(20 * 24) } })).toBe('gad7')
})

test('a questionnaire that is asked for at no rhythm is never due', () => {
  expect(due({ checkIn: ago(1), measures: { nrs_pain: ago(400 * 24) } })).toBeNull()
})

test('everything that waits is told, the check-in of the day only where no other check-in waits', () => {
  const latest = { session: ago(24), checkIn: ago(48), measures: { gad7: ago(24 * 20), phq9: ago(24 * 15) } }
  const kinds = dueNow(latest, START_OF_DAY, NOW).map((one) => (one.kind === 'questionnaire' ? one.instrument.id : one.kind))
  expect(kinds).toEqual(['check_in_after_session', 'gad7', 'phq9'])
  expect(dueNow({ ...latest, session: ago(200), measures: {} }, START_OF_DAY, NOW).map(({ kind }) => kind)).toEqual(['questionnaire', 'check_in'])
})

test('where the patient chose every week, a PHQ-9 is due after seven days and a PCL-5 still after a month', () => {
  const weekly = { everyDays: 7, relief: false }
  const kinds = (days: number) =>
    dueNow({ session: null, checkIn: ago(1), measures: { phq9: ago(24 * days), pcl5: ago(24 * days) } }, START_OF_DAY, NOW, weekly).map(
      (one) => (one.kind === 'questionnaire' ? one.instrument.id : one.kind),
    )
  expect(kinds(6.9)).toEqual([])
  expect(kinds(7)).toEqual(['phq9'])
  expect(kinds(30)).toEqual(['phq9', 'pcl5'])
})

test('whether relief wore off is asked from the tenth day on, until it is told or a month has passed', () => {
  const asks = { everyDays: null, relief: true }
  const isAsked = (days: number, isReliefOver = false, asked = asks) =>
    dueNow({ session: ago(24 * days), checkIn: ago(1), measures: { phq9: ago(24) }, isReliefOver }, START_OF_DAY, NOW, asked).some(
      ({ kind }) => kind === 'relief',
    )
  expect([9.9, 10, 29, 30].map((days) => isAsked(days))).toEqual([false, true, true, false])
  expect(isAsked(12, true)).toBe(false)
  expect(isAsked(12, false, { ...asks, relief: false })).toBe(false)
})
