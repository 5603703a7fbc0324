/**
 * Trusted Types: where text would become markup or script, the browser asks here. Svelte's templates have a policy of
 * their own; beside them the service worker is started, and Plotly empties an element before it draws. Nothing else.
 */
window.trustedTypes?.createPolicy('default', { createHTML: only(''), createScriptURL: only('/service-worker.js') })

function only(allowed: string) {
  return (given: string) => {
    if (given !== allowed) throw new TypeError()
    return given
  }
}
