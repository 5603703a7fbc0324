import { describe, expect, test } from 'vitest'
import { band, INSTRUMENTS, needsCrisisScreen, score } from '$src/core/scoring'

/** What belongs to the phone alone; totals, bands and the safety rule stand in tests/vectors/scoring.json. */

const PHQ9 = INSTRUMENTS.get('phq9')!

test('the phone has the questionnaires whose items may be reproduced, and no other', () => {
  expect([...INSTRUMENTS.keys()].sort()).toEqual(['gad7', 'pcl5', 'peg', 'phq9'])
})

test.each([...INSTRUMENTS.values()])('$name has a credit line to show under its items', (instrument) => {
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
