/** A picked file as it is kept: photos scaled and drawn anew (which also drops where they were taken), PDF as it is. */
import { FILE_BYTES, PHOTO_BYTES, PHOTO_LONG_EDGE_PX, THUMBNAIL_LONG_EDGE_PX } from '../core/limits'
import { words } from '../words'

/** The file cannot be kept; the message says why, for the patient. */
export class UnusableFileError extends Error {}

export interface Prepared {
  type: string
  bytes: ArrayBuffer
  /** A small JPEG of a photo; null for the rest. */
  thumbnail: ArrayBuffer | null
}

// What the first box of a HEIC file can say it is: the kinds of ISO/IEC 23008-12 that phones write.
const HEIC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'])

/** Raises UnusableFileError when it is no photo this browser can read and no PDF, or too large. */
export async function prepared(file: Blob): Promise<Prepared> {
  if (await isPdf(file)) {
    if (file.size > FILE_BYTES) throw new UnusableFileError(words.photos.tooLarge)
    return { type: 'application/pdf', bytes: await file.arrayBuffer(), thumbnail: null }
  }
  const picture = await createImageBitmap(file).catch(() => null)
  if (picture === null) {
    throw new UnusableFileError((await isHeic(file)) ? words.photos.heic : words.photos.unreadable)
  }
  const photo = await small(drawn(picture, PHOTO_LONG_EDGE_PX))
  const thumbnail = await jpeg(drawn(picture, THUMBNAIL_LONG_EDGE_PX), 0.7)
  picture.close()
  return { type: 'image/jpeg', bytes: await photo.arrayBuffer(), thumbnail: (await thumbnail?.arrayBuffer()) ?? null }
}

/** A small JPEG of a photo that was prepared elsewhere; null when this browser cannot read it. */
export async function thumbnailOf(photo: Blob): Promise<ArrayBuffer | null> {
  const picture = await createImageBitmap(photo).catch(() => null)
  if (picture === null) return null
  const thumbnail = await jpeg(drawn(picture, THUMBNAIL_LONG_EDGE_PX), 0.7)
  picture.close()
  return (await thumbnail?.arrayBuffer()) ?? null
}

/** Width and height in pixels with the long edge at most `longEdge`; never enlarged. */
export function scaled(width: number, height: number, longEdge: number): { width: number; height: number } {
  const share = Math.min(1, longEdge / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * share)), height: Math.max(1, Math.round(height * share)) }
}

async function isPdf(file: Blob): Promise<boolean> {
  return (await file.slice(0, 5).text()) === '%PDF-'
}

async function isHeic(file: Blob): Promise<boolean> {
  const start = await file.slice(4, 12).text()
  return start.startsWith('ftyp') && HEIC_BRANDS.has(start.slice(4))
}

function drawn(picture: ImageBitmap, longEdge: number): HTMLCanvasElement {
  const { width, height } = scaled(picture.width, picture.height, longEdge)
  const canvas = Object.assign(document.createElement('canvas'), { width, height })
  const drawing = canvas.getContext('2d')!
  // JPEG has no clear parts: those of a screenshot would turn black.
  drawing.fillStyle = 'white'
  drawing.fillRect(0, 0, width, height)
  drawing.imageSmoothingQuality = 'high'
  drawing.drawImage(picture, 0, 0, width, height)
  return canvas
}

async function small(canvas: HTMLCanvasElement): Promise<Blob> {
  let smallest: Blob | null = null
  for (const quality of [0.85, 0.7, 0.55]) {
    smallest = await jpeg(canvas, quality)
    if (smallest !== null && smallest.size <= PHOTO_BYTES) break
  }
  if (smallest === null) throw new UnusableFileError(words.photos.unreadablePhoto)
  return smallest
}

function jpeg(canvas: HTMLCanvasElement, quality: number): Promise<Blob | null> {
  return new Promise((done) => canvas.toBlob(done, 'image/jpeg', quality))
}
