/** English, the language that others are measured by: a catalogue of another language has the same shape. */
import { account } from './account'
import { app } from './app'
import { help } from './help'
import { hide } from './hide'
import { install } from './install'
import { journal } from './journal'
import { places } from './places'
import { reminders } from './reminders'
import { settings } from './settings'
import { states } from './states'
import { summary } from './summary'
import { sync } from './syncing'
import { welcome } from './welcome'

export const en = {
  account,
  app,
  help,
  hide,
  install,
  journal,
  places,
  reminders,
  settings,
  states,
  summary,
  sync,
  welcome,
}
