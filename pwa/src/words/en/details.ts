/** Words around every form of the Case place. */
export const details = {
  save: 'Save',
  whatChanged: 'What changed',
  toTrash: 'Move to the trash',
}
