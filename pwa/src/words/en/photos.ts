/** Words for a picked file that cannot be kept. */
export const photos = {
  tooLarge: 'This PDF is larger than 20 MB.',
  unreadable: 'This file cannot be read here. Choose a photo (JPEG or PNG) or a PDF.',
  unreadablePhoto: 'This photo cannot be read here.',
}
