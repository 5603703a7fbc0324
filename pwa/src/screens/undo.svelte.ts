/** What was just moved to the trash, so that one tap brings it back wherever the patient has landed. */

export interface Undoable {
  id: string
  kind: string
  /** What was done, as a sentence. */
  words: string
}

class Undo {
  offered = $state.raw<Undoable | null>(null)

  /** Offers to bring a record back; the offer before it ends. It stays in the trash either way. */
  offer({ id, kind }: { id: string; kind: string }, words = 'Moved to the trash.'): void {
    this.offered = { id, kind, words }
  }

  end(): void {
    this.offered = null
  }
}

export const undo = new Undo()
