/**
 * Every text a patient reads, by screen: `words.help.title`. Text with a value in it is a function, so that each language
 * puts the value where it belongs and chooses its own plural. Questionnaires stand in `shared_schemas/reference`, since
 * their wording is not ours; what the server words comes worded.
 */
import { en } from './en'

/** What a catalogue of any language holds. A second one is `const de: Words = { ... }` beside `en`. */
export type Words = typeof en

export const words: Words = en
