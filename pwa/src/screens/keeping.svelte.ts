/** Whether this browser promised to keep the entries until the patient deletes them. */

class Keeping {
  /** null while that is not known, or where browsers make no such promise. */
  isPromised = $state<boolean | null>(null)
  private isAsked = false

  /** Asks for the promise, once a start; Firefox asks the patient in turn, so not before there is an entry to keep. */
  async ask(): Promise<void> {
    if (this.isAsked || typeof navigator.storage?.persist !== 'function') return
    this.isAsked = true
    this.isPromised = (await navigator.storage.persisted()) || (await navigator.storage.persist())
  }
}

export const keeping = new Keeping()
