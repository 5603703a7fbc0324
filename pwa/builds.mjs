// What the two builds have in common: the app's (`vite.config.ts`) and the doctor's page's (`vite.doctor.config.ts`).
import { fileURLToPath } from 'node:url'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { drawings } from './drawings.mjs'

/** The path of a file of this folder. */
export const at = (path) => fileURLToPath(new URL(path, import.meta.url))

/** Whether a file of a bundle holds the chart library. */
export const isPlotly = ({ moduleIds = [] }) => moduleIds.some((id) => id.includes('plotly.js-basic-dist-min'))

export const plugins = () => [drawings(), svelte()]

export const resolve = { alias: { $reference: at('../shared_schemas/reference'), $src: at('src') } }

// Plotly is one large file on purpose, and loads only where a chart is drawn.
export const build = { target: 'es2022', sourcemap: false, chunkSizeWarningLimit: 1_200 }
