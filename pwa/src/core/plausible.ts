/** What of a session looks like a slip of the pen. A remark beside the field and never a block: the patient knows better.
 *
 * Each threshold stands far outside usual practice and says why it stands there; none of them says what is right. What names
 * no source is the app's own bound for a slip of the pen, and no medical fact. Labels were looked at on 2026-11-26. */
import { mgPerKg } from './dose'
import type { Fields, Json } from './records'

/** mg/kg of one session beyond which a dose is asked about, by route. */
const MOST_MG_PER_KG: Readonly<Record<string, number>> = {
  // Ketalar's label of 10/2024, section 2.2 (DailyMed): 2 mg/kg into a vein is on average a surgical anesthetic for 5 to 10 minutes.
  intravenous: 2,
  // The same section begins anesthesia by a shot at 6.5 to 13 mg/kg; half of its least is our bound.
  intramuscular: 3.25,
  subcutaneous: 3.25,
  // Less of what is swallowed or sprayed arrives, and no label gives a dose: our bound, above the least one by a shot.
  intranasal: 7,
  oral: 7,
  sublingual: 7,
}
/** Below a twentieth of the 0.5 mg/kg of the first study (Berman 2000, Biol Psychiatry 47:351-354) it is more likely grams, or milliliters, than a dose. */
const LEAST_MG_PER_KG = 0.025
/** Spravato's label, section 2: a device holds 28 mg, and the most is three of them. */
const MOST_ESKETAMINE_NASAL_MG = 84
/** An infusion into a vein that runs for hours is paced by the hour, as for pain: 0.35 mg/kg an hour for 4 hours in the
 * guidelines of 2018 (Cohen, Reg Anesth Pain Med 43:521-546). Nearly three times as much is our bound. */
const MOST_IV_MG_PER_KG_AN_HOUR = 1
/** A working day. Infusions for pain run 4 hours in the same guidelines; several days are not one session. */
const LONGEST_MINUTES = 480
/** Nothing by a vein is shorter; the sprays and lozenges are. */
const SHORTEST_IV_MINUTES = 2
/** Adults outside are rare, and 30 to 250 kg typed in the other unit lies outside quite often. */
const LEAST_KG = 30
const MOST_KG = 250
/** Clocks differ by a little. */
const AHEAD_MS = 10 * 60_000
/** Ketamine was first given against depression in that study of 2000; pain clinics came before. */
const EARLIEST_YEAR = 1990

export type Doubt =
  | 'dose_high'
  | 'dose_low'
  | 'esketamine_high'
  | 'long'
  | 'short'
  | 'weight_low'
  | 'weight_high'
  | 'future'
  | 'early'

/** The doubts about a session, by field; empty when nothing stands out. `now` is ms. */
export function doubts(session: Fields, now: number): Partial<Record<string, Doubt>> {
  const found: [string, Doubt | null][] = [
    ['dose_mg', doseDoubt(session)],
    ['duration_minutes', durationDoubt(session)],
    ['body_weight_kg', weightDoubt(number(session['body_weight_kg']))],
    ['started_at', startDoubt(session['started_at'], now)],
  ]
  return Object.fromEntries(found.filter((entry): entry is [string, Doubt] => entry[1] !== null))
}

function doseDoubt(session: Fields): Doubt | null {
  const dose = number(session['dose_mg'])
  const route = String(session['route'] ?? '')
  if (dose === null) return null
  if (session['product'] === 'esketamine' && route === 'intranasal') return dose > MOST_ESKETAMINE_NASAL_MG ? 'esketamine_high' : null
  const perKg = mgPerKg(dose, number(session['body_weight_kg']))
  if (perKg === null) return null
  if (perKg < LEAST_MG_PER_KG) return 'dose_low'
  const most = MOST_MG_PER_KG[route]
  const hours = (number(session['duration_minutes']) ?? 0) / 60
  const paced = route === 'intravenous' ? MOST_IV_MG_PER_KG_AN_HOUR * hours : 0
  return most !== undefined && perKg > Math.max(most, paced) ? 'dose_high' : null
}

function durationDoubt(session: Fields): Doubt | null {
  const minutes = number(session['duration_minutes'])
  if (minutes === null) return null
  if (minutes > LONGEST_MINUTES) return 'long'
  return session['route'] === 'intravenous' && minutes < SHORTEST_IV_MINUTES ? 'short' : null
}

function weightDoubt(kg: number | null): Doubt | null {
  if (kg === null) return null
  return kg < LEAST_KG ? 'weight_low' : kg > MOST_KG ? 'weight_high' : null
}

function startDoubt(startedAt: Json | undefined, now: number): Doubt | null {
  const ms = typeof startedAt === 'string' ? Date.parse(startedAt) : NaN
  if (Number.isNaN(ms)) return null
  if (ms > now + AHEAD_MS) return 'future'
  return new Date(ms).getUTCFullYear() < EARLIEST_YEAR ? 'early' : null
}

function number(value: Json | undefined): number | null {
  return typeof value === 'number' ? value : null
}
