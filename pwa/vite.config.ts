import { fileURLToPath } from 'node:url'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'
import { drawings } from './drawings.mjs'
import { eager } from './eager.mjs'
import { installable } from './installable.mjs'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  plugins: [drawings(), svelte(), eager('plotly.js-basic-dist-min'), ...installable()],
  resolve: { alias: { $reference: at('../shared_schemas/reference'), $src: at('src') } },
  build: {
    target: 'es2022',
    sourcemap: false,
    // Plotly is one large file on purpose, and loads only where a chart is drawn.
    chunkSizeWarningLimit: 1_200,
    rolldownOptions: { input: { index: at('index.html'), shared: at('shared.html') } },
  },
  server: { fs: { allow: [at('..')] }, proxy: { '/api': 'http://127.0.0.1:8000' } },
  // A machine that does much else takes longer for a test of many draws than the usual five seconds.
  test: { dir: at('../tests/pwa'), environment: 'node', testTimeout: 30_000 },
})
