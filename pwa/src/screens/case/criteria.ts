/** Which set of criteria speaks for this patient's plan. */
import type { CaseCriteriaSet } from '../../generated/records'

/** The own plan's set, else the one named on the plan, else the first of those that only compare. */
export function chosenSet(sets: readonly CaseCriteriaSet[]): CaseCriteriaSet | undefined {
  return sets.find((set) => set.is_own) ?? sets.find((set) => set.is_chosen) ?? sets[0]
}
