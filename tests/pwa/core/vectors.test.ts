import canonicalize from 'canonicalize'
import { describe, expect, test } from 'vitest'
import { isStamp, nextStamp, stamp } from '$src/core/clock'
import { digestAfter } from '$src/core/digest'
import { fold } from '$src/core/fold'
import type { Edit } from '$src/core/records'
import { band, INSTRUMENTS, needsCrisisScreen, score } from '$src/core/scoring'
import clock from '../../vectors/clock.json'
import digest from '../../vectors/digest.json'
import folds from '../../vectors/fold.json'
import scoring from '../../vectors/scoring.json'

/** The shared vectors, as the phone reads them; tests/shared_schemas/test_vectors.py runs the same files on the server's code. */

interface FoldCase {
  situation: string
  edits: Edit[]
  expected: unknown
  canonical?: string
}

interface ScoreCase {
  instrument: string
  answers: (number | null)[]
  total: number | null
  band?: string | null
}

const FOLDS = folds.cases as unknown as FoldCase[]

describe('a stamp', () => {
  test.each(clock.stamp)('is written alike on phone and server: $situation', ({ ms, counter, device, expected }) => {
    expect(stamp(ms, counter, device)).toBe(expected)
  })

  test.each(clock.is_stamp)('is recognised alike on phone and server: $situation', ({ text, expected }) => {
    expect(isStamp(text)).toBe(expected)
  })

  test.each(clock.next_stamp)('is followed by the same on phone and server: $situation', ({ after, device, expected }) => {
    expect(nextStamp(after, device)).toBe(expected)
  })

  test('sorts as text', () => {
    expect([...clock.ascending].reverse().sort()).toEqual(clock.ascending)
    expect(clock.ascending.every(isStamp)).toBe(true)
  })
})

describe('I10 the fold', () => {
  const folded = (edits: Edit[]) => canonicalize(Object.fromEntries(fold(edits)))

  test.each(FOLDS)('gives the same bytes on phone and server: $situation', ({ edits, expected }) => {
    expect(folded(edits)).toBe(canonicalize(expected))
    expect(folded([...edits].reverse())).toBe(canonicalize(expected))
  })

  test.each(FOLDS.filter((one) => one.canonical !== undefined))('gives the bytes written down: $situation', (one) => {
    expect(folded(one.edits)).toBe(one.canonical)
  })
})

describe('a questionnaire', () => {
  test.each(scoring.score as ScoreCase[])('is scored alike on phone and server: $situation', (one) => {
    const instrument = INSTRUMENTS.get(one.instrument)!
    const total = score(instrument, one.answers)
    expect(total).toBe(one.total)
    if (total !== null) expect(band(instrument, total)).toBe(one.band)
  })

  test.each(scoring.safety)('brings the crisis screen alike on phone and server: $situation', (one) => {
    expect(needsCrisisScreen(INSTRUMENTS.get(one.instrument)!, one.answers, one.previous_total)).toBe(one.expected)
  })
})

test.each(digest.cases)('S8 the running digest is the same on phone and server: $situation', ({ log }) => {
  let running = ''
  for (const { seq, id, stamp, expected } of log) {
    running = digestAfter(running, seq, id, stamp)
    expect(running).toBe(expected)
  }
})
