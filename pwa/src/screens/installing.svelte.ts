/** Whether Casebook is installed here, and the browser's own offer to install it, kept until the patient asks for it. */
import { platformOf } from '../core/platform'

/** Chromium's event; other browsers have none, and there the patient follows the pictures. */
interface InstallOffer extends Event {
  prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }>
}

class Installing {
  readonly platform = platformOf(navigator.userAgent, navigator.maxTouchPoints)
  isInstalled = $state(isStandalone())
  private offer = $state.raw<InstallOffer | null>(null)

  constructor() {
    window.addEventListener('beforeinstallprompt', (event) => {
      event.preventDefault()
      this.offer = event as InstallOffer
    })
    window.addEventListener('appinstalled', () => {
      this.offer = null
      this.isInstalled = true
    })
  }

  get isOffered(): boolean {
    return this.offer !== null
  }

  /** On Apple's phones the installed app starts with an empty store, so it has to come before the first entry. */
  get mustComeFirst(): boolean {
    return this.platform === 'ios' && !this.isInstalled
  }

  /** Takes the browser's offer; whether the patient agreed. An offer can be taken once. */
  async take(): Promise<boolean> {
    const { offer } = this
    this.offer = null
    return offer !== null && (await offer.prompt()).outcome === 'accepted'
  }
}

function isStandalone(): boolean {
  return matchMedia('(display-mode: standalone)').matches || (navigator as { standalone?: boolean }).standalone === true
}

export const installing = new Installing()
