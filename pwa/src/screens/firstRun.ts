/** Whether Casebook was ever opened in this browser. Noted beside the entries, because it is true of any account. */
const KEY = 'casebook.welcomed'

export function isFirstRun(): boolean {
  return localStorage.getItem(KEY) === null
}

export function endFirstRun(): void {
  localStorage.setItem(KEY, 'yes')
}
