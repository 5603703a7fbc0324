/**
 * The service worker: keeps the shell so that Casebook opens without network, and shows reminders. It holds no entry of
 * the journal and never keeps an answer of the server; those belong to the database.
 */
/// <reference lib="webworker" />
import { clientsClaim } from 'workbox-core'
import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
  type PrecacheEntry,
} from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { CacheFirst } from 'workbox-strategies'
import { isChartLibrary, isShellNavigation, LATER, withoutOthers } from './service-worker/shell'
import { markIcon } from './service-worker/badge'
import { notificationOf, PUT_OFF, putOff } from './service-worker/reminder'
import { openAt } from './service-worker/window'

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: (PrecacheEntry | string)[] }

const entries = self.__WB_MANIFEST.map((entry) => (typeof entry === 'string' ? { url: entry, revision: null } : entry))
const chartLibraries = entries.map((entry) => entry.url).filter(isChartLibrary)

precacheAndRoute(
  entries.filter((entry) => !isChartLibrary(entry.url)),
  // Clean addresses would let a kept file answer for the doctor's page.
  { cleanURLs: false },
)
cleanupOutdatedCaches()
registerRoute(new NavigationRoute(createHandlerBoundToURL('index.html'), { allowlist: [isShellNavigation] }))
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && isChartLibrary(url.pathname),
  new CacheFirst({ cacheName: LATER }),
)
clientsClaim()

// What goes to the server need not wait until this worker runs; browsers that cannot be told so ask it, and it lets it pass.
self.addEventListener('install', (event) => {
  const router = event as ExtendableEvent & { addRoutes?: (rule: object) => Promise<void> }
  void router.addRoutes?.({ condition: { urlPattern: new URLPattern({ pathname: '/api/*' }) }, source: 'network' })
})

self.addEventListener('activate', (event) => {
  event.waitUntil(caches.open(LATER).then((cache) => withoutOthers(cache, chartLibraries, self.location.origin)))
})

self.addEventListener('message', (event) => {
  const type: unknown = (event.data as { type?: unknown } | null)?.type
  // Only the patient's own tap on "Update" may let a new version take over.
  if (type === 'SKIP_WAITING') event.waitUntil(self.skipWaiting())
  if (type === 'KEEP_CHARTS') event.waitUntil(caches.open(LATER).then((cache) => cache.addAll(chartLibraries)))
})

self.addEventListener('push', (event) => {
  const { title, isDue, options } = notificationOf(event.data?.text() ?? '', self.location.origin)
  const shown = self.registration.showNotification(title, options)
  event.waitUntil(isDue ? shown.then(() => markIcon(self.navigator)) : shown)
})

self.addEventListener('notificationclick', (event) => {
  const isPutOff = event.action === PUT_OFF
  event.waitUntil(isPutOff ? putOff(self.registration, event.notification, self.fetch) : openAt(self.clients, event.notification))
})
