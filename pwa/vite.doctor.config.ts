/**
 * The doctor's page, built for itself beside the app. What it has in common with the app would come in six files more, and
 * a browser that is fetching six asks for the content of the page only when one of them has come.
 */
import { defineConfig } from 'vite'
import { at, build, plugins, resolve } from './builds.mjs'
import { forDoctors } from './doctors.mjs'
import { eager } from './eager.mjs'

export default defineConfig({
  plugins: [...plugins(), eager(() => true), forDoctors()],
  resolve,
  publicDir: false,
  build: { ...build, emptyOutDir: false, modulePreload: false, rolldownOptions: { input: at('shared.html') } },
})
