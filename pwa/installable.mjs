// What makes the build an app that can be installed and opened without network: manifest, icons, service worker.
import { VitePWA } from 'vite-plugin-pwa'
import { icons } from './icons.mjs'

// The name and the words say nothing about a treatment: they stand on a home screen.
const MANIFEST = {
  id: '/',
  name: 'Casebook',
  short_name: 'Casebook',
  description: 'A private journal that works without network.',
  start_url: '/',
  scope: '/',
  display: 'standalone',
  lang: 'en',
  dir: 'ltr',
  background_color: '#FAF9F6',
  theme_color: '#FAF9F6',
  icons: [
    { src: 'icons/casebook-192.png', sizes: '192x192', type: 'image/png' },
    { src: 'icons/casebook-512.png', sizes: '512x512', type: 'image/png' },
    { src: 'icons/casebook-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    { src: 'icons/casebook.svg', sizes: 'any', type: 'image/svg+xml' },
  ],
  shortcuts: [
    { name: 'Log a session', url: '/#/session/new' },
    { name: 'Check in', url: '/#/check-in' },
  ],
}

/** The Vite plugins of the installable build. The worker is `src/service-worker.ts`, served as `/service-worker.js`. */
export function installable() {
  return [
    icons(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src',
      filename: 'service-worker.ts',
      // A new version waits until the patient asks for it: nothing may reload over a form being filled in.
      registerType: 'prompt',
      injectRegister: false,
      includeManifestIcons: false,
      manifest: MANIFEST,
      injectManifest: {
        rollupFormat: 'iife',
        globPatterns: ['index.html', 'manifest.webmanifest', 'assets/**/*.{js,css}', 'assets/source-sans-3-latin*.woff2', 'icons/*.{svg,png}'],
        globIgnores: ['icons/badge*.svg', 'icons/casebook-square.svg'],
      },
    }),
  ]
}
