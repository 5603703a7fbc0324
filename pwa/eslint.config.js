import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import typescript from 'typescript-eslint'
import svelteConfig from './svelte.config.js'

/** Arrows point down: what a realm may not import. */
const realm = (files, forbidden) => ({
  files,
  rules: {
    'no-restricted-imports': [
      'error',
      { patterns: [{ regex: `/(${forbidden.join('|')})(/|$)`, message: 'Arrows point down: see CONTRIBUTING.md.' }] },
    ],
  },
})

export default typescript.config(
  { ignores: ['dist/', 'node_modules/', 'src/generated/'] },
  ...typescript.configs.strict,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser, ...globals.node } } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: typescript.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
  },
  { rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
  realm(['src/core/**'], ['database', 'sync', 'components', 'screens', 'shared', 'service-worker']),
  realm(['src/database/**'], ['sync', 'components', 'screens', 'shared', 'service-worker']),
  realm(['src/sync/**'], ['components', 'screens', 'shared', 'service-worker']),
  realm(['src/words/**'], ['database', 'sync', 'components', 'screens', 'shared', 'service-worker']),
  realm(['src/components/**'], ['screens', 'shared', 'service-worker']),
  realm(['src/service-worker/**', 'src/service-worker.ts'], ['database', 'sync', 'components', 'screens', 'shared']),
)
