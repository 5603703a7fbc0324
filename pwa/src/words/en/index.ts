/** English, the language that others are measured by: a catalogue of another language has the same shape. */
import { account } from './account'
import { app } from './app'
import { appeals } from './appeals'
import { caseWords } from './case'
import { details } from './details'
import { charts } from './charts'
import { doctorsPage } from './doctorsPage'
import { help } from './help'
import { hide } from './hide'
import { install } from './install'
import { insurance } from './insurance'
import { journal } from './journal'
import { links } from './links'
import { money } from './money'
import { papers } from './papers'
import { places } from './places'
import { progress } from './progress'
import { reminders } from './reminders'
import { settings } from './settings'
import { portable } from './portable'
import { states } from './states'
import { summary } from './summary'
import { sync } from './syncing'
import { welcome } from './welcome'

export const en = {
  account,
  app,
  appeals,
  case: caseWords,
  details,
  charts,
  doctorsPage,
  help,
  hide,
  install,
  insurance,
  journal,
  links,
  money,
  papers,
  places,
  portable,
  progress,
  reminders,
  settings,
  states,
  summary,
  sync,
  welcome,
}
