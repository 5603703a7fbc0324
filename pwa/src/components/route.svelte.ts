/** Where the app is, by the part of the address after #, so that no server ever sees it. */

/** The steps of an address: `#/entry/abc` is `['entry', 'abc']`; no address is Today. */
export function stepsOf(hash: string): string[] {
  const steps = hash.replace(/^#\/?/, '').split('?')[0]!.split('/').filter((step) => step !== '')
  return steps.length > 0 ? steps.map(decoded) : ['today']
}

/** The address of some steps. */
export function to(...steps: string[]): string {
  return `#/${steps.map(encodeURIComponent).join('/')}`
}

class Route {
  steps = $state.raw<string[]>(['today'])

  constructor() {
    this.read()
    window.addEventListener('hashchange', () => this.read())
  }

  /** Goes to an address; `replace` leaves no way back to this one. */
  go(address: string, { replace = false } = {}): void {
    if (replace) {
      history.replaceState(null, '', address)
      this.read()
    } else location.hash = address
  }

  private read(): void {
    this.steps = stepsOf(location.hash)
  }
}

export const route = new Route()

function decoded(step: string): string {
  try {
    return decodeURIComponent(step)
  } catch {
    return step
  }
}
