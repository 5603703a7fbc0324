/** Words of the help screen, and of help wherever else it stands. */
export const help = {
  title: 'Help right now',
  callNow: 'If you might hurt yourself, or cannot stay safe, call now. You do not need to know what to say.',
  nobodyWatches:
    'Nobody watches what you write in Casebook, and it alerts no one. Chest pain, trouble breathing or fainting after a session is an emergency: call the emergency number.',
  numbersOf: (country: string) => `Numbers for ${country}.`,
  numbersTyped: 'The numbers you entered.',
  anotherCountry: 'Another country?',
  callEmergency: 'Call the emergency number of the country you are in.',
  enterNumbers: 'Enter the numbers of your country, so that they stand here when they are needed.',
  enterThem: 'Enter the numbers',
  crisisLine: 'Crisis line',
  immediateDanger: 'Immediate danger',
  call: (number: string, then?: string) => `Call ${number}${then === undefined ? '' : `, ${then}`}`,
  text: (number: string, body?: string) => `Text ${body === undefined ? '' : `${body} to `}${number}`,
  yourPeople: 'Your people',
  yourCare: 'Your clinic and doctors',
  addPeople: 'Add someone you trust',
}
