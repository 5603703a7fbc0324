/** Words of the help screen. */
export const help = {
  title: 'Help right now',
  callNow: 'If you might hurt yourself, or cannot stay safe, call now. You do not need to know what to say.',
  nobodyWatches:
    'Nobody watches what you write in Casebook, and it alerts no one. Chest pain, trouble breathing or fainting after a session is an emergency: call the emergency number.',
}
