/** Words of the frame around every screen: the bar, the places, what can be in the way of the app itself. */
export const app = {
  name: 'Casebook',
  back: 'Back',
  placesLabel: 'Places',
  add: 'Add',
  addAnEntry: 'Add an entry',
  crisisHelp: 'Crisis help',
  hide: 'Hide the screen',
  newVersion: 'A new version is ready.',
  updateNow: 'Update now',
  undo: 'Undo',
  movedToTrash: 'Moved to the trash.',
  broughtBack: 'Brought back.',
  noStore: {
    title: 'Casebook cannot keep entries here',
    text: 'This browser does not let Casebook store anything. That is so in most private windows. Open Casebook in a normal window.',
  },
  notHereYet: {
    title: 'This screen is not on this phone yet',
    text: 'It comes with the network. What you entered is safe; open Casebook again when there is network.',
  },
  nowhere: {
    title: 'There is nothing here',
    text: 'This address leads to no screen. Your entries are in the Journal and under Case.',
  },
  notSaved: {
    noRoom: 'This phone has no room left, so this was not saved. Free some space and try again.',
    other: 'This could not be saved. Please try again.',
  },
}
