/**
 * The days that count, as the phone shows them: what the server last counted, and what was typed in since. Counting by the
 * rules is the server's alone; a day that stands on a letter needs no rule and is shown at once, without network too.
 */
import { dayOf, daysBetween } from '../../core/days'
import type { FoldedRecord } from '../../core/records'
import type { CaseDeadline, CaseView } from '../../generated/records'
import { words } from '../../words'

/** The kinds whose records say a day of their own, by the fields that say it, the first that is there. */
const TYPED: Readonly<Record<string, readonly string[]>> = {
  denial: ['deadline_on'],
  appeal: ['next_deadline_on', 'due_on'],
  claim: ['submit_by_on'],
  expense: ['submit_by_on'],
  prior_authorization: ['renewal_due_on', 'valid_to_on'],
  insurer_contact: ['follow_up_on'],
  va_step: ['follow_up_on'],
  funding_option: ['follow_up_on'],
}
/** What says that nothing is due any more. An appeal that was sent still has the day of its next step. */
const SETTLED: Readonly<Record<string, readonly string[]>> = {
  claim: ['submitted_on', 'decided_on'],
  expense: ['submitted_on', 'claim'],
  insurer_contact: ['followed_up_on'],
  va_step: ['done_on'],
}

export const TYPED_KINDS = Object.keys(TYPED)

/** Days typed into `records` that the server has not seen, and its own days of records that still stand, earliest first. */
export function daysOf(view: CaseView | undefined, records: readonly FoldedRecord[]): CaseDeadline[] {
  const byId = new Map(records.map((record) => [record.id, record]))
  const changed = records.filter((record) => view === undefined || isNewer(record, view.made_at))
  const typed = changed.flatMap(typedDay)
  const replaced = new Set(changed.map((record) => record.id))
  const counted = (view?.deadlines ?? []).filter((day) => byId.has(day.record) && !isReplaced(day, replaced, typed, byId))
  return [...counted, ...typed].sort((one, other) => order(one).localeCompare(order(other)))
}

/** Whole days from today to `day`; below 0 when it has passed. */
export function daysLeft(day: string, now: number): number {
  return daysBetween(dayOf(now), day)
}

/** The first day to come on which the patient must do something; undefined for none. */
export function nextDay(days: readonly CaseDeadline[], now: number): CaseDeadline | undefined {
  return days.find((day) => day.due_on !== null && daysLeft(day.due_on, now) >= 0 && !day.is_for_the_insurer)
}

/** A day that was counted from what has changed since holds only until something typed in stands in its place, or settles it. */
function isReplaced(
  day: CaseDeadline,
  changed: ReadonlySet<string>,
  typed: readonly CaseDeadline[],
  byId: ReadonlyMap<string, FoldedRecord>,
): boolean {
  if (!changed.has(day.record)) return false
  return isSettled(byId.get(day.record)!) || typed.some((own) => own.record === day.record)
}

function isNewer(record: FoldedRecord, madeAt: string): boolean {
  return record.unsent || Date.parse(record.amendedAt ?? record.enteredAt) > Date.parse(madeAt)
}

function isSettled(record: FoldedRecord): boolean {
  return (SETTLED[record.kind] ?? []).some((name) => typeof record.fields[name] === 'string')
}

function typedDay(record: FoldedRecord): CaseDeadline[] {
  const said = (TYPED[record.kind] ?? []).map((name) => record.fields[name]).find((value) => typeof value === 'string')
  if (typeof said !== 'string' || isSettled(record)) return []
  if (record.kind === 'appeal' && record.fields['next_deadline_on'] !== said && typeof record.fields['sent_on'] === 'string') return []
  return [
    {
      id: `typed-${record.id}`,
      record: record.id,
      kind: record.kind,
      title: words.case.days.kinds[record.kind]!,
      due_on: said,
      aim_for_on: null,
      computed_on: null,
      is_printed: record.kind === 'denial' || record.kind === 'appeal',
      is_for_the_insurer: record.kind === 'insurer_contact',
      is_urgent: record.fields['urgent'] === true,
      has_passed: false,
      counting: words.case.days.typed,
      source: '',
      seen_on: null,
      decision: '',
      notes: [],
      asks: null,
      mend: { kind: record.kind, record: record.id },
    },
  ]
}

/** By day; those without one last. */
function order(day: CaseDeadline): string {
  return `${day.due_on ?? '9999-99-99'} ${day.id}`
}
