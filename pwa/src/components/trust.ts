/**
 * Trusted Types: where text would become markup or script, the browser asks here. Svelte's templates have a policy of
 * their own; beside them Plotly empties an element before it draws. Nothing else.
 */

/** Lets the page start `scripts` as workers, and no others. */
export function trust(...scripts: string[]): void {
  window.trustedTypes?.createPolicy('default', { createHTML: only(''), createScriptURL: only(...scripts) })
}

function only(...allowed: string[]) {
  return (given: string) => {
    if (!allowed.includes(given)) throw new TypeError()
    return given
  }
}
