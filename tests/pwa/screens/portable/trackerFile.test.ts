import { describe, expect, test } from 'vitest'
import { MOST_COLUMNS, MOST_ROWS, readSheet, UnreadableFileError } from '$src/screens/portable/trackerFile'

const file = (...parts: BlobPart[]) => new Blob(parts)
const faultOf = async (blob: Blob) => {
  const error = await readSheet(blob).catch((thrown: unknown) => thrown)
  return error instanceof UnreadableFileError ? error.fault : error
}

describe('a file of another app', () => {
  test.each([',', ';', '\t'])('is read with %j between its values', async (mark) => {
    const text = `Date${mark}Mood\r\n2026-11-04${mark}7\r\n\r\n2026-11-05${mark}"six ""and a half"""\r\n`
    expect(await readSheet(file(text))).toEqual({ header: ['Date', 'Mood'], rows: [['2026-11-04', '7'], ['2026-11-05', 'six "and a half"']] })
  })

  test('is read in UTF-8 with and without its mark, in UTF-16 and in the code page of Windows', async () => {
    const text = 'Date,Note\n2026-11-04,café'
    const wide = new Uint8Array([0xff, 0xfe, ...[...text].flatMap((one) => [one.charCodeAt(0) & 0xff, one.charCodeAt(0) >> 8])])
    const western = Uint8Array.from(text, (one) => one.charCodeAt(0))
    for (const blob of [file(text), file('\ufeff', text), file(wide), file(western)]) {
      expect(await readSheet(blob)).toEqual({ header: ['Date', 'Note'], rows: [['2026-11-04', 'café']] })
    }
  })

  test('with short and long rows is read as wide as its header', async () => {
    expect((await readSheet(file('a,b\n1\n1,2,3'))).rows).toEqual([['1', ''], ['1', '2']])
  })

  test('of 50,000 rows is read whole', async () => {
    const rows = Array.from({ length: MOST_ROWS }, (_, place) => `2026-11-04,${place % 10},a note with some words`)
    expect((await readSheet(file(`Date,Mood,Note\n${rows.join('\n')}`))).rows).toHaveLength(MOST_ROWS)
  })
})

describe('a file of the wrong kind says what it is', () => {
  test.each([
    ['pdf', '%PDF-1.7 ...'],
    ['spreadsheet', 'PK\x03\x04....[Content_Types].xml xl/workbook.xml'],
    ['zip', 'PK\x03\x04....notes.txt'],
    ['copy', '{"casebook":1,"edits":[]}'],
    ['json', '[{"date": "2026-11-04"}]'],
    ['json', '<!doctype html><table></table>'],
    ['not_text', 'a,b\n1,\0\0'],
    ['empty', ''],
    ['empty', 'Date,Mood\n'],
    ['one_column', 'Mood\n7\n6'],
    ['broken', 'Date,Note\n2026-11-04,"never closed\n2026-11-05,x'],
  ])('%s: %j', async (fault, text) => expect(await faultOf(file(text))).toBe(fault))

  test('a picture', async () => expect(await faultOf(file(new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2])))).toBe('picture'))

  test('a million columns', async () => {
    expect(await faultOf(file(`${Array.from({ length: MOST_COLUMNS + 1 }, (_, place) => place).join(',')}\n1,2\n`))).toBe('too_wide')
    expect(await faultOf(file(`${'a,'.repeat(1_000_000)}\n${'1,'.repeat(1_000_000)}`))).toBe('one_line')
  })

  test('bytes without a line, as of a program', async () => {
    expect(await faultOf(file(Uint8Array.from({ length: 1_000_000 }, (_, place) => 128 + ((place * 7_919) % 127))))).toBe('one_line')
  })

  // Read again for each part it would take minutes and not end in time.
  test('quotes that never end, however many', async () => {
    expect(await faultOf(file(`Date,Note\n2026-11-04,x\n${'""",'.repeat(5_000_000)}`))).toBe('broken')
  })

  test('a text in UTF-16 that is cut in the middle of a letter', async () => {
    const wide = new Uint8Array([0xff, 0xfe, ...[...'Date,Mood\n2026-11-04,7'].flatMap((one) => [one.charCodeAt(0), 0]), 0x41])
    expect((await readSheet(file(wide))).rows).toEqual([['2026-11-04', '7\ufffd']])
  })

  test('too many rows', async () => {
    expect(await faultOf(file(`Date,Mood\n${'2026-11-04,7\n'.repeat(MOST_ROWS + 1)}`))).toBe('too_large')
  })
})
