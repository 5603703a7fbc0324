/**
 * The server's figures in the colours of this screen. A figure says what its parts mean (`meta.role` of a trace, `name`
 * of a shape or annotation); which colour that is depends on light or dark, so it is chosen here. Numbers, axis ranges
 * and words stay as they came.
 */
import type { Json } from '../../core/records'

type Part = Record<string, Json>

/** A Plotly figure as the server sends it. */
export interface PlotlyFigure {
  data: Part[]
  layout: Part
}

/** What a chart takes from the screen it is on. Colours are CSS colours. */
export interface Look {
  text: string
  muted: string
  line: string
  faint: string
  accent: string
  surface: string
  family: string
  /** Width in CSS pixels; below `NARROW` labels take less room. */
  width: number
}

const NARROW = 520
/** Room for the labels that stand beside the chart, at the right ends of their lines. */
const BESIDE = 84
/** Room for the half of the last place's label that stands past its mark: Plotly leaves out what it would have to cut. */
const LAST_LABEL = 28
/** The most that a sign of a number takes, a line of words, and what stands between an axis and its labels. */
const SIGN = 8
const LINE = 18
const TICK = 10
/** Below this range the steps of an axis can be halves. */
const FINE = 6
/** The month above its year: side by side they would be too wide for a phone, and Plotly would turn them. */
const DAYS = [
  { dtickrange: [null, 'M1'], value: '%b %-d<br>%Y' },
  { dtickrange: ['M1', 'M6'], value: '%b<br>%Y' },
  { dtickrange: ['M12', null], value: '%Y' },
]

/** The figure to hand to Plotly; `figure` is not changed. */
export function restyled(figure: PlotlyFigure, look: Look): PlotlyFigure {
  return {
    data: figure.data.map((trace) => restyledTrace(trace, look)),
    layout: restyledLayout(figure.layout, look),
  }
}

/** What is not named here is what the chart is about, and takes the accent. Marks also differ in shape. */
const COLORS: [RegExp, (look: Look) => string][] = [
  [/^(gap|shade|stem|spread|mild|not_noted|day_none)$/, (look) => look.line],
  [/^(severe|day_session)$/, (look) => look.text],
  [/^day_session_made$/, (look) => look.surface],
  [/^(session|before|response|remission|reference|interval|none|moderate)$/, (look) => look.muted],
]

function colorOf(role: string, look: Look): string {
  return (COLORS.find(([roles]) => roles.test(role))?.[1] ?? ((other: Look) => other.accent))(look)
}

function roleOf(part: Part): string {
  const meta = part['meta']
  if (isPart(meta) && typeof meta['role'] === 'string') return meta['role']
  return typeof part['name'] === 'string' ? part['name'] : ''
}

function restyledTrace(trace: Part, look: Look): Part {
  const role = roleOf(trace)
  const color = colorOf(role, look)
  return {
    ...trace,
    ...(trace['type'] === 'bar' ? {} : { line: { ...partOf(trace['line']), color } }),
    marker: restyledMarker(partOf(trace['marker']), role, color, look),
    ...(isPart(trace['error_y']) ? { error_y: { ...trace['error_y'], color: look.muted } } : {}),
    ...(trace['fill'] === undefined ? {} : { fillcolor: look.faint }),
    textfont: { ...partOf(trace['textfont']), color: look.text, family: look.family, size: 14 },
    hoverinfo: 'skip',
  }
}

function restyledMarker(marker: Part, role: string, color: string, look: Look): Part {
  return {
    ...marker,
    color,
    ...(isPart(marker['line']) ? { line: { ...marker['line'], color } } : {}),
    ...(isPart(marker['pattern']) ? { pattern: { ...marker['pattern'], bgcolor: color, fgcolor: look.surface } } : {}),
    ...(role.startsWith('day_') ? { size: sizeOfDay(role, look) } : {}),
  }
}

/** The squares of a calendar of 26 weeks grow with the width, up to a comfortable size. */
function sizeOfDay(role: string, look: Look): number {
  const square = Math.min(15, Math.max(6, ((look.width - 70) / 26) * 0.75))
  return Math.round(role === 'day_none' ? square / 3 : square)
}

function restyledLayout(layout: Part, look: Look): Part {
  const axes = Object.entries(layout).filter(([name, part]) => /^[xy]axis\d*$/.test(name) && isPart(part))
  const right = roomBeside(layout)
  return {
    ...layout,
    ...Object.fromEntries(axes.map(([name, axis]) => [name, restyledAxis(name, axis as Part, look, right)])),
    title: null,
    showlegend: false,
    autosize: true,
    width: null,
    height: typeof layout['height'] === 'number' ? layout['height'] : look.width < NARROW ? 300 : 340,
    margin: { l: roomLeft(partOf(layout['yaxis'])), r: right, t: 12, b: roomBelow(partOf(layout['xaxis'])), pad: 0 },
    paper_bgcolor: 'transparent',
    plot_bgcolor: 'transparent',
    font: { family: look.family, size: 14, color: look.text },
    shapes: partsOf(layout['shapes']).map((shape) => restyledShape(shape, look)),
    annotations: partsOf(layout['annotations']).map((note) => restyledNote(note, look)),
  }
}

function roomBeside(layout: Part): number {
  if (partsOf(layout['annotations']).some(isBeside)) return BESIDE
  return partOf(layout['xaxis'])['ticktext'] === undefined ? 12 : LAST_LABEL
}

/**
 * Room for the labels and the title of the upright axis. That Plotly finds it out itself costs a second drawing, so it is
 * left to it only where the labels are names (`isOfNames`).
 */
function roomLeft(axis: Part): number {
  if (axis['visible'] === false || isOfNames(axis)) return 8
  const widest = Math.max(...labelsOf(axis).map((label) => label.length))
  return SIGN * widest + TICK + (axis['title'] === undefined ? 0 : LINE + TICK)
}

function roomBelow(axis: Part): number {
  if (isOfNames(axis)) return 8
  const lines = axis['type'] === 'date' ? 2 : Math.max(...labelsOf(axis).map((label) => label.split('<br>').length))
  return LINE * lines + TICK + (axis['title'] === undefined ? 0 : LINE)
}

function isOfNames(axis: Part): boolean {
  return axis['range'] === undefined
}

/** The labels as they will stand at the axis, or the longest that Plotly may choose. */
function labelsOf(axis: Part): string[] {
  const told = [axis['ticktext'], axis['tickvals']].find((given) => Array.isArray(given))
  if (told !== undefined) return ['', ...told.map(String)]
  const [low, high] = axis['range'] as [number, number]
  const isFine = high - low < FINE
  return [low, high].map((end) => `${Math.round(end)}${isFine ? '.5' : ''}`)
}

/** Whole days from one end of an axis of time to the other: with more steps than these their labels would be hours. */
function daysOf(axis: Part): number {
  const [first, last] = axis['range'] as [string, string]
  return Math.max(1, Math.floor((Date.parse(last) - Date.parse(first)) / 86_400_000))
}

function restyledAxis(name: string, axis: Part, look: Look, right: number): Part {
  const isTime = name.startsWith('x')
  return {
    ...axis,
    fixedrange: true,
    automargin: isOfNames(axis),
    // Whether a label would be cut Plotly finds out by measuring each, a fifth of all drawing; where there is room none would.
    ...(isTime && right < LAST_LABEL ? {} : { ticklabeloverflow: 'allow' }),
    showgrid: axis['showgrid'] ?? !isTime,
    gridcolor: look.faint,
    linecolor: look.line,
    tickcolor: look.line,
    zeroline: false,
    tickfont: { family: look.family, size: 14, color: look.muted },
    ...(axis['type'] === 'date' ? { tickangle: 0, tickformatstops: DAYS, nticks: Math.min(daysOf(axis), look.width < NARROW ? 5 : 8) } : {}),
    ...(isPart(axis['title']) ? { title: { ...axis['title'], font: { size: 14, color: look.muted } } } : {}),
  }
}

function restyledShape(shape: Part, look: Look): Part {
  const color = colorOf(roleOf(shape), look)
  const isArea = shape['type'] === 'rect'
  return {
    ...shape,
    line: isArea ? { width: 0 } : { ...partOf(shape['line']), color },
    ...(isArea ? { fillcolor: look.faint, layer: 'below' } : {}),
    ...(isPart(shape['label'])
      ? { label: { ...shape['label'], font: { family: look.family, size: 14, color: look.muted } } }
      : {}),
  }
}

function restyledNote(note: Part, look: Look): Part {
  const color = colorOf(roleOf(note), look) === look.accent && roleOf(note) !== '' ? look.accent : look.muted
  return {
    ...note,
    font: { family: look.family, size: 14, color },
    arrowcolor: look.line,
    borderpad: 1,
  }
}

function isBeside(note: Part): boolean {
  return note['xref'] === 'paper' && note['xanchor'] === 'left'
}

function isPart(value: Json | undefined): value is Part {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function partOf(value: Json | undefined): Part {
  return isPart(value) ? value : {}
}

function partsOf(value: Json | undefined): Part[] {
  return Array.isArray(value) ? value.filter(isPart) : []
}
