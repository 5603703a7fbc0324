// Makes the icon sizes that phones ask for from the drawings in public/icons, so that no picture is committed as bytes.
import { readFile } from 'node:fs/promises'
import sharp from 'sharp'

// A maskable or touch icon is cut to the phone's own shape, so it must fill its square.
const SIZES = [
  { drawing: 'casebook', pixels: 192, file: 'casebook-192.png' },
  { drawing: 'casebook', pixels: 512, file: 'casebook-512.png' },
  { drawing: 'casebook-square', pixels: 512, file: 'casebook-maskable-512.png' },
  { drawing: 'casebook-square', pixels: 180, file: 'apple-touch-icon.png' },
  { drawing: 'badge', pixels: 96, file: 'badge-96.png' },
]

/** One icon as PNG bytes, `pixels` wide and high. */
export async function icon(drawing, pixels) {
  const svg = await readFile(new URL(`./public/icons/${drawing}.svg`, import.meta.url))
  return sharp(svg, { density: 300 }).resize(pixels, pixels).png({ compressionLevel: 9 }).toBuffer()
}

/** A Vite plugin that adds every size to the build as `icons/<file>`. */
export function icons() {
  return {
    name: 'casebook-icons',
    apply: 'build',
    async generateBundle() {
      for (const { drawing, pixels, file } of SIZES) {
        this.emitFile({ type: 'asset', fileName: `icons/${file}`, source: await icon(drawing, pixels) })
      }
    },
  }
}
