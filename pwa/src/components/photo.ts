/** A picked file as it is kept: photos scaled and drawn anew (which also drops where they were taken), PDF as it is. */
import { FILE_BYTES, PHOTO_BYTES, PHOTO_LONG_EDGE_PX } from '../core/limits'
import { words } from '../words'

/** The file cannot be kept; the message says why, for the patient. */
export class UnusableFileError extends Error {}

export interface Prepared {
  type: string
  bytes: ArrayBuffer
}

/** Raises UnusableFileError when it is no photo this browser can read and no PDF, or too large. */
export async function prepared(file: Blob): Promise<Prepared> {
  if (await isPdf(file)) {
    if (file.size > FILE_BYTES) throw new UnusableFileError(words.photos.tooLarge)
    return { type: 'application/pdf', bytes: await file.arrayBuffer() }
  }
  const picture = await createImageBitmap(file).catch(() => null)
  if (picture === null) throw new UnusableFileError(words.photos.unreadable)
  const { width, height } = scaled(picture.width, picture.height)
  const canvas = Object.assign(document.createElement('canvas'), { width, height })
  canvas.getContext('2d')!.drawImage(picture, 0, 0, width, height)
  picture.close()
  return { type: 'image/jpeg', bytes: await (await small(canvas)).arrayBuffer() }
}

/** Width and height in pixels with the long edge at most `PHOTO_LONG_EDGE_PX`; never enlarged. */
export function scaled(width: number, height: number): { width: number; height: number } {
  const share = Math.min(1, PHOTO_LONG_EDGE_PX / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * share)), height: Math.max(1, Math.round(height * share)) }
}

async function isPdf(file: Blob): Promise<boolean> {
  return (await file.slice(0, 5).text()) === '%PDF-'
}

async function small(canvas: HTMLCanvasElement): Promise<Blob> {
  let smallest: Blob | null = null
  for (const quality of [0.85, 0.7, 0.55]) {
    smallest = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality))
    if (smallest !== null && smallest.size <= PHOTO_BYTES) break
  }
  if (smallest === null) throw new UnusableFileError(words.photos.unreadablePhoto)
  return smallest
}
