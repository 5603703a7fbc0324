/** Words of putting Casebook on a device, for each platform as its browser words it. */
export const install = {
  title: 'On your home screen',
  why: 'As an app, Casebook opens from an icon, works without network, and the browser does not clear its entries.',
  appleFirst: 'On an iPhone or iPad do this before the first entry: the app on the home screen starts empty, and entries made in the browser stay in the browser.',
  appleWithEntries: 'The app on the home screen starts empty. Sign up first, and your entries are there too.',
  installed: 'Casebook is installed on this device.',
  now: 'Install Casebook',
  refused: 'Not installed. You can do it later, from here or from the menu of the browser.',
  others: 'On another device',
  platforms: {
    ios: {
      name: 'iPhone and iPad',
      steps: ['Tap Share, at the bottom or the top of the browser.', 'Scroll down and tap “Add to Home Screen”.', 'Tap “Add”, then open Casebook from the home screen.'],
    },
    android: {
      name: 'Android',
      steps: ['Open the menu of the browser.', 'Tap “Add to Home screen”, then “Install”.', 'Open Casebook from the home screen.'],
    },
    chromium: {
      name: 'Chrome or Edge on a computer',
      steps: ['Click the install icon at the end of the address bar.', 'Click “Install”. Casebook opens in a window of its own.'],
    },
    mac: {
      name: 'Safari on a Mac',
      steps: ['Open the File menu, or click Share.', 'Choose “Add to Dock”, then open Casebook from the Dock.'],
    },
    firefox: {
      name: 'Firefox on a computer',
      steps: ['Press Ctrl+D, or ⌘D on a Mac, to bookmark Casebook. It works without network there too.', 'When Firefox asks whether Casebook may keep its entries, allow it.'],
    },
  },
  pictures: { share: 'Share', addToHome: 'Add to Home Screen', add: 'Add', menu: 'Menu', install: 'Install' },
}
