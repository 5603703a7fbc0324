import { afterEach, describe, expect, test, vi } from 'vitest'
import { prepared, scaled, thumbnailOf, UnusableFileError } from '$src/components/photo'
import { words } from '$src/words'

const heic = (brand: string) => new Blob([new Uint8Array([0, 0, 0, 24]), `ftyp${brand}`, new Uint8Array(2_000)])

/** A browser that reads every photo as one of 4,032 by 3,024, and tells by the JPEG how large it was drawn. */
function browserThatReads(): void {
  vi.stubGlobal('createImageBitmap', async () => ({ width: 4_032, height: 3_024, close: () => undefined }))
  const createElement = () => ({
    width: 0,
    height: 0,
    getContext: () => ({ fillRect: () => undefined, drawImage: () => undefined }),
    toBlob(this: { width: number; height: number }, done: (blob: Blob) => void, type: string) {
      done(new Blob([`${type} ${this.width}x${this.height}`]))
    },
  })
  vi.stubGlobal('document', { createElement })
}

function browserThatCannotRead(): void {
  vi.stubGlobal('createImageBitmap', async () => {
    throw new DOMException('The source image could not be decoded.', 'InvalidStateError')
  })
}

const text = (bytes: ArrayBuffer | null) => new TextDecoder().decode(bytes!)

afterEach(() => vi.unstubAllGlobals())

describe('a HEIC photo of an iPhone', () => {
  test('is scaled to a JPEG with a thumbnail where the browser reads it', async () => {
    browserThatReads()
    const photo = await prepared(heic('heic'))
    expect(photo.type).toBe('image/jpeg')
    expect(text(photo.bytes)).toBe('image/jpeg 1600x1200')
    expect(text(photo.thumbnail)).toBe('image/jpeg 160x120')
  })

  test.each(['heic', 'heix', 'hevc', 'mif1', 'msf1'])('of the brand %s is refused with what to do where it does not', async (brand) => {
    browserThatCannotRead()
    const refusal = await prepared(heic(brand)).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(UnusableFileError)
    expect((refusal as Error).message).toBe(words.photos.heic)
  })
})

test('a file of another kind that the browser cannot read is not called HEIC', async () => {
  browserThatCannotRead()
  for (const content of ['', 'ftyp', 'a note', '\0\0\0\x18ftypmp42']) {
    await expect(prepared(new Blob([content]))).rejects.toThrow(words.photos.unreadable)
  }
})

test('a photo that came broken from elsewhere has no thumbnail', async () => {
  browserThatCannotRead()
  expect(await thumbnailOf(new Blob(['broken']))).toBeNull()
})

test.each([
  [4_032, 3_024, 160, 160, 120],
  [3_024, 4_032, 160, 120, 160],
  [120, 90, 160, 120, 90],
  [10_000, 3, 160, 160, 1],
])('%i by %i within %i is %i by %i', (width, height, longEdge, toWidth, toHeight) => {
  expect(scaled(width, height, longEdge)).toEqual({ width: toWidth, height: toHeight })
})
