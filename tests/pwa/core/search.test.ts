import { describe, expect, test } from 'vitest'
import { excerptOf, hasWords, plainText, wordsIn, writtenIn } from '$src/core/search'

describe('searching', () => {
  test('finds words without regard to capitals, accents and order', () => {
    const text = writtenIn({ notes: 'Slept at the Café, then WALKED home' })
    expect(hasWords(text, wordsIn('walked cafe'))).toBe(true)
    expect(hasWords(text, wordsIn('walked cinema'))).toBe(false)
  })

  test('finds what was written and not what the phone wrote', () => {
    const text = writtenIn({
      at: '2026-11-24T10:00:00-05:00',
      spent_on: '2026-11-24',
      time_zone: 'America/New_York',
      session: '0193a5b0-7c8e-7000-8000-000000000001',
      service_codes: ['96365'],
      reference_number: 'REF-9',
    })
    expect(text).toBe('96365\nref-9')
  })

  test('finds Hebrew, Arabic and emoji', () => {
    const text = writtenIn({ notes: 'שלום, יום טוב 🙂 صباح الخير' })
    for (const word of ['שלום', 'صباح', '🙂']) expect(hasWords(text, wordsIn(word))).toBe(true)
  })

  test('an empty question has no words', () => {
    expect(wordsIn('   ')).toEqual([])
  })
})

describe('the excerpt of a note', () => {
  test('is the whole of a short one, in one line', () => {
    expect(excerptOf('Good day.\n\nSlept well.', [], 80)).toBe('Good day. Slept well.')
  })

  test('shows the part in which the word stands', () => {
    const note = `${'nothing much happened today '.repeat(20)}but then the headache went away in the evening`
    const excerpt = excerptOf(note, ['headache'], 80)
    expect(excerpt).toContain('headache went away')
    expect(excerpt.startsWith('… ')).toBe(true)
    expect(excerpt.length).toBeLessThan(90)
  })

  test('never cuts an emoji in two', () => {
    const excerpt = excerptOf('🙂'.repeat(200), [], 81)
    expect(excerpt).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/)
  })
})

test('plain text of a capital is its small letter', () => {
  expect(plainText('ÉCOLE')).toBe('ecole')
})
