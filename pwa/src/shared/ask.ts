/**
 * The page's first question, asked while the page itself is still on its way. A script of its own that imports next to
 * nothing and waits for nothing (`installable.mjs`): on a slow line the answer comes as soon as what shows it.
 */
import { tokenIn } from './token'

const token = tokenIn(location.hash)

let asked = token === null ? undefined : { token, answer: ask(token) }

function ask(token: string): Promise<Response> {
  const answer = fetch('/api/shared', {
    method: 'POST',
    credentials: 'same-origin',
    cache: 'no-store',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token }),
  })
  // Whoever takes the answer says what went wrong.
  answer.catch(() => undefined)
  return answer
}

/** The answer to `token` that is on its way, to the first who takes it; nothing for any other token. */
export function onItsWay(token: string): Promise<Response> | undefined {
  const answer = asked?.token === token ? asked.answer : undefined
  asked = undefined
  return answer
}
