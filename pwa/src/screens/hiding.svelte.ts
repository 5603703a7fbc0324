/** Covering the screen, by the patient's tap or when another app comes to the front. A cover outlives a reload. */

const COVERED = 'casebook.covered'
const ON_LEAVING = 'casebook.coverOnLeaving'
/** Two presses of Escape within this time are one wish. */
const TWICE_MS = 600

class Hiding {
  isCovered = $state(sessionStorage.getItem(COVERED) !== null)
  coversOnLeaving = $state(localStorage.getItem(ON_LEAVING) !== null)
  private escapedAt = -Infinity

  cover(): void {
    this.isCovered = true
    sessionStorage.setItem(COVERED, 'yes')
  }

  uncover(): void {
    this.isCovered = false
    this.escapedAt = -Infinity
    sessionStorage.removeItem(COVERED)
  }

  coverOnLeaving(wanted: boolean): void {
    this.coversOnLeaving = wanted
    if (wanted) localStorage.setItem(ON_LEAVING, 'yes')
    else localStorage.removeItem(ON_LEAVING)
  }

  /** Another app comes to the front. */
  left(): void {
    if (this.coversOnLeaving) this.cover()
  }

  /** Escape was pressed at `at` ms. */
  escaped(at: number): void {
    if (at - this.escapedAt < TWICE_MS) this.cover()
    else this.escapedAt = at
  }
}

export const hiding = new Hiding()
