/** Words in the place of an answer of the server that did not come, or was no good. */
export const answers = {
  noNetwork: 'No network',
  notReached: 'The server could not be reached.',
  somethingElse: 'Something else answered in the place of the server.',
  refused: 'The server refused',
  noPasskey: 'No passkey',
  entryNotTaken: 'The server could not take this entry.',
  fileNotTaken: {
    noRoom: 'It is too large, or your account has no room for more.',
    type: 'The server takes photos and PDF files only.',
    damaged: 'It arrived damaged. Remove it and add it again.',
  },
}
