/** Every text a patient reads stands in the catalogue: no letter in markup, no sentence in a script. */
import { readdirSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'svelte/compiler'
import { describe, expect, it } from 'vitest'

const SRC = fileURLToPath(new URL('../../pwa/src', import.meta.url))
// The catalogue itself, and the names that the schemas give.
const APART = /^(words|generated)\//
const READ_ALOUD = new Set(['title', 'label', 'aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext', 'alt', 'placeholder', 'detail', 'note', 'hint', 'unit', 'backTo', 'save', 'content'])
const UNREAD = new Set(['class', 'style', 'd', 'autocomplete'])
const LOOK_UPS = new Set(['keep', 'kept', 'startsWith', 'endsWith', 'includes', 'matchMedia', 'getElementById', 'querySelector', 'querySelectorAll', 'DateTimeFormat', 'has', 'get'])
// A word with a capital, or two words beside each other: what a name in a program never looks like here.
const LOOKS_WORDED = /^\p{Lu}\p{Ll}|\p{L}{2,}[,.:;!?]? +\p{L}{2,}/u
// What these say is for whoever reads a program; a screen has words of its own for what happened.
const UNSEEN_ERRORS = new Set(['Error', 'ClosedError', 'NoRoomError'])
const LETTER = /\p{L}{2,}/u
const HEADER = /^[A-Z][a-z]+(-[A-Z][a-z]+)+$/

interface Node {
  type: string
  start?: number
  [name: string]: unknown
}

/** The texts in a file that do not come from the catalogue. */
function textsIn(source: string, isSvelte: boolean): string[] {
  const found: string[] = []
  const root = parse(isSvelte ? source : `<script lang="ts">${source}</script>`, { modern: true })
  visit(root as unknown as Node, [], found)
  return found
}

function visit(node: Node, above: readonly Node[], found: string[]): void {
  if (node.type === 'StyleSheet' || node.type === 'ImportDeclaration' || node.type.startsWith('TS')) {
    if (!/^TS(As|Satisfies|NonNull|TypeAssertion)/.test(node.type)) return
  }
  const text = textOf(node, above)
  if (text !== undefined) found.push(text)
  for (const [name, value] of Object.entries(node)) {
    if (name === 'parent' || name === 'loc' || name === 'typeAnnotation') continue
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) visit(child, [...above, node], found)
    }
  }
}

function textOf(node: Node, above: readonly Node[]): string | undefined {
  if (node.type === 'Text') return isShown(above) && LETTER.test(String(node['data'])) ? String(node['data']).trim() : undefined
  if (node.type === 'TemplateElement') {
    const { cooked } = node['value'] as { cooked: string }
    return !isName(node, above) && LOOKS_WORDED.test(cooked.trim()) ? cooked.trim() : undefined
  }
  if (node.type !== 'Literal' || typeof node['value'] !== 'string' || isName(node, above)) return undefined
  return LOOKS_WORDED.test(node['value']) ? node['value'] : undefined
}

/** Markup text is shown, and attribute text where it is read aloud or handed on to be shown. */
function isShown(above: readonly Node[]): boolean {
  const attribute = above.findLast((node) => node.type === 'Attribute')
  return attribute === undefined ? !above.some((node) => node.type === 'Script') : READ_ALOUD.has(String(attribute['name']))
}

/** Whether a literal is compared, looked up, sent as the name of a header, thrown or used as a style, and so never shown. */
function isName(node: Node, above: readonly Node[]): boolean {
  const parent = above.at(-1)!
  if (UNREAD.has(String(above.findLast((node) => node.type === 'Attribute')?.['name']))) return true
  if (parent.type === 'BinaryExpression' || parent.type === 'SwitchCase') return true
  if (parent.type === 'Property') return parent['key'] === node && HEADER.test(String(node['value']))
  if (parent.type === 'NewExpression' && UNSEEN_ERRORS.has(calledIn(parent))) return true
  if (parent.type === 'VariableDeclarator') return /^[A-Z_]+$/.test(String((parent['id'] as Node)['name']))
  return (parent.type === 'CallExpression' || parent.type === 'NewExpression') && LOOK_UPS.has(calledIn(parent))
}

function calledIn(call: Node): string {
  const callee = call['callee'] as Node
  return String(((callee['property'] as Node | undefined) ?? callee)['name'])
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
}

function files(): string[] {
  return readdirSync(SRC, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(svelte|ts)$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map((entry) => relative(SRC, `${entry.parentPath}/${entry.name}`))
    .filter((file) => !APART.test(file))
    .sort()
}

describe('the catalogue of words', () => {
  it.each(files())('%s holds no text of its own', (file) => {
    expect(textsIn(readFileSync(`${SRC}/${file}`, 'utf8'), file.endsWith('.svelte'))).toEqual([])
  })

  it('finds what is not in it', () => {
    const found = (source: string) => textsIn(source, true)
    expect(found('<p>Log a session</p>')).toEqual(['Log a session'])
    expect(found('<Row title="Trash" href="/x" />')).toEqual(['Trash'])
    expect(found('<Row title={isOld ? "Past session" : words.now} />')).toEqual(['Past session'])
    expect(found('<script lang="ts">const wrong = `${count} changes are lost`</script>')).toEqual(['changes are lost'])
    expect(textsIn("export const TITLES = { denial: 'Denial' }", false)).toEqual(['Denial'])
    expect(textsIn("export const KINDS = { 'Past session': 1, 'Follow-up': 2 }", false)).toEqual(['Past session', 'Follow-up'])
    expect(textsIn("throw new ClosedError('this store is closed')", false)).toEqual([])
    expect(textsIn("throw new UnusableFileError('This file is too large')", false)).toEqual(['This file is too large'])
    expect(found('<p class="small muted">{words.help.title}, {count}</p>')).toEqual([])
  })
})
