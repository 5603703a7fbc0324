/** English, the language that others are measured by: a catalogue of another language has the same shape. */
import { account } from './account'
import { add } from './add'
import { answers } from './answers'
import { app } from './app'
import { appeals } from './appeals'
import { background } from './background'
import { caseWords } from './case'
import { charts } from './charts'
import { checkIn } from './checkIn'
import { details } from './details'
import { doctorsPage } from './doctorsPage'
import { entry } from './entry'
import { erase } from './erase'
import { form } from './form'
import { happened } from './happened'
import { help } from './help'
import { hide } from './hide'
import { history } from './history'
import { install } from './install'
import { insurance } from './insurance'
import { journal } from './journal'
import { links } from './links'
import { money } from './money'
import { papers } from './papers'
import { passkeys } from './passkeys'
import { photos } from './photos'
import { places } from './places'
import { privacy } from './privacy'
import { progress } from './progress'
import { letters } from './letters'
import { reminders } from './reminders'
import { report } from './report'
import { settings } from './settings'
import { portable } from './portable'
import { questionnaire } from './questionnaire'
import { session } from './session'
import { signingIn } from './signingIn'
import { states } from './states'
import { summary } from './summary'
import { sync } from './syncing'
import { today } from './today'
import { trash } from './trash'
import { welcome } from './welcome'

export const en = {
  account,
  add,
  answers,
  app,
  appeals,
  background,
  case: caseWords,
  charts,
  checkIn,
  details,
  doctorsPage,
  entry,
  erase,
  form,
  happened,
  help,
  hide,
  history,
  install,
  insurance,
  journal,
  letters,
  links,
  money,
  papers,
  passkeys,
  photos,
  places,
  portable,
  privacy,
  progress,
  questionnaire,
  reminders,
  session,
  report,
  settings,
  signingIn,
  states,
  summary,
  sync,
  today,
  trash,
  welcome,
}
