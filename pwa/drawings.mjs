// Icons as plain drawings: the library builds each of its elements anew for every row of a list, which on a slow phone
// is most of what drawing a list takes. Here a drawing is markup, which the browser copies in one go.
import { readFile } from 'node:fs/promises'

const ICON = /@lucide\/svelte\/dist\/icons\/[\w-]+\.svelte$/

/** A Vite plugin that hands over the icons of the library with `size`, `strokeWidth` and `class` to set, and nothing else. */
export function drawings() {
  return {
    name: 'casebook-drawings',
    enforce: 'pre',
    async load(id) {
      return ICON.test(id) ? drawn(await readFile(id, 'utf8'), id) : undefined
    },
  }
}

function drawn(source, id) {
  const found = /const iconData = (\{.*\});/.exec(source)
  if (found === null) throw new Error(`${id} holds no drawing where one was looked for`)
  const shapes = JSON.parse(found[1]).node.map(([tag, attributes]) => {
    const written = Object.entries(attributes).map(([name, value]) => `${name}="${value}"`)
    return `<${tag} ${written.join(' ')} />`
  })
  return `<script>let { size = 24, strokeWidth = 2, class: own } = $props()</script>
<svg class={own} width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width={strokeWidth}
  stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${shapes.join('')}</svg>`
}
