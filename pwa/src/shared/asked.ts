/**
 * The page's first question, which the few lines in `shared.html` send before any script of the page is there: on a slow
 * line the answer comes as soon as what shows it.
 */

declare global {
  var asked: { token: string; answer: Promise<Response> } | undefined
}

/** The answer to `token` that is on its way, to the first who takes it; nothing for any other token. */
export function onItsWay(token: string): Promise<Response> | undefined {
  const answer = globalThis.asked?.token === token ? globalThis.asked.answer : undefined
  globalThis.asked = undefined
  return answer
}
