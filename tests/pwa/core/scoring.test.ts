import { describe, expect, test } from 'vitest'
import { band, hasRisen, INSTRUMENTS, needsCrisisScreen, QUESTIONNAIRES, score, totalOf } from '$src/core/scoring'

/** What belongs to the phone alone; totals, bands and the safety rule stand in tests/vectors/scoring.json. */

const PHQ9 = INSTRUMENTS.get('phq9')!

test('the phone has the questionnaires whose items may be reproduced, and no other', () => {
  expect(QUESTIONNAIRES.map(({ id }) => id).sort()).toEqual(['gad7', 'nrs_pain', 'pcl5', 'peg', 'phq9'])
})

test('a total that its questionnaire cannot give counts for nothing', () => {
  expect(totalOf({ instrument: 'madrs', total: 220, rater: 'Dr. Moss' })).toBeNull()
  expect(totalOf({ instrument: 'madrs', total: 60 })).toBe(60)
  expect(totalOf({ instrument: 'phq9', total: 28, rater: 'Dr. Moss' })).toBeNull()
})

test('a total that a clinician stated is taken, for a questionnaire of the phone only with its rater', () => {
  expect(totalOf({ instrument: 'madrs', total: 31 })).toBe(31)
  expect(totalOf({ instrument: 'phq9', total: 18, rater: 'Dr. Moss' })).toBe(18)
  expect(totalOf({ instrument: 'phq9', total: 18 })).toBeNull()
  expect(totalOf({ instrument: 'phq9', answers: [1, 1, 1, 1, 1, 1, 1, 1, null], total: 8, rater: 'Dr. Moss' })).toBeNull()
})

test('a stated total that rose by six brings the crisis screen too', () => {
  expect(hasRisen(PHQ9, 18, 12)).toBe(true)
  expect(hasRisen(PHQ9, 17, 12)).toBe(false)
  expect(hasRisen(PHQ9, 17, null)).toBe(false)
})

test.each([...QUESTIONNAIRES])('$name has a credit line to show under its items', (instrument) => {
  expect(instrument.credit).not.toBe('')
  expect(instrument.items.every((item) => item.text !== '')).toBe(true)
})

test('a total beyond the range has no band', () => {
  expect(band(PHQ9, 28)).toBeNull()
  expect(band(PHQ9, -1)).toBeNull()
})

test('answers are not changed by scoring them', () => {
  const answers = Object.freeze([1, 1, 1, 1, 1, 1, 1, 1, 1])
  expect(score(PHQ9, answers)).toBe(9)
})

describe('PHQ-9 item by item', () => {
  test.each(PHQ9.items.map((_, place) => place))('without item %i there is no total', (place) => {
    const answers = PHQ9.items.map((_, other) => (other === place ? null : 1))
    expect(score(PHQ9, answers)).toBeNull()
  })

  test('only item 9 brings the crisis screen by itself', () => {
    const brings = PHQ9.items.map((_, place) => {
      const answers = PHQ9.items.map((_, other) => (other === place ? 3 : 0))
      return needsCrisisScreen(PHQ9, answers, null)
    })
    expect(brings).toEqual([false, false, false, false, false, false, false, false, true])
  })
})
