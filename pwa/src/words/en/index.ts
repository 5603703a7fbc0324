/** English, the language that others are measured by: a catalogue of another language has the same shape. */
import { help } from './help'
import { places } from './places'

export const en = { help, places }
