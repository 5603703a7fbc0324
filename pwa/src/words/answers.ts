/** The words in the place of a missing answer alone: the doctor's page talks to the server, too. */
export { answers as words } from './en/answers'
