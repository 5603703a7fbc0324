/** Whether the patient agreed to the privacy page as it is now. Asked of the server when it can be reached. */
import { agree, consent, type ConsentView } from '../sync/rights'
import { words } from '../words'
import { present } from './present.svelte'

class Consent {
  /** What the account agreed to last; undefined until it is known. */
  given = $state.raw<ConsentView | undefined>()
  private of: string | null = null

  /** Looks it up for the present account. Without network nothing is asked of anybody. */
  async look(): Promise<void> {
    const account = present.account?.id ?? null
    if (account !== this.of) this.given = undefined
    this.of = account
    if (account === null) return
    const found = await consent().catch(() => undefined)
    if (this.of === account && found !== undefined) this.given = found
  }

  async agree(): Promise<void> {
    this.given = await agree(words.privacy.version)
  }

  /** Why it is asked. */
  get asks(): string {
    return this.given?.version ? words.privacy.agree.changed : words.privacy.agree.missing
  }

  get mustAsk(): boolean {
    return present.account !== null && this.given !== undefined && this.given.version !== words.privacy.version
  }
}

export const consenting = new Consent()
