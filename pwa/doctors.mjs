// The doctor's page as it leaves the build names what it will need, so that all of it is fetched at once.
import { isPlotly } from './builds.mjs'

// Nearly all that the page says is written with these letters.
const isFont = ({ fileName }) => fileName.includes('source-sans-3-latin-wght-normal')

/**
 * A Vite plugin by which the doctor's page fetches its font and the chart library beside its script, and is not drawn
 * before the script has something to show: an empty page takes a slow phone a tenth of a second.
 */
export function forDoctors() {
  const handler = (html, { bundle }) => {
    if (bundle === undefined) return html
    const addressOf = (isIt) => `/${Object.values(bundle).find(isIt).fileName}`
    const font = { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: true, href: addressOf(isFont) }
    const charts = { rel: 'modulepreload', crossorigin: true, fetchpriority: 'low', href: addressOf(isPlotly) }
    return {
      html: html.replace('<script type="module"', '$& blocking="render"'),
      tags: [
        { tag: 'link', attrs: font, injectTo: 'head' },
        { tag: 'link', attrs: charts, injectTo: 'body' },
      ],
    }
  }
  return { name: 'for-doctors', enforce: 'post', transformIndexHtml: { order: 'post', handler } }
}
