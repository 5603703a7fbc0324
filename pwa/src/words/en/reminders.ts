/** Words of the reminders screen. */
export const reminders = {
  title: 'Reminders',
  lead: 'A day after a session Casebook asks for a check-in: entries made at the right time say most. The message reads “Time for a check-in” and nothing else.',
  needsAccount: 'Reminders are sent by the server, so they need an account.',
  installFirst: 'On an iPhone, reminders work once Casebook is on the home screen.',
  impossible: 'This browser cannot show reminders.',
  isOn: 'Reminders are on for this phone.',
  isOff: 'Reminders are off on this phone.',
  turnOn: 'Turn reminders on',
  turnOff: 'Turn reminders off',
  blocked: 'Notifications are blocked for Casebook. Allow them in the settings of this phone.',
  failed: 'Reminders could not be changed just now. Check the network and try again.',
}
