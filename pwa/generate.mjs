// Turns the JSON Schema of the wire into TypeScript: node generate.mjs schema.json records.ts fields.ts
import { readFile, writeFile } from 'node:fs/promises'
import { compile } from 'json-schema-to-typescript'

const [source, target, fieldsTarget] = process.argv.slice(2)
const schema = JSON.parse(await readFile(source, 'utf8'))

/** Titles would give every field a type of its own, named after the field. */
function withoutTitles(part) {
  if (Array.isArray(part)) return part.map(withoutTitles)
  if (part === null || typeof part !== 'object') return part
  return Object.fromEntries(
    Object.entries(part)
      .filter(([name, value]) => !(name === 'title' && typeof value === 'string'))
      .map(([name, value]) => [name, withoutTitles(value)]),
  )
}

const definitions = withoutTitles(schema.$defs)
const root = {
  $defs: definitions,
  type: 'object',
  additionalProperties: false,
  properties: Object.fromEntries(Object.keys(definitions).map((name) => [name, { $ref: `#/$defs/${name}` }])),
}
const text = await compile(root, 'Wire', {
  bannerComment: '/* Made by scripts/generate from shared_schemas. Do not edit. */',
  format: true,
  style: { semi: false, singleQuote: true, printWidth: 120 },
  unreachableDefinitions: false,
})
await writeFile(target, text)

// A type is gone when the phone runs; a table needs its columns then.
const kinds = Object.entries(schema.fields)
const lines = kinds.map(([kind, names]) => `  ${kind}: [\n${names.filter((name) => name !== 'id' && name !== 'kind').map((name) => `    '${name}',\n`).join('')}  ],\n`)
await writeFile(
  fieldsTarget,
  `/* Made by scripts/generate from shared_schemas. Do not edit. */\n\n/** The fields of every record kind, in the order of its schema. */\nexport const FIELDS: Readonly<Record<string, readonly string[]>> = {\n${lines.join('')}}\n`,
)
