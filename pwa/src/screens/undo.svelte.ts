/** What was just moved to the trash, so that one tap brings it back wherever the patient has landed. */
import { words } from '../words'

export interface Undoable {
  id: string
  kind: string
  /** What was done, as a sentence. */
  words: string
}

class Undo {
  offered = $state.raw<Undoable | null>(null)

  /** Offers to bring a record back; the offer before it ends. It stays in the trash either way. */
  offer({ id, kind }: { id: string; kind: string }, said = words.app.movedToTrash): void {
    this.offered = { id, kind, words: said }
  }

  end(): void {
    this.offered = null
  }
}

export const undo = new Undo()
