/** Drawing with Plotly, which is loaded only when a chart is on the screen. */
import { restyled, type Look, type PlotlyFigure } from './restyle'

interface Plotly {
  react(root: HTMLElement, data: unknown, layout: unknown, config: unknown): Promise<unknown>
  purge(root: HTMLElement): void
}

// A chart that takes no touch lets the page scroll; the exact numbers stand in the table.
const CONFIG = { staticPlot: true, displayModeBar: false, responsive: false }

let loading: Promise<Plotly> | undefined

/** The chart library, fetched once. A fetch that failed is tried again by the next call. */
export function plotly(): Promise<Plotly> {
  loading ??= import('plotly.js-basic-dist-min').then(
    (library) => library.default as Plotly,
    (failure: unknown) => {
      loading = undefined
      throw failure
    },
  )
  return loading
}

/** Draws `figure` into `root` as wide as it is now, in the colours that hold there; drawing again replaces it. */
export async function draw(root: HTMLElement, figure: PlotlyFigure): Promise<void> {
  const library = await plotly()
  const { data, layout } = restyled(figure, lookOf(root))
  await library.react(root, data, layout, CONFIG)
}

/** Frees what Plotly holds for `root`. */
export function forget(root: HTMLElement): void {
  void loading?.then((library) => library.purge(root))
}

function lookOf(root: HTMLElement): Look {
  const style = getComputedStyle(root)
  const color = (name: string) => style.getPropertyValue(name).trim()
  return {
    text: color('--text'),
    muted: color('--muted'),
    line: color('--line'),
    faint: color('--faint'),
    accent: color('--accent'),
    surface: color('--surface'),
    family: style.fontFamily,
    width: root.clientWidth,
  }
}
