import { describe, expect, test } from 'vitest'
import type { Json } from '$src/core/records'
import { restyled, type Look, type PlotlyFigure } from '$src/components/chart/restyle'

const LOOK: Look = {
  text: 'text',
  muted: 'muted',
  line: 'line',
  faint: 'faint',
  accent: 'accent',
  surface: 'surface',
  family: 'Source Sans 3',
  width: 358,
}

const FIGURE: PlotlyFigure = {
  data: [
    { type: 'scatter', x: ['2026-11-01'], y: [12], meta: { role: 'scores' }, line: { width: 2 }, marker: { size: 7 } },
    { type: 'scatter', x: ['2026-11-01'], y: [5], meta: { role: 'remission' } },
  ],
  layout: {
    title: { text: 'said beside the chart' },
    xaxis: { type: 'date', range: ['2026-10-01', '2026-11-10'] },
    yaxis: { range: [0, 27], title: { text: 'PHQ-9' } },
    shapes: [{ type: 'line', name: 'session', x0: '2026-11-01' }, { type: 'rect', name: 'gap' }],
    annotations: [{ name: 'remission', text: 'Remission below 5' }],
  },
}

describe('a figure of the server', () => {
  test('takes the colours of this screen by what its parts mean', () => {
    const { data, layout } = restyled(FIGURE, LOOK)
    expect(data[0]).toMatchObject({ line: { color: 'accent', width: 2 }, marker: { color: 'accent', size: 7 } })
    expect(data[1]).toMatchObject({ line: { color: 'muted' } })
    expect(layout['shapes']).toMatchObject([{ line: { color: 'muted' } }, { fillcolor: 'faint', layer: 'below' }])
    expect(layout['annotations']).toMatchObject([{ text: 'Remission below 5', font: { color: 'muted' } }])
  })

  test('keeps its numbers and the full range of the instrument', () => {
    const { data, layout } = restyled(FIGURE, LOOK)
    expect(data[0]).toMatchObject({ x: ['2026-11-01'], y: [12] })
    expect(layout['yaxis']).toMatchObject({ range: [0, 27], title: { text: 'PHQ-9' }, fixedrange: true })
  })

  test('is never changed itself, so that it can be drawn again in the dark', () => {
    const before = structuredClone(FIGURE)
    restyled(FIGURE, LOOK)
    restyled(FIGURE, { ...LOOK, accent: 'other', width: 1200 })
    expect(FIGURE).toEqual(before)
  })

  test('without shapes, annotations or axes is still a figure', () => {
    expect(restyled({ data: [], layout: {} }, LOOK)).toMatchObject({ data: [], layout: { shapes: [], annotations: [] } })
  })

  test('has room for the label of its latest session, and for words beside its lines', () => {
    const rightOf = (layout: PlotlyFigure['layout']) =>
      (restyled({ data: [], layout }, LOOK).layout['margin'] as { r: number }).r
    expect(rightOf({ xaxis: { ticktext: ['Dec 6', 'Nov 18'] } })).toBeGreaterThan(rightOf({ xaxis: {} }))
    expect(rightOf({ annotations: [{ xref: 'paper', xanchor: 'left' }] })).toBeGreaterThan(60)
  })

  test('has room for its numbers and titles from the start, so that it is drawn once', () => {
    const marginOf = (layout: PlotlyFigure['layout']) =>
      restyled({ data: [], layout }, LOOK).layout['margin'] as Record<'l' | 'b', number>
    const short = marginOf({ xaxis: { range: [0, 9] }, yaxis: { range: [0, 27] } })
    const long = { xaxis: { range: [0, 9], title: { text: 'Days' } }, yaxis: { tickvals: [0, 25.5, 1000], range: [0, 1000] } }
    expect(marginOf(long).l).toBeGreaterThan(short.l)
    expect(marginOf(long).b).toBeGreaterThan(short.b)
    expect(marginOf({ xaxis: { range: [0, 2], ticktext: ['Dec 6<br>2026'] } }).b).toBeGreaterThan(short.b)
    const half = { xaxis: { range: [0, 9] }, yaxis: { range: [-1.5, 1.5] } }
    expect(marginOf(half).l).toBeGreaterThan(short.l)
    expect(restyled({ data: [], layout: half }, LOOK).layout['yaxis']).toMatchObject({ automargin: false })
  })

  test('leaves the room for names to whoever draws them', () => {
    const layout = { xaxis: { range: [0, 9] }, yaxis: { autorange: 'reversed' } }
    expect(restyled({ data: [], layout }, LOOK).layout['yaxis']).toMatchObject({ automargin: true })
  })

  test('writes the year under the month, never aslant', () => {
    const { layout } = restyled({ data: [], layout: { xaxis: { type: 'date', range: ['2026-01-01', '2026-11-01'] } } }, LOOK)
    expect(layout['xaxis']).toMatchObject({ tickangle: 0, automargin: false, nticks: 5 })
    const week = { xaxis: { type: 'date', range: ['2026-11-01', '2026-11-05'] } }
    expect(restyled({ data: [], layout: week }, { ...LOOK, width: 700 }).layout['xaxis']).toMatchObject({ nticks: 4 })
  })

  test('grows the squares of a calendar with the width, up to a comfortable size', () => {
    const days = { type: 'scatter', x: [0], y: [0], meta: { role: 'day_made' }, marker: { symbol: 'square' } }
    const sizeAt = (width: number) => {
      const marker = restyled({ data: [days], layout: {} }, { ...LOOK, width }).data[0]?.['marker']
      return (marker as { size: number }).size
    }
    expect(sizeAt(358)).toBeLessThan(10)
    expect(sizeAt(1200)).toBe(15)
  })

  test('marks a session on a filled day in the colour of the ground, and on any other in that of words', () => {
    const colourOf = (role: string) => restyled({ data: [{ meta: { role } }], layout: {} }, LOOK).data[0]?.['marker']
    expect(colourOf('day_session')).toMatchObject({ color: 'text' })
    expect(colourOf('day_session_made')).toMatchObject({ color: 'surface' })
  })

  test('keeps a height of its own, bars with their pattern, and the bars of an interval in grey', () => {
    const bar = { type: 'bar', x: [3], y: ['Nausea'], meta: { role: 'severe' }, marker: { pattern: { shape: 'x' } } }
    const mean = { type: 'scatter', x: [1], y: [6], meta: { role: 'phase_mean' }, error_y: { array: [1] } }
    const { data, layout } = restyled({ data: [bar, mean], layout: { height: 210 } }, LOOK)
    expect(layout['height']).toBe(210)
    expect(data[0]).toMatchObject({ marker: { color: 'text', pattern: { shape: 'x', bgcolor: 'text', fgcolor: 'surface' } } })
    expect(data[1]).toMatchObject({ marker: { color: 'accent' }, error_y: { color: 'muted', array: [1] } })
  })
})

test('labels are measured only where one could be cut', () => {
  const beside = { xref: 'paper', xanchor: 'left', text: 'Sessions' }
  const axisOf = (name: string, annotations: Json[]) =>
    restyled({ data: [], layout: { ...FIGURE.layout, annotations } }, LOOK).layout[name]
  expect(axisOf('xaxis', [])).not.toHaveProperty('ticklabeloverflow')
  expect(axisOf('xaxis', [beside])).toMatchObject({ ticklabeloverflow: 'allow' })
  expect(axisOf('yaxis', [])).toMatchObject({ ticklabeloverflow: 'allow' })
})
