/** English, the language that others are measured by: a catalogue of another language has the same shape. */
import { help } from './help'
import { places } from './places'
import { settings } from './settings'
import { states } from './states'

export const en = { help, places, settings, states }
