import { defineConfig } from 'vitest/config'
import { at, build, isPlotly, plugins, resolve } from './builds.mjs'
import { eager } from './eager.mjs'
import { installable } from './installable.mjs'

export default defineConfig({
  plugins: [...plugins(), eager(isPlotly), ...installable()],
  resolve,
  build: { ...build, rolldownOptions: { input: at('index.html') } },
  server: { fs: { allow: [at('..')] }, proxy: { '/api': 'http://127.0.0.1:8000' } },
  // A machine that does much else takes longer for a test of many draws than the usual five seconds.
  test: { dir: at('../tests/pwa'), environment: 'node', testTimeout: 30_000 },
})
