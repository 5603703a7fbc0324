import { describe, expect, it } from 'vitest'
import { inWords, isUpsideDown, plainLabel, SECTIONS, USUAL } from '$src/screens/links/choices'

const day = (text: string) => `<${text}>`

describe('what a link shares, in one line', () => {
  it('names sections, days, and what is shared or hidden besides', () => {
    const chosen = {
      sections: ['side_effects', 'scores'] as ('side_effects' | 'scores')[],
      from_on: '2026-03-01',
      to_on: null,
      notes: true,
      item_answers: true,
      identity: false,
    }
    expect(inWords(chosen, day)).toBe(
      'Questionnaire scores, side effects; days from <2026-03-01>; notes; answers to single questions; no name',
    )
  })

  it('says all days when no range was chosen', () => {
    expect(inWords({ sections: ['scores'] }, day)).toBe('Questionnaire scores; all days')
  })
})

describe('a new link', () => {
  it('shares everything but medicines and earlier treatments until something is changed', () => {
    expect(SECTIONS.filter((section) => !USUAL[section])).toEqual(['treatments'])
  })

  it('is for whom it says, without the signs that a copied name brings', () => {
    expect(plainLabel(' \u2068Dr. Lee\u2069\t')).toBe('Dr. Lee')
    expect(plainLabel('ד״ר לוי')).toBe('ד״ר לוי')
    expect(plainLabel('👩‍⚕️')).toBe('👩‍⚕️')
    for (const nobody of ['', '   ', '\u200B', '\u202E', '\u00A0\u200E']) expect(plainLabel(nobody)).toBe('')
  })

  it('takes an open end and a single day for a range, and no last day before the first', () => {
    expect(isUpsideDown('', '2026-01-01')).toBe(false)
    expect(isUpsideDown('2026-01-01', '')).toBe(false)
    expect(isUpsideDown('2026-01-01', '2026-01-01')).toBe(false)
    expect(isUpsideDown('2026-01-02', '2026-01-01')).toBe(true)
  })
})
