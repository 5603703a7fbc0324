import { describe, expect, test } from 'vitest'
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
    xaxis: { type: 'date' },
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
    expect(layout['shapes']).toMatchObject([{ line: { color: 'line' } }, { fillcolor: 'faint', layer: 'below' }])
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
})
