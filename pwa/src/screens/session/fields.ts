/** What is asked about a session (J1-J6). */
import type { Field } from '../../components/form/fields'
import { states } from '../checkInFields'

const DOSE: Field = { name: 'dose_mg', label: 'Dose', type: 'number', unit: 'mg', least: 0.001, most: 2_000, hint: 'Leave it empty if you do not know it.' }
const WEIGHT: Field = { name: 'body_weight_kg', label: 'Body weight', type: 'number', unit: 'kg', least: 1, most: 700 }
const ROUTE: Field = {
  name: 'route',
  label: 'How it is given',
  type: 'choice',
  choices: [
    { value: 'intravenous', label: 'IV' },
    { value: 'intramuscular', label: 'Shot' },
    { value: 'subcutaneous', label: 'Under the skin' },
    { value: 'intranasal', label: 'Nasal' },
    { value: 'oral', label: 'Swallowed' },
    { value: 'sublingual', label: 'Under the tongue' },
  ],
}
const PRODUCT: Field = {
  name: 'product',
  label: 'Drug',
  type: 'choice',
  choices: [
    { value: 'ketamine', label: 'Ketamine' },
    { value: 'esketamine', label: 'Esketamine' },
  ],
}
const PHASE: Field = {
  name: 'phase',
  label: 'Phase',
  type: 'choice',
  choices: [
    { value: 'induction', label: 'First series' },
    { value: 'maintenance', label: 'Maintenance' },
    { value: 'booster', label: 'Booster' },
  ],
}
const NUMBER: Field = { name: 'session_number', label: 'Number of this session', type: 'number', least: 1, most: 10_000, whole: true }
const SOURCE: Field = {
  name: 'dose_source',
  label: 'Where the dose is from',
  type: 'choice',
  choices: [
    { value: 'patient', label: 'What I was told' },
    { value: 'clinic', label: 'The clinic’s sheet' },
  ],
}
const CLINIC: Field = { name: 'clinic', label: 'Clinic', type: 'text' }
const CLINICIAN: Field = { name: 'clinician', label: 'Who gave it', type: 'text' }
const NOTES: Field = { name: 'notes', label: 'Note', type: 'long' }

/** Under this name the store keeps the id of the session that was started on this phone and not ended. */
export const RUNNING = 'running session'

/** What stays the same from session to session, and is offered again at the next. */
export const REPEATED = ['dose_mg', 'body_weight_kg', 'route', 'product', 'phase', 'clinic', 'clinician', 'setting'] as const

export const BEFORE = [{ fields: states('before') }]
export const PLANNED = [{ fields: [DOSE, WEIGHT, ROUTE, PHASE, CLINIC] }]
export const AFTER = [{ fields: [...states('after'), NOTES] }]

/** Everything, for a session logged later or looked at again. */
export const WHOLE = [
  {
    fields: [
      { name: 'started_at', label: 'Started', type: 'moment', required: true } satisfies Field,
      { name: 'duration_minutes', label: 'Length', type: 'number', unit: 'minutes', least: 0, most: 1_440 } satisfies Field,
      DOSE,
      SOURCE,
      WEIGHT,
      ROUTE,
      PRODUCT,
      PHASE,
      NUMBER,
    ],
  },
  { title: 'Before', fields: states('before') },
  { title: 'After', fields: states('after') },
  { title: 'Where', fields: [CLINIC, CLINICIAN, { name: 'setting', label: 'Setting', type: 'text' } satisfies Field, NOTES] },
]

/** Side effects as their one tap names them, the most frequent first (J6). */
export const SYMPTOMS = [
  'Dissociation',
  'Dizziness',
  'Nausea',
  'Drowsiness',
  'Headache',
  'Blurred vision',
  'Anxiety',
  'Confusion',
  'Hallucinations',
  'Raised blood pressure',
  'Raised heart rate',
  'Vomiting',
  'Bladder symptoms',
]
