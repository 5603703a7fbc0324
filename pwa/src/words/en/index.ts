/** English, the language that others are measured by: a catalogue of another language has the same shape. */
import { account } from './account'
import { app } from './app'
import { doctorsPage } from './doctorsPage'
import { help } from './help'
import { hide } from './hide'
import { install } from './install'
import { journal } from './journal'
import { links } from './links'
import { places } from './places'
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
  doctorsPage,
  help,
  hide,
  install,
  journal,
  links,
  places,
  portable,
  reminders,
  settings,
  states,
  summary,
  sync,
  welcome,
}
