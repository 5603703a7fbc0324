/* Made by scripts/generate from shared_schemas. Do not edit. */

export interface Wire {
  AccountView?: AccountView
  Acknowledgement?: Acknowledgement
  Activity?: Activity
  ActivityView?: ActivityView
  Allergy?: Allergy
  Appeal?: Appeal
  CalendarRequest?: CalendarRequest
  CalendarView?: CalendarView
  CareContact?: CareContact
  CaseCriteriaSet?: CaseCriteriaSet
  CaseCriterion?: CaseCriterion
  CaseDeadline?: CaseDeadline
  CaseGap?: CaseGap
  CaseRight?: CaseRight
  CaseView?: CaseView
  CheckIn?: CheckIn
  Completeness?: Completeness
  Condition?: Condition
  ConsentRequest?: ConsentRequest
  ConsentView?: ConsentView
  CourseView?: CourseView
  Credentials?: Credentials
  CurvePoint?: CurvePoint
  DeletionAnswer?: DeletionAnswer
  DeletionRequest?: DeletionRequest
  Denial?: Denial
  Difficulty?: Difficulty
  Disclosure?: Disclosure
  Document?: Document
  DosePoint?: DosePoint
  DoseResponse?: DoseResponse
  Edit?: Edit
  EmailChange?: EmailChange
  EvidenceRequest?: EvidenceRequest
  Expense?: Expense
  Figure?: Figure
  Finding?: Finding
  FundingOption?: FundingOption
  Health?: Health
  HistoryEntry?: HistoryEntry
  Instrument?: Instrument
  InsuranceClaim?: InsuranceClaim
  InsurancePlan?: InsurancePlan
  InsurerContact?: InsurerContact
  Interval?: Interval
  Item?: Item
  LedgerLine?: LedgerLine
  LedgerTotals?: LedgerTotals
  LedgerView?: LedgerView
  LedgerYear?: LedgerYear
  LetterDraft?: LetterDraft
  LetterParagraph?: LetterParagraph
  LetterRequest?: LetterRequest
  LogCheck?: LogCheck
  MadeAnswer?: MadeAnswer
  MadePasskey?: MadePasskey
  Medication?: Medication
  Mend?: Mend
  NewCalendar?: NewCalendar
  NewShareLink?: NewShareLink
  Numbers?: Numbers
  Opening?: Opening
  Option?: Option
  OutcomeMeasure?: OutcomeMeasure
  PairedDifference?: PairedDifference
  PasskeyChange?: PasskeyChange
  PasskeyOptions?: PasskeyOptions
  PasskeyRename?: PasskeyRename
  PasskeyRequest?: PasskeyRequest
  PasskeySignInRequest?: PasskeySignInRequest
  PasskeySignUpOptionsRequest?: PasskeySignUpOptionsRequest
  PasskeySignUpRequest?: PasskeySignUpRequest
  PasskeyView?: PasskeyView
  PasskeysView?: PasskeysView
  PasswordChange?: PasswordChange
  Patient?: Patient
  Phase?: Phase
  PhaseComparison?: PhaseComparison
  Phases?: Phases
  PlanCriterion?: PlanCriterion
  PolicyAnswer?: PolicyAnswer
  Preferences?: Preferences
  PriorAuthorization?: PriorAuthorization
  PriorTreatment?: PriorTreatment
  PrivacyFacts?: PrivacyFacts
  Progress?: Progress
  PushEndpoint?: PushEndpoint
  PushKeys?: PushKeys
  PushRequest?: PushRequest
  PushTrial?: PushTrial
  PushView?: PushView
  ReceiptRequest?: ReceiptRequest
  ReceiptView?: ReceiptView
  RecoveryCodes?: RecoveryCodes
  RecoveryCodesRequest?: RecoveryCodesRequest
  RegistrationView?: RegistrationView
  Rejection?: Rejection
  Relief?: Relief
  ReliefEpisode?: ReliefEpisode
  ReliefNote?: ReliefNote
  Reminder?: Reminder
  ReportJob?: ReportJob
  ReportPages?: ReportPages
  ResetRequest?: ResetRequest
  Result?: Result
  Safety?: Safety
  ScoreChange?: ScoreChange
  ScorePoint?: ScorePoint
  SecondStep?: SecondStep
  SecondStepRequest?: SecondStepRequest
  Selection?: Selection1
  SessionView?: SessionView
  ShareLinkExpiry?: ShareLinkExpiry
  ShareLinkRequest?: ShareLinkRequest
  ShareLinkView?: ShareLinkView
  SharedPage?: SharedPage
  SharedReportRequest?: SharedReportRequest
  SharedRequest?: SharedRequest
  SharedTable?: SharedTable
  SideEffect?: SideEffect
  SideEffectShare?: SideEffectShare
  SignUpRequest?: SignUpRequest
  SyncAnswer?: SyncAnswer
  SyncRequest?: SyncRequest
  SyncReset?: SyncReset
  TreatmentSession?: TreatmentSession
  UsedAnswer?: UsedAnswer
  UsedPasskey?: UsedPasskey
  VaStep?: VaStep
  VitalSigns?: VitalSigns
  WrittenLetter?: WrittenLetter
  WrittenParagraph?: WrittenParagraph
  _Answer?: _Answer
}
/**
 * The signed-in account.
 *
 * `edits` counts its log: a phone with entries of its own asks before joining a filled one. `recovery_codes` counts
 * those that were not used yet. Without `has_password` passkeys alone open it.
 */
export interface AccountView {
  edits: number
  email: string
  has_password?: boolean
  id: string
  recovery_codes?: number
  [k: string]: unknown
}
/**
 * The place of an edit in the log, with the stamp it has there.
 */
export interface Acknowledgement {
  seq: number
  stamp: string
  [k: string]: unknown
}
/**
 * One thing that happened. `browser` is as in "Firefox on Windows", empty where it is not known.
 *
 * `times` counts wrong passwords of one day. `link_label` is for whom the link was made that somebody opened.
 */
export interface Activity {
  at: string
  browser?: string
  link_label?: string
  times?: number
  what:
    | 'signed_in'
    | 'wrong_password'
    | 'signed_out'
    | 'others_signed_out'
    | 'signed_out_by_operator'
    | 'links_ended_by_operator'
    | 'exported'
    | 'report_made'
    | 'link_made'
    | 'link_withdrawn'
    | 'link_opened'
    | 'password_changed'
    | 'password_reset'
    | 'email_changed'
    | 'passkey_added'
    | 'passkey_renamed'
    | 'passkey_removed'
    | 'second_step_changed'
    | 'recovery_codes_made'
    | 'agreed'
    | 'deletion_asked'
    | 'deletion_taken_back'
  [k: string]: unknown
}
/**
 * What happened, latest first.
 */
export interface ActivityView {
  events: Activity[]
  [k: string]: unknown
}
/**
 * Something the patient does not tolerate, and what it does (B3).
 */
export interface Allergy {
  id: string
  kind?: 'allergy'
  name?: string | null
  notes?: string | null
  reaction?: string | null
  [k: string]: unknown
}
/**
 * One level of an appeal: when it is due, how it was sent and what proves that, and the decision (I7).
 *
 * `due_on` is what the patient was told for this level, `next_deadline_on` what the decision's letter prints for the
 * next one; either wins over a computed day.
 */
export interface Appeal {
  attachments?: string[] | null
  decided_on?: string | null
  decision?: ('waiting' | 'overturned' | 'partly_overturned' | 'upheld' | 'dismissed' | 'withdrawn') | null
  decision_received_on?: string | null
  denial?: string | null
  due_on?: string | null
  expedited?: boolean | null
  id: string
  kind?: 'appeal'
  level?: ('internal_1' | 'internal_2' | 'external_review' | 'hearing' | 'regulator_complaint') | null
  next_deadline_on?: string | null
  notes?: string | null
  proof?: string | null
  reason_text?: string | null
  sent_by?: ('fax' | 'certified_mail' | 'mail' | 'portal' | 'by_hand' | 'clinic') | null
  sent_on?: string | null
  [k: string]: unknown
}
/**
 * A new secret address of the calendar. `says_what`: its titles name what is due instead of saying "Casebook".
 */
export interface CalendarRequest {
  says_what?: boolean
}
/**
 * The account's calendar feed as its owner sees it. The address is told once, in `NewCalendar`.
 */
export interface CalendarView {
  created_at: string
  says_what: boolean
  [k: string]: unknown
}
/**
 * Someone who gives care, or a person to call in a crisis (B4).
 *
 * `role` is `clinic`, `prescriber`, `therapist`, `family_doctor`, `safety_contact` or the patient's own word. A safety
 * contact stands on the help screen of the phone. `authorization_protocol` is how a clinic asks the insurer for leave.
 */
export interface CareContact {
  address?: string | null
  authorization_protocol?: string | null
  fax?: string | null
  id: string
  insurer_experience?: string | null
  kind?: 'care_contact'
  name?: string | null
  notes?: string | null
  npi?: string | null
  phone?: string | null
  role?: string | null
  [k: string]: unknown
}
/**
 * What one payer asks. Only the set of the own plan, or the one named on it, says anything about this plan.
 */
export interface CaseCriteriaSet {
  about: string
  criteria: CaseCriterion[]
  id: string
  is_chosen: boolean
  is_own: boolean
  met: number
  name: string
  not_documented: number
  not_met: number
  seen_on: string | null
  source: string
  [k: string]: unknown
}
/**
 * One criterion answered, with the records that show it.
 */
export interface CaseCriterion {
  because: string
  id: string
  is_renewal: boolean
  mend: Mend | null
  next_step: string | null
  page: string | null
  records: string[]
  status: 'met' | 'not_met' | 'not_documented'
  wording: string
  [k: string]: unknown
}
/**
 * The form that mends something: of one record, or of a new one of its kind.
 */
export interface Mend {
  kind: string
  record: string | null
  [k: string]: unknown
}
/**
 * One day that counts. `due_on` is None where no day is known; `asks` then says what to enter.
 *
 * `is_printed`: the day is the letter's own and `computed_on` what the rule says. `aim_for_on` is a business day,
 * never after `due_on`. `is_for_the_insurer`: it is the insurer who must do something.
 */
export interface CaseDeadline {
  aim_for_on: string | null
  asks: string | null
  computed_on: string | null
  counting: string
  decision: string
  due_on: string | null
  has_passed: boolean
  id: string
  is_for_the_insurer: boolean
  is_printed: boolean
  is_urgent: boolean
  kind: string
  mend: Mend
  notes: string[]
  record: string
  seen_on: string | null
  source: string
  title: string
  [k: string]: unknown
}
/**
 * Something that weakens the case, and what to do about it.
 */
export interface CaseGap {
  id: string
  mend: Mend
  next_step: string
  records: string[]
  sentence: string
  [k: string]: unknown
}
/**
 * Something the patient may ask the insurer for.
 */
export interface CaseRight {
  id: string
  source: string
  wording: string
  [k: string]: unknown
}
/**
 * The state of the case on `today`, the patient's day, up to edit `cursor`.
 */
export interface CaseView {
  arguments: string[]
  criteria: CaseCriteriaSet[]
  criteria_caution: string
  cursor: number
  deadlines: CaseDeadline[]
  deadlines_caution: string
  figures: Figure[]
  ledger: LedgerView
  made_at: string
  missing: CaseGap[]
  rights: CaseRight[]
  today: string
  [k: string]: unknown
}
/**
 * One chart: a title that says the finding, a Plotly figure, and the same numbers as text and as a table.
 *
 * `caption` says n, whose word it is, and how to read the marks. `plotly` is empty for a table without a drawing.
 */
export interface Figure {
  alternative: string
  caption?: string
  columns: string[]
  id: string
  n?: number
  plotly: {
    [k: string]: unknown
  }
  rows: string[][]
  section?: 'scores' | 'sessions' | 'relief' | 'phases' | 'dose' | 'side_effects' | 'days' | 'completeness'
  title: string
  [k: string]: unknown
}
/**
 * What the treatment cost, the latest first.
 */
export interface LedgerView {
  lines: LedgerLine[]
  per_session_cents: number | null
  total: LedgerTotals
  years: LedgerYear[]
  [k: string]: unknown
}
/**
 * One session or one other cost, in cents; None is what nobody entered.
 */
export interface LedgerLine {
  allowed_cents: number | null
  billed_cents: number | null
  has_receipt: boolean
  is_decided: boolean
  on: string | null
  outstanding_cents: number
  paid_cents: number | null
  records: string[]
  reimbursed_cents: number
  session: string | null
  submit_by_on: string | null
  submitted_on: string | null
  tax_year: number | null
  title: string
  [k: string]: unknown
}
/**
 * Sums in cents. Of `outstanding_cents`, paid and not come back, `waiting_cents` is sent in and not decided.
 */
export interface LedgerTotals {
  allowed_cents: number
  billed_cents: number
  hsa_fsa_cents: number
  lines: number
  outstanding_cents: number
  owed_cents: number
  paid_cents: number
  reimbursed_cents: number
  submitted_cents: number
  waiting_cents: number
  [k: string]: unknown
}
/**
 * The sums of one tax year; None for what has no day.
 */
export interface LedgerYear {
  totals: LedgerTotals
  year: number | null
  [k: string]: unknown
}
/**
 * One check-in. Scales run 0-10 as the patient reads them: mood, energy, well-being and function rise with health,
 * anxiety and pain with suffering. `global_change` runs 1 (very much better) to 7 (very much worse). `import_batch` is
 * the id of the import from another tracker that it came with: one for each run, so that a whole run can be undone.
 */
export interface CheckIn {
  anxiety?: number | null
  at?: string | null
  energy?: number | null
  function?: number | null
  global_change?: number | null
  id: string
  import_batch?: string | null
  kind?: 'check_in'
  mood?: number | null
  notes?: string | null
  pain?: number | null
  sleep_hours?: number | null
  sleep_quality?: number | null
  time_zone?: string | null
  well_being?: number | null
  [k: string]: unknown
}
/**
 * Expected and made entries from the first entry to now, and how many were recorded within 24 hours.
 *
 * One `questionnaire` is expected every so many days: by the patient's own reminder where there is one.
 * `dated` counts sessions, check-ins and questionnaires; `amended` those of them changed more than 24 hours
 * after they were made.
 */
export interface Completeness {
  amended: number
  dated: number
  days: number
  days_with_check_in: number
  every_days: number
  first_day: string | null
  method: string
  missing?: string[]
  n: number
  questionnaire: string
  questionnaires_expected: number
  questionnaires_made: number
  source: string
  timely: number
  [k: string]: unknown
}
/**
 * A condition. The ICD-10-CM code is the one the clinic wrote, never chosen by the app.
 *
 * `other_condition` says that it is not what ketamine treats: it belongs to the picture of health, not to the case.
 */
export interface Condition {
  diagnosed_by?: string | null
  diagnosed_on?: string | null
  icd10_code?: string | null
  id: string
  kind?: 'condition'
  name?: string | null
  notes?: string | null
  other_condition?: boolean | null
  [k: string]: unknown
}
/**
 * The patient agrees to this version of the privacy page.
 */
export interface ConsentRequest {
  version: string
}
/**
 * The version agreed to last, and when; None for an account that has not been asked.
 */
export interface ConsentView {
  agreed_at?: string | null
  version?: string | null
  [k: string]: unknown
}
/**
 * One course of treatment, by its number from 1.
 */
export interface CourseView {
  last_session_on: string
  number: number
  sessions: number
  started_on: string
  [k: string]: unknown
}
/**
 * Email and password, at least 12 characters.
 */
export interface Credentials {
  email: string
  password: string
}
/**
 * The estimated share of reliefs (0-1) that last longer than `days`, and how many were still followed before it.
 */
export interface CurvePoint {
  at_risk: number
  censored: number
  days: number
  ended: number
  interval: Interval
  share: number
  [k: string]: unknown
}
/**
 * A 95 % confidence interval. An end that the data do not reach is null.
 */
export interface Interval {
  high: number | null
  low: number | null
  [k: string]: unknown
}
/**
 * When everything is erased, and the code of the receipt, told this once.
 */
export interface DeletionAnswer {
  due_at: string
  is_erased: boolean
  receipt_code: string
  [k: string]: unknown
}
/**
 * The account is to be erased: after the days of grace, or `at_once`. `password` may be left out right after
 * signing in.
 */
export interface DeletionRequest {
  at_once?: boolean
  password?: string | null
}
/**
 * One refusal, as the letter words it. A deadline printed on the letter wins over any computed one (I6).
 *
 * `service` says whether the care was still to come when it was refused: the insurer then has less time to decide.
 */
export interface Denial {
  attachments?: string[] | null
  authorization?: string | null
  claim?: string | null
  claim_number?: string | null
  codes?: string[] | null
  deadline_on?: string | null
  id: string
  kind?: 'denial'
  notice_on?: string | null
  policy_cited?: string | null
  reason?:
    | (
        | 'not_medically_necessary'
        | 'experimental'
        | 'excluded'
        | 'no_authorization'
        | 'out_of_network'
        | 'missing_information'
        | 'coding'
        | 'other'
      )
    | null
  reason_text?: string | null
  received_on?: string | null
  service?: ('before' | 'after' | 'ongoing') | null
  urgent?: boolean | null
  [k: string]: unknown
}
/**
 * A question asked beside the items and never scored.
 */
export interface Difficulty {
  options: Option[]
  text: string
  [k: string]: unknown
}
/**
 * One answer as the questionnaire words it.
 */
export interface Option {
  label: string
  value: number
  [k: string]: unknown
}
/**
 * What of a journal somebody else sees. `backend.disclosure.disclosed` takes everything else out.
 *
 * The days `from_on` and `to_on` are included; treatments other than the sessions are shared whatever their dates.
 */
export interface Disclosure {
  from_on?: string | null
  identity?: boolean
  item_answers?: boolean
  notes?: boolean
  sections?: ('scores' | 'before_after' | 'relief' | 'side_effects' | 'sessions' | 'daily_state' | 'treatments')[]
  to_on?: string | null
}
/**
 * One paper: what it is, its own date, from whom, and the denial it belongs to, if any.
 */
export interface Document {
  attachments?: string[] | null
  dated_on?: string | null
  denial?: string | null
  document_type?:
    | (
        | 'letter_of_medical_necessity'
        | 'medical_record'
        | 'test_result'
        | 'imaging'
        | 'policy'
        | 'summary_of_benefits'
        | 'eob'
        | 'authorization_letter'
        | 'denial_letter'
        | 'appeal_letter'
        | 'decision_letter'
        | 'claim_file'
        | 'proof_of_sending'
        | 'article'
        | 'receipt'
        | 'other'
      )
    | null
  from_whom?: string | null
  id: string
  kind?: 'document'
  notes?: string | null
  received_on?: string | null
  title?: string | null
  [k: string]: unknown
}
/**
 * One session: its dose, and how much better the state was after it than before it (below 0: worse).
 */
export interface DosePoint {
  dose: number
  improvement: number
  started_at: string
  [k: string]: unknown
}
/**
 * Dose beside response, to look at and no more. `unit` is mg/kg where every session has a body weight.
 */
export interface DoseResponse {
  measure: string
  method: string
  missing?: string[]
  n: number
  name: string
  points: DosePoint[]
  source: string
  unit: 'mg/kg' | 'mg'
  [k: string]: unknown
}
/**
 * One change to one record, as PROTOCOL.md defines it; `seq` and `received_at` only once the server has it.
 */
export interface Edit {
  id: string
  kind: string
  received_at?: string | null
  record: string
  seq?: number | null
  set: {
    [k: string]: unknown
  }
  stamp: string
  [k: string]: unknown
}
/**
 * Another email. The present password is left out only by who has none and signed in just now.
 */
export interface EmailChange {
  email: string
  present_password?: string | null
}
/**
 * Options of the evidence report; `{}` asks for all of the record without notes and answers to single questions.
 *
 * `purpose` none: a review of the denial when there is one, else a plain record. `from_on` and `to_on` are the first
 * and last day of sessions, scores, check-ins, calls and costs. `sections` and `exhibits` none: all; `exhibits` names
 * the records whose papers are shown. `notes` names the records whose notes are printed. `originals`: attach the
 * papers' files too.
 */
export interface EvidenceRequest {
  exhibits?: string[] | null
  from_on?: string | null
  item_answers?: boolean
  /**
   * @maxItems 1000
   */
  notes?: string[]
  originals?: boolean
  paper?: 'letter' | 'a4'
  purpose?: ('first_authorization' | 'renewal' | 'internal_appeal' | 'external_review' | 'va') | null
  sections?:
    ('criteria' | 'prior_treatments' | 'scores' | 'relief' | 'safety' | 'function' | 'contact_log' | 'costs')[] | null
  to_on?: string | null
}
/**
 * One receipt, invoice or instalment, with the attachments that show it named by their hash.
 *
 * `amount_cents` is what was billed. Without `paid_cents` all of it was paid; `hsa_fsa_cents` is the part of what was
 * paid that came from such an account. `category` is one of session, consultation, follow_up, laboratory, medicine,
 * travel, instalment, other, or what an older phone let the patient type. Without `tax_year` it is the year of
 * `spent_on`.
 */
export interface Expense {
  amount_cents?: number | null
  attachments?: string[] | null
  category?: string | null
  claim?: string | null
  diagnosis_codes?: string[] | null
  hsa_fsa_cents?: number | null
  id: string
  kind?: 'expense'
  notes?: string | null
  paid_cents?: number | null
  provider?: string | null
  reimbursed_cents?: number | null
  service_codes?: string[] | null
  session?: string | null
  spent_on?: string | null
  submit_by_on?: string | null
  submitted_on?: string | null
  tax_year?: number | null
  [k: string]: unknown
}
/**
 * One result in words, with how many values it rests on and what it does not say.
 */
export interface Finding {
  id: string
  limits?: string[]
  n: number
  section?: 'scores' | 'sessions' | 'relief' | 'phases' | 'dose' | 'side_effects' | 'days' | 'completeness'
  sentence: string
  [k: string]: unknown
}
/**
 * One other source of money or of treatment that was looked into, and how it stands.
 */
export interface FundingOption {
  amount_cents?: number | null
  asked_on?: string | null
  attachments?: string[] | null
  follow_up_on?: string | null
  id: string
  kind?: 'funding_option'
  name?: string | null
  notes?: string | null
  option?:
    | (
        | 'assistance_program'
        | 'clinical_trial'
        | 'state_program'
        | 'esketamine'
        | 'crowdfunding'
        | 'financing'
        | 'other'
      )
    | null
  status?: ('to_ask' | 'asked' | 'applied' | 'approved' | 'refused' | 'not_for_me') | null
  [k: string]: unknown
}
/**
 * The server answers, and which release it is.
 */
export interface Health {
  status?: 'ok'
  version: string
  [k: string]: unknown
}
/**
 * One edit of a record's history: entered at its stamp, by `device`, received by this database at `received_at`.
 *
 * `sent_stamp` is the stamp as the device sent it, where the server replaced it. `won` names the fields of the record
 * whose value is this edit's. The instant is text, with milliseconds as in every answer of sync.
 */
export interface HistoryEntry {
  device: string
  id: string
  received_at?: string | null
  sent_stamp?: string | null
  seq?: number | null
  set: {
    [k: string]: unknown
  }
  stamp: string
  won?: string[]
  [k: string]: unknown
}
/**
 * One questionnaire: its exact wording, how it is scored, and the cuts with their source. Higher is worse.
 *
 * Without items it is one whose wording may not be reproduced, or that a clinician rates: its total is typed in.
 * `every_days` is how often the phone asks for it once it was answered; None asks never.
 */
export interface Instrument {
  bands: {
    [k: string]: number | string
  }[]
  caseness?: number | null
  credit: string
  difficulty?: Difficulty | null
  every_days?: number | null
  id: string
  intro?: string | null
  items?: Item[]
  measures: string
  name: string
  options?: Option[]
  prompt?: string
  /**
   * @minItems 2
   * @maxItems 2
   */
  range: [unknown, unknown]
  rated_by?: 'patient' | 'clinician'
  recall: string
  recall_days: number
  reliable_change?: number | null
  reliable_change_percent?: number | null
  remission_below?: number | null
  response_fall_percent?: number | null
  safety?: Safety | null
  scoring: 'sum' | 'mean'
  seen_on: string
  source: string[]
  title: string
  [k: string]: unknown
}
/**
 * One question. `low` and `high` word the ends of a scale without worded options.
 */
export interface Item {
  high?: string | null
  low?: string | null
  text: string
  [k: string]: unknown
}
/**
 * When the crisis screen is shown: `item` (counted from 1) above 0, or the total up by `rise` points.
 */
export interface Safety {
  item: number
  rise: number
  [k: string]: unknown
}
/**
 * One claim and its decision, as the EOB words it (I5). Amounts are integer cents.
 */
export interface InsuranceClaim {
  allowed_cents?: number | null
  attachments?: string[] | null
  billed_cents?: number | null
  claim_number?: string | null
  decided_on?: string | null
  decision?: ('paid' | 'partly_paid' | 'denied' | 'waiting') | null
  id: string
  kind?: 'claim'
  notes?: string | null
  paid_cents?: number | null
  service_on?: string | null
  session?: string | null
  submit_by_on?: string | null
  submitted_on?: string | null
  [k: string]: unknown
}
/**
 * The plan as its card names it, and where an appeal goes (I1).
 *
 * Whether an employer funds it decides which law holds, so "unknown" is an answer. `claim_filing_days` and
 * `internal_levels` are the plan's own, from its papers. `criteria_set` names a set of `reference/criteria.json`.
 */
export interface InsurancePlan {
  appeals_address?: string | null
  appeals_fax?: string | null
  appeals_phone?: string | null
  attachments?: string[] | null
  began_on?: string | null
  claim_filing_days?: number | null
  criteria_set?: string | null
  ended_on?: string | null
  grandfathered?: ('yes' | 'no' | 'unknown') | null
  group_number?: string | null
  id: string
  insurer?: string | null
  internal_levels?: number | null
  kind?: 'insurance_plan'
  member_number?: string | null
  notes?: string | null
  phone?: string | null
  plan_name?: string | null
  plan_type?:
    | (
        | 'employer_self_funded'
        | 'employer_insured'
        | 'individual'
        | 'medicare'
        | 'medicare_advantage'
        | 'medicaid'
        | 'fehb'
        | 'tricare'
        | 'va'
        | 'other'
        | 'unknown'
      )
    | null
  state?: string | null
  [k: string]: unknown
}
/**
 * One call or letter: with whom, under which reference number, what was asked and said (I3).
 *
 * `questions_asked` holds ids of the list in `reference/call_questions.json` that the patient ticked while calling.
 */
export interface InsurerContact {
  asked?: string | null
  at?: string | null
  attachments?: string[] | null
  channel?: ('phone' | 'letter' | 'fax' | 'portal' | 'email' | 'in_person') | null
  denial?: string | null
  follow_up_on?: string | null
  followed_up_on?: string | null
  id: string
  kind?: 'insurer_contact'
  number_called?: string | null
  promised?: string | null
  questions_asked?: string[] | null
  reference_number?: string | null
  representative?: string | null
  summary?: string | null
  time_zone?: string | null
  [k: string]: unknown
}
/**
 * A letter filled in from the record. `blanks` names what is not on record and stands as a marked blank.
 */
export interface LetterDraft {
  blanks: string[]
  kind: 'medical_necessity' | 'appeal' | 'external_review' | 'claim_file' | 'follow_up'
  paragraphs: LetterParagraph[]
  title: string
  [k: string]: unknown
}
/**
 * One paragraph; `role` says where it stands on the page. A list has an item a line.
 */
export interface LetterParagraph {
  role: 'sender' | 'date' | 'recipient' | 'subject' | 'text' | 'list' | 'closing' | 'enclosures'
  text: string
  [k: string]: unknown
}
/**
 * Which letter to draft.
 */
export interface LetterRequest {
  kind: 'medical_necessity' | 'appeal' | 'external_review' | 'claim_file' | 'follow_up'
}
/**
 * Count and running digest of the whole log (S8).
 */
export interface LogCheck {
  count: number
  digest: string
  [k: string]: unknown
}
/**
 * What a passkey says when it is made.
 */
export interface MadeAnswer {
  attestationObject: string
  clientDataJSON: string
  /**
   * @maxItems 10
   */
  transports?:
    | []
    | [string]
    | [string, string]
    | [string, string, string]
    | [string, string, string, string]
    | [string, string, string, string, string]
    | [string, string, string, string, string, string]
    | [string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string, string, string]
  [k: string]: unknown
}
/**
 * A passkey just made, as `PublicKeyCredential.toJSON()` gives it.
 */
export interface MadePasskey {
  id: string
  rawId: string
  response: MadeAnswer
  type: 'public-key'
  [k: string]: unknown
}
/**
 * A medicine taken now, whatever for (B3). `dose` is as the label or the patient words it, "20 mg twice a day".
 */
export interface Medication {
  dose?: string | null
  drug_class?: string | null
  ended_on?: string | null
  id: string
  kind?: 'medication'
  name?: string | null
  notes?: string | null
  prescriber?: string | null
  started_on?: string | null
  [k: string]: unknown
}
/**
 * A feed just made, and where calendars fetch it.
 */
export interface NewCalendar {
  created_at: string
  path: string
  says_what: boolean
  [k: string]: unknown
}
/**
 * A link just made. `path` is `/shared#<token>`: what follows # never reaches a server log.
 */
export interface NewShareLink {
  created_at: string
  disclosure: Disclosure
  expires_at: string
  has_passcode: boolean
  id: string
  label: string
  opened?: Opening[]
  path: string
  revoked_at?: string | null
  times_opened: number
  wrong_passcodes: number
  [k: string]: unknown
}
/**
 * One opening: when, the browser in words ("Safari on iPhone"), and whether it was the page or its PDF.
 */
export interface Opening {
  at: string
  browser: string
  what?: 'page' | 'pdf'
  [k: string]: unknown
}
/**
 * All results behind the findings and figures, for whoever wants to check them.
 */
export interface Numbers {
  before_after: PairedDifference[]
  completeness: Completeness
  dose: DoseResponse | null
  phases: Phases[]
  relief: Relief[]
  scores: ScoreChange[]
  side_effects: SideEffectShare[]
  [k: string]: unknown
}
/**
 * After minus before, on a scale of 0-10 of the patient's own, over the sessions that have both.
 *
 * `sessions` counts all sessions. `interval` is of the mean; with fewer than five pairs there is none. `recalled`
 * counts the pairs that were entered after the session had begun.
 */
export interface PairedDifference {
  differences: number[]
  higher_is_better: boolean
  interval: Interval | null
  mean: number
  median: number
  method: string
  missing?: string[]
  n: number
  recalled: number
  sessions: number
  source: string
  state: 'mood' | 'anxiety' | 'pain' | 'energy' | 'well_being'
  [k: string]: unknown
}
/**
 * One measure over the phases, in the order of time, and each phase held against the one before it.
 */
export interface Phases {
  comparisons: PhaseComparison[]
  higher_is_better: boolean
  measure: string
  method: string
  missing?: string[]
  n: number
  name: string
  phases: Phase[]
  source: string
  [k: string]: unknown
}
/**
 * Two phases held against each other, the earlier first. Above 0 (for `nap`: above 0.5) the later one is better.
 */
export interface PhaseComparison {
  first: 'before' | 'on_treatment' | 'gap'
  mean_first: number
  mean_second: number
  n_first: number
  n_second: number
  nap: number
  second: 'before' | 'on_treatment' | 'gap'
  second_began_at: string
  tau: number
  tau_u: number
  [k: string]: unknown
}
/**
 * One stretch of time: before treatment, on treatment (a session and the 28 days after it), or a gap in treatment.
 *
 * The mean is of the values inside it, null without any; `interval` by ISO weeks, null with fewer than five of them.
 */
export interface Phase {
  began_at: string | null
  ended_at: string | null
  interval: Interval | null
  kind: 'before' | 'on_treatment' | 'gap'
  mean: number | null
  n: number
  weeks: number
  [k: string]: unknown
}
/**
 * Onset and duration of relief over the sessions, on one measure. `n` counts the sessions that could be judged.
 *
 * `curve` and `median_days` are over the sessions with relief; null or empty where fewer than five have a duration.
 * `median_days` is also null where the median is not reached.
 */
export interface Relief {
  curve: CurvePoint[]
  episodes: ReliefEpisode[]
  measure: string
  median_days: number | null
  median_interval: Interval | null
  median_onset_days: number | null
  method: string
  missing?: string[]
  n: number
  name: string
  sessions: number
  source: string
  with_relief: number
  [k: string]: unknown
}
/**
 * The relief of one session on one measure, in days from its start.
 *
 * `has_relief` is null when it cannot be judged: no score before or after. `lasted_days` of a censored episode is how
 * long the relief lasted at least. `ended_by` "patient" is the patient's own word, which takes precedence.
 * `last_seen_days`, where a score shows the end, is the score before it: the end lies between the two.
 */
export interface ReliefEpisode {
  before?: number | null
  best?: number | null
  ended_by?: ('score' | 'patient' | 'next_session' | 'end_of_entries') | null
  has_relief?: boolean | null
  improvement?: number | null
  is_censored?: boolean | null
  last_seen_days?: number | null
  lasted_days?: number | null
  onset_days?: number | null
  session: string
  started_at: string
  [k: string]: unknown
}
/**
 * One questionnaire from its baseline to the latest score. Null: not defined for this instrument or baseline.
 */
export interface ScoreChange {
  baseline: ScorePoint | null
  baseline_in_range: boolean | null
  instrument: string
  is_baseline_before_treatment: boolean
  is_clinically_significant: boolean | null
  is_reliable_fall: boolean | null
  is_reliable_rise: boolean | null
  is_remission: boolean | null
  is_response: boolean | null
  latest: ScorePoint | null
  method: string
  missing?: string[]
  n: number
  name: string
  scores: ScorePoint[]
  sessions: number
  source: string
  [k: string]: unknown
}
/**
 * One complete questionnaire. `points` and `percent` are its change from the baseline.
 */
export interface ScorePoint {
  answered_at: string
  band: string | null
  days_since_session: number | null
  percent: number | null
  points: number | null
  self_reported: boolean
  total: number
  [k: string]: unknown
}
/**
 * One symptom over all sessions.
 *
 * `severities` counts sessions by the worst severity noted; some have none noted. `median_minutes` is over
 * `with_duration` sessions. The halves are those of the sessions in the order of time, null with fewer than six.
 */
export interface SideEffectShare {
  first_half?: [unknown, unknown] | null
  median_minutes?: number | null
  method: string
  missing?: string[]
  n: number
  second_half?: [unknown, unknown] | null
  sessions: number
  severities: {
    [k: string]: number
  }
  source: string
  symptom: string
  with_duration?: number
  with_symptom: number
  [k: string]: unknown
}
/**
 * One answered questionnaire.
 *
 * `answers` stand in item order, null for an item not answered. A `total` counts only for an instrument whose items do
 * not ship; where they do, the total is derived from the answers (`shared_schemas.instruments.score`).
 */
export interface OutcomeMeasure {
  answered_at?: string | null
  answers?: (number | null)[] | null
  difficulty?: number | null
  id: string
  instrument?: string | null
  instrument_name?: string | null
  kind?: 'outcome_measure'
  notes?: string | null
  rater?: string | null
  source?: string | null
  time_zone?: string | null
  total?: number | null
  [k: string]: unknown
}
/**
 * One more passkey is to be made, or one goes. Whoever signed in just now need not say the present password.
 */
export interface PasskeyChange {
  present_password?: string | null
}
/**
 * What the browser is to ask a passkey, for `parseCreationOptionsFromJSON` and its sibling.
 */
export interface PasskeyOptions {
  options: {
    [k: string]: unknown
  }
  [k: string]: unknown
}
/**
 * What its owner calls a passkey from now on.
 */
export interface PasskeyRename {
  name: string
}
/**
 * One more passkey, and what its owner calls it.
 */
export interface PasskeyRequest {
  name: string
  passkey: MadePasskey
}
/**
 * A passkey that answered, alone or after the password.
 */
export interface PasskeySignInRequest {
  passkey: UsedPasskey
}
/**
 * A passkey that answered, as `PublicKeyCredential.toJSON()` gives it.
 */
export interface UsedPasskey {
  id: string
  rawId: string
  response: UsedAnswer
  type: 'public-key'
  [k: string]: unknown
}
/**
 * What a passkey says when it is used.
 */
export interface UsedAnswer {
  authenticatorData: string
  clientDataJSON: string
  signature: string
  userHandle?: string | null
  [k: string]: unknown
}
/**
 * The email of the account that is to be made; the passkey is shown under it.
 */
export interface PasskeySignUpOptionsRequest {
  email: string
}
/**
 * A new account that a passkey opens, without a password.
 */
export interface PasskeySignUpRequest {
  email: string
  invitation?: string | null
  name: string
  passkey: MadePasskey
}
/**
 * A passkey as its owner sees it.
 */
export interface PasskeyView {
  created_at: string
  id: string
  name: string
  used_at: string | null
  [k: string]: unknown
}
/**
 * The passkeys of the account, and whether one is asked for after the password.
 */
export interface PasskeysView {
  has_password: boolean
  passkeys: PasskeyView[]
  second_step: boolean
  [k: string]: unknown
}
/**
 * Another password. The present one is left out only by who has none and signed in just now.
 */
export interface PasswordChange {
  password: string
  present_password?: string | null
}
/**
 * Name and address for the report, never asked before they are needed.
 */
export interface Patient {
  address?: string | null
  born_on?: string | null
  full_name?: string | null
  id: string
  kind?: 'patient'
  phone?: string | null
  [k: string]: unknown
}
/**
 * One criterion of the patient's own plan, in its words.
 *
 * `at_least` and `weeks` are its numbers: how many trials, which score, how many percent. Of trials it may ask that
 * they were in the present episode or the last `within_years`, and helped by `improvement_at_most` percent. `met` is
 * the patient's own answer to what the journal cannot count.
 */
export interface PlanCriterion {
  at_least?: number | null
  attachments?: string[] | null
  classes?: number | null
  current_episode?: boolean | null
  document?: string | null
  id: string
  improvement_at_most?: number | null
  instrument?: string | null
  kind?: 'plan_criterion'
  met?: ('yes' | 'no' | 'unknown') | null
  page?: string | null
  test?:
    ('age' | 'diagnosis' | 'trials' | 'augmentations' | 'psychotherapy' | 'severity' | 'improvement' | 'other') | null
  weeks?: number | null
  within_years?: number | null
  wording?: string | null
  [k: string]: unknown
}
/**
 * One question to the plan's papers, the answer, and the page of the document where it stands (I2).
 */
export interface PolicyAnswer {
  answer?: string | null
  attachments?: string[] | null
  document?: string | null
  found?: ('yes' | 'no' | 'not_found') | null
  id: string
  kind?: 'policy_answer'
  looked_on?: string | null
  page?: string | null
  topic?:
    | (
        | 'ketamine_named'
        | 'exclusions'
        | 'experimental_wording'
        | 'exception_clause'
        | 'prior_authorization'
        | 'referral'
        | 'network'
        | 'deductible'
        | 'copay'
        | 'coinsurance'
        | 'session_limit'
        | 'duration_limit'
        | 'diagnosis_codes'
        | 'claim_filing'
        | 'appeal_levels'
      )
    | null
  [k: string]: unknown
}
/**
 * The choices of the settings screen. A missing one is what the phone's language and place suggest.
 */
export interface Preferences {
  check_in_scales?: string[] | null
  country?: string | null
  crisis_number?: string | null
  emergency_number?: string | null
  id: string
  kind?: 'preferences'
  questionnaire_layout?: ('one_by_one' | 'all_on_one') | null
  session_scales?: string[] | null
  weight_unit?: ('kg' | 'lb') | null
  [k: string]: unknown
}
/**
 * One request for approval, how the treatment fits the plan of care, and what came of it (I4).
 */
export interface PriorAuthorization {
  attachments?: string[] | null
  authorization_number?: string | null
  decided_on?: string | null
  decision?: ('waiting' | 'approved' | 'partly_approved' | 'denied' | 'withdrawn') | null
  id: string
  kind?: 'prior_authorization'
  notes?: string | null
  renewal_due_on?: string | null
  requested_by?: string | null
  requested_on?: string | null
  service_codes?: string[] | null
  sessions_approved?: number | null
  treatment_plan?: string | null
  urgent?: boolean | null
  valid_from_on?: string | null
  valid_to_on?: string | null
  [k: string]: unknown
}
/**
 * A treatment tried before or beside ketamine, and how it ended (B2). Improvement below 0 is worsening.
 *
 * `name` is the generic name of a medicine. `score_before` and `score_after` are totals of the questionnaire named in
 * `score_name`. `session_count` counts visits of a therapy, ECT or TMS.
 */
export interface PriorTreatment {
  adequate_weeks?: number | null
  attachments?: string[] | null
  augmentation?: boolean | null
  brand_name?: string | null
  current_episode?: boolean | null
  dose_mg_per_day?: number | null
  drug_class?: string | null
  ended_on?: string | null
  id: string
  improvement_percent?: number | null
  kind?: 'prior_treatment'
  name?: string | null
  notes?: string | null
  prescriber?: string | null
  score_after?: number | null
  score_before?: number | null
  score_name?: string | null
  session_count?: number | null
  started_on?: string | null
  stop_reason?: string | null
  type?: string | null
  [k: string]: unknown
}
/**
 * What differs between servers: who runs this one, and how long things are kept. None: nobody has said.
 */
export interface PrivacyFacts {
  backups_kept_days: number | null
  deletion_grace_days: number
  operator_contact: string
  [k: string]: unknown
}
/**
 * What the journal shows so far, up to edit `cursor`. Figures may be empty, findings never are.
 *
 * `courses` and `instruments` are what the whole journal has to choose from.
 */
export interface Progress {
  courses?: CourseView[]
  cursor: number
  figures: Figure[]
  findings: Finding[]
  instruments?: string[]
  limits: string[]
  made_at: string
  numbers?: Numbers | null
  selection?: Selection
  [k: string]: unknown
}
/**
 * What was asked for: days (both included), one questionnaire, one course. Null is all of them.
 */
export interface Selection {
  course?: number | null
  instrument?: string | null
  since?: string | null
  until?: string | null
  [k: string]: unknown
}
/**
 * The subscription to forget.
 */
export interface PushEndpoint {
  endpoint: string
}
/**
 * The keys of a browser's push subscription, base64url.
 */
export interface PushKeys {
  auth: string
  p256dh: string
}
/**
 * A browser's push subscription, as `PushSubscription.toJSON()` gives it, the device it belongs to, and where that
 * is now.
 */
export interface PushRequest {
  device: string
  endpoint: string
  keys: PushKeys
  time_zone?: string | null
}
/**
 * What became of a message sent to try it out. "gone": the push service knows this browser no more; "failed": it
 * could not be reached or asks for patience.
 */
export interface PushTrial {
  outcome: 'delivered' | 'gone' | 'refused' | 'failed'
  [k: string]: unknown
}
/**
 * The server's public VAPID key, base64url, for `pushManager.subscribe`.
 */
export interface PushView {
  public_key: string
  [k: string]: unknown
}
/**
 * The code of a receipt.
 */
export interface ReceiptRequest {
  receipt_code: string
}
/**
 * What became of a request to erase an account. `counts` says how much of what was erased, never what it said.
 */
export interface ReceiptView {
  asked_at: string
  counts?: {
    [k: string]: number
  }
  due_at: string
  erased_at?: string | null
  state: 'waiting' | 'taken_back' | 'erased'
  taken_back_at?: string | null
  [k: string]: unknown
}
/**
 * New recovery codes, told this once. Those made before work no more.
 */
export interface RecoveryCodes {
  codes: string[]
  [k: string]: unknown
}
/**
 * New recovery codes. Whoever signed in just now need not say the present password.
 */
export interface RecoveryCodesRequest {
  present_password?: string | null
}
/**
 * Who may make an account now: everybody, whoever has an invitation, nobody.
 */
export interface RegistrationView {
  registration: 'open' | 'invitation' | 'closed'
  [k: string]: unknown
}
/**
 * Why one edit was not taken. The message never echoes a value.
 */
export interface Rejection {
  code: string
  field?: string | null
  id: string
  message: string
  [k: string]: unknown
}
/**
 * The patient's own word on when the relief of a session began and wore off (J10, J12).
 */
export interface ReliefNote {
  began_at?: string | null
  id: string
  kind?: 'relief_note'
  notes?: string | null
  session?: string | null
  time_zone?: string | null
  wore_off_at?: string | null
  [k: string]: unknown
}
/**
 * The patient's own setting for one rule. The newest record of a rule counts; what is missing keeps its default.
 *
 * Times of day are local: wherever the patient is. `hours_after` counts from the end of a session, `days_before` back
 * from a deadline. Without `instrument` the questionnaires the patient answers are asked for, every `every_days` or
 * without those when each is due. Quiet hours may go over midnight, and are none when they end as they begin.
 */
export interface Reminder {
  at_time?: string | null
  days_before?:
    | []
    | [number]
    | [number, number]
    | [number, number, number]
    | [number, number, number, number]
    | [number, number, number, number, number]
    | [number, number, number, number, number, number]
    | [number, number, number, number, number, number, number]
    | [number, number, number, number, number, number, number, number]
    | [number, number, number, number, number, number, number, number, number]
    | [number, number, number, number, number, number, number, number, number, number]
    | null
  every_days?: number | null
  hours_after?:
    | []
    | [number]
    | [number, number]
    | [number, number, number]
    | [number, number, number, number]
    | [number, number, number, number, number]
    | [number, number, number, number, number, number]
    | [number, number, number, number, number, number, number]
    | [number, number, number, number, number, number, number, number]
    | [number, number, number, number, number, number, number, number, number]
    | [number, number, number, number, number, number, number, number, number, number]
    | null
  id: string
  instrument?: string | null
  is_on?: boolean | null
  kind?: 'reminder'
  paused_until?: string | null
  quiet_from?: string | null
  quiet_until?: string | null
  rule?:
    | (
        | 'all'
        | 'after_session'
        | 'check_in'
        | 'questionnaire'
        | 'relief'
        | 'follow_up'
        | 'claim'
        | 'appeal'
        | 'authorization'
      )
    | null
  [k: string]: unknown
}
/**
 * A report being made. Poll `location`; when it is ready that address answers the PDF itself.
 *
 * `step` of `steps` is how far it is: one step a paper shown, and one for the pages.
 */
export interface ReportJob {
  id: string
  location: string
  status: 'waiting' | 'ready' | 'failed'
  step?: number
  steps?: number
  [k: string]: unknown
}
/**
 * How many pages a report has, for whoever looks at them one by one.
 */
export interface ReportPages {
  pages: number
  [k: string]: unknown
}
/**
 * A new password, by a recovery code in the place of the old one.
 */
export interface ResetRequest {
  code: string
  email: string
  password: string
}
/**
 * One result. `n` counts the values it rests on; `missing` says in sentences what it does not rest on, and why.
 */
export interface Result {
  method: string
  missing?: string[]
  n: number
  source: string
  [k: string]: unknown
}
/**
 * The password was right, and nobody is signed in yet: a passkey of the account must answer this, too.
 */
export interface SecondStep {
  options: {
    [k: string]: unknown
  }
  [k: string]: unknown
}
/**
 * Whether a passkey is asked for after the password. Whoever signed in just now need not say the present one.
 */
export interface SecondStepRequest {
  is_asked: boolean
  present_password?: string | null
}
/**
 * What was asked for: days (both included), one questionnaire, one course. Null is all of them.
 */
export interface Selection1 {
  course?: number | null
  instrument?: string | null
  since?: string | null
  until?: string | null
  [k: string]: unknown
}
/**
 * A browser that is signed in. `name` is as in "Firefox on Android"; `used_at` may be an hour old.
 *
 * `id` is the hash of its token, which opens nothing.
 */
export interface SessionView {
  began_at: string
  id: string
  is_this: boolean
  name: string
  used_at: string
  [k: string]: unknown
}
/**
 * A link's new end, counted from now.
 */
export interface ShareLinkExpiry {
  expires_in_days: number
}
/**
 * A new link for someone who gives care, for `expires_in_days`; `passcode` is asked for before opening.
 */
export interface ShareLinkRequest {
  disclosure?: Disclosure
  expires_in_days?: number
  label: string
  passcode?: string | null
}
/**
 * One link as its owner sees it; `opened` latest first, not all of a link opened often. The token is told once.
 */
export interface ShareLinkView {
  created_at: string
  disclosure: Disclosure
  expires_at: string
  has_passcode: boolean
  id: string
  label: string
  opened?: Opening[]
  revoked_at?: string | null
  times_opened: number
  wrong_passcodes: number
  [k: string]: unknown
}
/**
 * The doctor's page, in the order it is read. Nothing the patient did not tick is in any part of it.
 */
export interface SharedPage {
  born_on: string | null
  covers: string
  expires_at: string
  figures: Figure[]
  findings: Finding[]
  label: string
  limits: string[]
  made_at: string
  not_shared: string[]
  patient_name: string | null
  tables: SharedTable[]
  [k: string]: unknown
}
/**
 * Numbers of one section, row by row, as they are read; `note` says what the marks mean.
 */
export interface SharedTable {
  columns: string[]
  id: string
  note?: string | null
  rows: string[][]
  title: string
  [k: string]: unknown
}
/**
 * The same page for the chart, as a PDF.
 */
export interface SharedReportRequest {
  paper?: 'letter' | 'a4'
  passcode?: string | null
  token: string
}
/**
 * The token of a link, from the part of the address after #, and the passcode if it asks for one.
 */
export interface SharedRequest {
  passcode?: string | null
  token: string
}
/**
 * One side effect of one session (J6).
 */
export interface SideEffect {
  action_taken?: string | null
  ended_at?: string | null
  id: string
  kind?: 'side_effect'
  notes?: string | null
  session?: string | null
  severity?: ('mild' | 'moderate' | 'severe') | null
  started_at?: string | null
  symptom?: string | null
  time_zone?: string | null
  [k: string]: unknown
}
/**
 * A new account. `invitation` is the code of one, where the server asks for it.
 */
export interface SignUpRequest {
  email: string
  invitation?: string | null
  password: string
}
/**
 * What the server took, refused and has that is new.
 */
export interface SyncAnswer {
  acknowledged?: {
    [k: string]: Acknowledgement
  }
  check?: LogCheck | null
  cursor: number
  edits?: Edit[]
  epoch: string
  more?: boolean
  rejected?: Rejection[]
  server_time: string
  [k: string]: unknown
}
/**
 * What a device sends: where it stands, and edits the server has not acknowledged.
 */
export interface SyncRequest {
  account?: string | null
  cursor?: number
  device: string
  edits?: unknown[]
  epoch?: string | null
  limit?: number
  protocol: 1
}
/**
 * The device's place is not one of this log: keep every edit, forget every `seq`, start again (C5).
 */
export interface SyncReset {
  epoch: string
  reset: true
  server_time: string
  [k: string]: unknown
}
/**
 * One session, with the state before and after it on scales from 0 to 10 (J1-J5 of the journal).
 *
 * `import_batch` is that of a check-in.
 */
export interface TreatmentSession {
  anxiety_after?: number | null
  anxiety_before?: number | null
  attachments?: string[] | null
  before_recalled?: boolean | null
  body_weight_kg?: number | null
  clinic?: string | null
  clinician?: string | null
  dose_mg?: number | null
  dose_source?: ('patient' | 'clinic') | null
  duration_minutes?: number | null
  energy_after?: number | null
  energy_before?: number | null
  id: string
  import_batch?: string | null
  kind?: 'treatment_session'
  mood_after?: number | null
  mood_before?: number | null
  notes?: string | null
  pain_after?: number | null
  pain_before?: number | null
  phase?: ('induction' | 'maintenance' | 'booster') | null
  product?: ('ketamine' | 'esketamine') | null
  route?: ('intravenous' | 'intramuscular' | 'subcutaneous' | 'intranasal' | 'oral' | 'sublingual') | null
  session_number?: number | null
  setting?: string | null
  started_at?: string | null
  starts_course?: boolean | null
  time_zone?: string | null
  well_being_after?: number | null
  well_being_before?: number | null
  [k: string]: unknown
}
/**
 * One step of the way through the VA, in the order of `step`.
 */
export interface VaStep {
  attachments?: string[] | null
  done_on?: string | null
  facility?: string | null
  follow_up_on?: string | null
  id: string
  kind?: 'va_step'
  notes?: string | null
  step?: ('told_provider' | 'referral' | 'records_submitted' | 'review' | 'scheduled') | null
  with_whom?: string | null
  [k: string]: unknown
}
/**
 * One measurement during or near a session (J7).
 */
export interface VitalSigns {
  at?: string | null
  diastolic_mmhg?: number | null
  heart_rate_bpm?: number | null
  id: string
  kind?: 'vital_signs'
  session?: string | null
  spo2_percent?: number | null
  systolic_mmhg?: number | null
  taken_by?: ('patient' | 'clinic') | null
  time_zone?: string | null
  [k: string]: unknown
}
/**
 * A letter as the patient left it, to be made into a file.
 */
export interface WrittenLetter {
  format: 'pdf' | 'docx'
  kind: 'medical_necessity' | 'appeal' | 'external_review' | 'claim_file' | 'follow_up'
  paper?: 'letter' | 'a4'
  paragraphs: WrittenParagraph[]
}
/**
 * A paragraph as the patient left it.
 */
export interface WrittenParagraph {
  role: 'sender' | 'date' | 'recipient' | 'subject' | 'text' | 'list' | 'closing' | 'enclosures'
  text: string
}
/**
 * A browser adds what it likes: only what is named here is read.
 */
export interface _Answer {
  [k: string]: unknown
}
