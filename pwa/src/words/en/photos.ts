/** Words of the photos and papers of an entry, and for a picked file that cannot be kept. */
export const photos = {
  title: 'Photos and papers',
  none: 'None yet. Add the receipt, the clinic’s sheet or the letter.',
  add: 'Add a photo or PDF',
  reading: 'Reading …',
  photo: (number: number) => `Photo ${number}`,
  pdf: (number: number) => `PDF ${number}`,
  file: (number: number) => `File ${number}`,
  open: 'Open',
  remove: (name: string) => `Remove ${name}`,
  sent: (name: string) => `Sent of ${name}`,
  elsewhere: 'On another device',
  online: 'Saved online',
  onlyHere: 'Only on this phone',
  waiting: 'Waiting to be sent',
  sending: 'Being sent',
  noRoom: 'This phone has no room left, so the file was not kept.',
  notKept: 'The file could not be kept. Please try again.',
  nowhere: 'This file is not on this phone, and the server cannot be reached or does not have it yet.',
  ofFile: (name: string, problem: string) => `${name}: ${problem}`,
  tooLarge: 'This PDF is larger than 20 MB, so it was not added. Save it smaller, or in parts, and add those.',
  unreadable: 'This file cannot be read here, so it was not added. Choose a photo (JPEG or PNG) or a PDF.',
  unreadablePhoto: 'This photo cannot be read here, so it was not added.',
  heic:
    'This browser cannot read photos in the HEIC format, so this one was not added. Share the photo as JPEG and add that. ' +
    'For new photos, open Settings on the iPhone, then Camera, Formats, and choose “Most Compatible”.',
}
