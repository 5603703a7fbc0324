/** A new version waits until the patient asks for it: nothing reloads over a form. The whole update flow is here. */
import { Workbox } from 'workbox-window'
import { whenIdle } from '../components/idle'
import { route } from '../components/route.svelte'

class Update {
  isWaiting = $state(false)
  private worker: Workbox | null = null

  /** Registers the service worker once the first screen has been drawn. */
  async register(): Promise<void> {
    if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
    const worker = new Workbox('/service-worker.js')
    this.worker = worker
    worker.addEventListener('waiting', () => (this.isWaiting = true))
    navigator.serviceWorker.addEventListener('message', (event: MessageEvent<{ type?: string; hash?: string }>) => {
      if (event.data.type === 'OPEN' && event.data.hash) route.go(event.data.hash)
    })
    await worker.register().catch(() => undefined)
    // The chart library is fetched when nothing else happens, so that Progress opens without network too.
    const ready = await navigator.serviceWorker.ready
    whenIdle(() => ready.active?.postMessage({ type: 'KEEP_CHARTS' }))
  }

  /** Takes the new version; the page reloads once it is in charge. */
  take(): void {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
    this.worker?.messageSkipWaiting()
  }
}

export const update = new Update()
