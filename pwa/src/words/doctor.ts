/** The words of the doctor's page alone: it must not wait for those of the whole app. */
export { doctorsPage as words } from './en/doctorsPage'
