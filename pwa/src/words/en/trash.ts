/** Words of the trash. */
export const trash = {
  title: 'Trash',
  empty: 'The trash is empty. What you delete stays here for 30 days before it is erased.',
  sure: 'Erased entries are gone for good, here, on your other phones and on the server.',
  bringBack: 'Bring back',
  eraseForGood: 'Erase for good',
  erase: 'Erase …',
}
