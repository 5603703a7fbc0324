/** The words around charts alone: the doctor's page must not wait for those of the whole app. */
export { charts as words } from './en/charts'
