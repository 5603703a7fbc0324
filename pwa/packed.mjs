// Writes beside each file of the build that is text the same one packed, as `.br` and `.gz`. Packing as well as that takes
// seconds, which no request should wait for; the server sends whichever the browser takes.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const DIST = new URL('dist', import.meta.url).pathname
const TEXT = /\.(js|css|html|svg|webmanifest)$/
// Below this a header costs more than packing saves.
const FROM_BYTES = 1_000

for (const name of readdirSync(DIST, { recursive: true })) {
  const file = join(DIST, name)
  if (!TEXT.test(name) || statSync(file).size < FROM_BYTES) continue
  const content = readFileSync(file)
  writeFileSync(`${file}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }))
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }))
}
