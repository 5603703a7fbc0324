/** The case as the server last answered it, kept on this phone with its date, and asked for anew when a screen opens. */
import type { FoldedRecord } from '../../core/records'
import type { Store } from '../../database/store'
import type { CaseDeadline, CaseView } from '../../generated/records'
import { caseView, Problem } from '../../sync/server'
import { present, watched } from '../present.svelte'
import { daysOf, TYPED_KINDS } from './days'

const KEPT = 'case'

export interface KnownCase {
  /** What is known, the older answer until a newer one is here; undefined when there is none yet. */
  readonly view: CaseView | undefined
  readonly days: CaseDeadline[]
  /** Why it is not of now. */
  readonly trouble: '' | 'offline' | 'failed'
  readonly isAsking: boolean
}

/** The case for a screen; it asks the server once, after what waits has been sent. */
export function knownCase(): KnownCase {
  let answered = $state.raw<CaseView>()
  let trouble = $state<'' | 'offline' | 'failed'>('')
  let isAsking = $state(present.account !== null)
  const kept = watched((store) => keptCase(store))
  const typed = watched((store) => datedRecords(store))
  const view = $derived(answered ?? kept.value)

  async function ask(): Promise<void> {
    const { store } = present
    await present.syncNow().catch(() => undefined)
    try {
      const found = await caseView()
      answered = found
      await store.keep(KEPT, found).catch(() => undefined)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      trouble = error.isOffline ? 'offline' : 'failed'
    }
    isAsking = false
  }

  if (present.account !== null) void ask()
  return {
    get view() {
      return view
    },
    get days() {
      return typed.value === undefined ? [] : daysOf(view, typed.value)
    },
    get trouble() {
      return trouble
    },
    get isAsking() {
      return isAsking
    },
  }
}

/** What the server last said, without asking it. */
export function keptCase(store: Store): Promise<CaseView | undefined> {
  return store.kept<CaseView>(KEPT)
}

/** Every record that may say a day of its own. */
export async function datedRecords(store: Store): Promise<FoldedRecord[]> {
  return (await Promise.all(TYPED_KINDS.map((kind) => store.all(kind)))).flat()
}
