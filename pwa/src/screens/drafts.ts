/** Questionnaires that were begun on this phone and not saved yet. */
import { QUESTIONNAIRES, type Instrument } from '../core/scoring'
import type { Store } from '../database/store'

export interface Draft {
  id: string
  answers: (number | null)[]
  difficulty: number | null
  place: number
  at: number
}

/** For so long the answers begun are about the same time as those to come; later it is asked anew. */
const DRAFT_MS = 24 * 3_600_000

/** The name under which the store keeps the draft of a questionnaire; of an `existing` one when it is changed. */
export const draftName = (instrument: string, existing?: string) => `questionnaire ${instrument} ${existing ?? ''}`

/** The draft, if there is one that is not too old. */
export async function draftOf(store: Store, instrument: string, existing?: string, now = Date.now()): Promise<Draft | undefined> {
  const draft = await store.kept<Draft>(draftName(instrument, existing))
  return draft && now - draft.at < DRAFT_MS ? draft : undefined
}

/** A questionnaire that was begun and has at least one answer; null when there is none. All drafts are asked for at once:
 * one after the other, they were most of what Today waited for. */
export async function begunQuestionnaire(store: Store, now = Date.now()): Promise<{ instrument: Instrument; answered: number } | null> {
  const drafts = await Promise.all(QUESTIONNAIRES.map(async ({ id }) => draftOf(store, id, undefined, now)))
  const begun = QUESTIONNAIRES.map((instrument, place) => ({ instrument, answered: answeredIn(drafts[place]) }))
  return begun.find(({ answered }) => answered > 0) ?? null
}

function answeredIn(draft: Draft | undefined): number {
  return draft?.answers.filter((answer) => answer !== null).length ?? 0
}
