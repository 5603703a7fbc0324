/** Words of the screen of one entry. */
export const entry = {
  entered: (when: string) => `Entered ${when}.`,
  enteredAndChanged: (when: string, changed: string) => `Entered ${when}, changed ${changed}.`,
  whatChanged: 'What changed',
  inTrash: 'This entry is in the trash.',
  openTrash: 'Open the trash',
  toBringBack: 'to bring it back.',
  moveToTrash: 'Move to the trash',
  save: 'Save changes',
  noForm: 'This kind of entry cannot be changed on the phone yet. It is kept.',
}
