import worker from '../database/aside.worker?worker&url'

/**
 * Trusted Types: where text would become markup or script, the browser asks here. Svelte's templates have a policy of
 * their own; beside them two workers are started, and Plotly empties an element before it draws. Nothing else.
 */
window.trustedTypes?.createPolicy('default', { createHTML: only(''), createScriptURL: only('/service-worker.js', worker) })

function only(...allowed: string[]) {
  return (given: string) => {
    if (!allowed.includes(given)) throw new TypeError()
    return given
  }
}
