/** Words of covering the screen. The cover itself shows the time and nothing else. */
export const hide = {
  title: 'Quick hide',
  short: 'Cover the screen with one tap',
  lead: 'One tap on the eye at the top covers the screen with a clock. So does pressing Escape twice.',
  back: 'A tap, Enter or Escape brings everything back. What you were writing is still there.',
  coverLabel: 'Clock. Tap to go back.',
  onLeaving: 'Cover when I switch apps',
  onLeavingHint: 'The list of open apps then shows the clock, as far as this phone lets a page do that.',
  tryIt: 'Try it',
  discreet: 'The name of the app, its icon, its title and its notifications never say what you are treated for or with what.',
}
