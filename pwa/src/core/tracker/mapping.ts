/** What the columns of another app's table mean: guessed from their headers, and changed by the patient. */
import { orderShownBy, readMoment, readTime, type Order } from './moments'
import { scaleOf, type ScaleId } from './scales'

export type TrackerKind = 'check_in' | 'treatment_session'

/** What a column is: when it was, a field of the entry, part of the note, or nothing. */
export type Target = string

export interface Column {
  header: string
  target: Target
  /** Only for a field from 0 to 10; null while the patient has not said which it is. */
  scale: ScaleId | null
}

export interface Mapping {
  kind: TrackerKind
  columns: Column[]
  /** Null while the patient has not said which number is the month. */
  order: Order | null
}

const WHEN = ['moment', 'day', 'time'] as const
const BEFORE_AND_AFTER = ['mood', 'anxiety', 'energy', 'pain', 'well_being'].flatMap((name) => [`${name}_before`, `${name}_after`])

/** The targets that each kind offers, in the order of the list. */
export const TARGETS: Readonly<Record<TrackerKind, readonly Target[]>> = {
  check_in: ['skip', ...WHEN, 'mood', 'anxiety', 'energy', 'pain', 'well_being', 'function', 'sleep_hours', 'sleep_minutes', 'sleep_quality', 'notes'],
  treatment_session: [
    'skip', ...WHEN, 'duration_minutes', 'dose_mg', 'body_weight_kg', 'body_weight_lb', 'route', 'session_number', 'clinic', 'clinician',
    ...BEFORE_AND_AFTER, 'notes',
  ],
}

/** Whether a target is a scale from 0 to 10. */
export function isScale(target: Target): boolean {
  return /^(mood|anxiety|energy|pain|well_being|function|sleep_quality)(_before|_after)?$/.test(target)
}

// Asked from the first to the last; a header is what the first one that fits says.
const HEADERS: readonly [RegExp, Target][] = [
  [/^(weekday|day of (the )?week|id|number|entered|time ?zone)$/, 'skip'],
  [/date.?time|timestamp|^(when|started|start|created( at)?|logged( at)?)$/, 'moment'],
  [/full.?date|\bdate\b|^day$/, 'day'],
  [/^time( of day)?$|start.?time/, 'time'],
  [/dose|\bmg\b/, 'dose_mg'],
  [/weight.*(lb|pound)/, 'body_weight_lb'],
  [/weight/, 'body_weight_kg'],
  [/duration|length|minutes$/, 'duration_minutes'],
  [/route/, 'route'],
  [/session.*(number|#|no\b)/, 'session_number'],
  [/clinician|doctor|provider|nurse/, 'clinician'],
  [/clinic/, 'clinic'],
  [/sleep.*(quality|rating|score)|quality of sleep|how well.*sle/, 'sleep_quality'],
  [/sleep.*min|minutes.*sle|asleep.*min/, 'sleep_minutes'],
  [/sleep|slept|asleep/, 'sleep_hours'],
  [/anxi|worry|stress|nervous/, 'anxiety'],
  [/mood|depress|feeling|happiness/, 'mood'],
  [/energy|fatigue/, 'energy'],
  [/pain/, 'pain'],
  [/well.?being|wellbeing|wellness|overall/, 'well_being'],
  [/function|activit(y|ies) of daily|getting things done/, 'function'],
  [/note|comment|journal|description|diary|activit|text/, 'notes'],
]
// "Depression 8" is a bad day and "mood 8" a good one; turned round by mistake it would say the opposite.
const OPPOSITE = /depress|fatigue/

/** The mapping that the headers and the first rows speak for. */
export function guessed(header: readonly string[], rows: readonly (readonly string[])[]): Mapping {
  const names = header.map((name) => name.trim().toLowerCase().replaceAll('_', ' '))
  const kind: TrackerKind = names.some((name) => /dose|\bmg\b|infusion|route/.test(name)) ? 'treatment_session' : 'check_in'
  const taken = new Set<Target>()
  const columns = header.map((name, place) => {
    const values = rows.map((row) => row[place] ?? '')
    const target = targetFor(names[place]!, values, kind, taken)
    if (target !== 'notes' && target !== 'skip') taken.add(target)
    return { header: name, target, scale: isScale(target) ? scaleOf(name, values) : null }
  })
  return { kind, columns, order: orderIn(columns, rows) }
}

/** The order of day and month that the mapped columns show; null when the patient must say it. */
export function orderIn(columns: readonly Column[], rows: readonly (readonly string[])[]): Order | null {
  const texts = rows.flatMap((row) => columns.flatMap(({ target }, place) => (target === 'moment' || target === 'day' ? [row[place] ?? ''] : [])))
  const shown = orderShownBy(texts)
  return shown === 'either' ? null : shown === 'neither' ? 'month_first' : shown
}

/** What keeps a mapping from being used. */
export function missingIn({ columns, order }: Mapping): 'day' | 'order' | 'scale' | 'values' | null {
  const targets = columns.map(({ target }) => target)
  if (!targets.some((target) => target === 'moment' || target === 'day')) return 'day'
  if (targets.every((target) => target === 'skip' || (WHEN as readonly string[]).includes(target))) return 'values'
  if (columns.some(({ target, scale }) => isScale(target) && scale === null)) return 'scale'
  return order === null ? 'order' : null
}

function targetFor(name: string, values: readonly string[], kind: TrackerKind, taken: ReadonlySet<Target>): Target {
  const found = HEADERS.find(([pattern]) => pattern.test(name))?.[1]
  const target = found === undefined || OPPOSITE.test(name) ? 'skip' : placed(found, name, kind)
  if (!TARGETS[kind].includes(target) || taken.has(target)) return /[a-z]/i.test(values.join('')) && found === 'notes' ? 'notes' : 'skip'
  return target === 'day' || target === 'moment' ? momentTarget(values, target) : target
}

/** A state of a session is one before or after it. */
function placed(target: Target, name: string, kind: TrackerKind): Target {
  if (kind !== 'treatment_session' || !isScale(target)) return target
  const place = /before|pre\b|\bpre/.test(name) ? 'before' : /after|post/.test(name) ? 'after' : null
  return place === null ? 'skip' : `${target}_${place}`
}

function momentTarget(values: readonly string[], target: Target): Target {
  const filled = values.filter((value) => value.trim() !== '').slice(0, 20)
  if (filled.length > 0 && filled.every((value) => readTime(value) !== null)) return 'time'
  const hasTime = filled.some((value) => (readMoment(value, 'month_first') ?? readMoment(value, 'day_first'))?.time != null)
  return hasTime ? 'moment' : filled.length > 0 ? 'day' : target
}
