/** Words of the first run: what Casebook is, what is private, where to keep it. */
export const welcome = {
  step: (number: number, of: number) => `${number} of ${of}`,
  next: 'Next',
  skip: 'Skip',
  start: 'Start',
  what: {
    title: 'A journal that becomes your case',
    lead: 'Note each session and the days between. Casebook makes of it what your doctor and your insurer ask for.',
    points: [
      { title: 'A minute for a session', detail: 'Ten seconds for a day. One hand is enough.' },
      { title: 'Works without network', detail: 'Every entry is saved on this phone at once.' },
      { title: 'Charts, a link, a report', detail: 'How you really did, also when it was worse.' },
    ],
  },
  private: {
    title: 'Yours alone',
    points: [
      { title: 'It stays on this phone', detail: 'With an account it is also on the server, encrypted, so that nothing is lost with the phone.' },
      { title: 'Nobody watches it', detail: 'No one reads along, and Casebook alerts no one.' },
      { title: 'No medical advice', detail: 'It cannot tell what is right for you. Ask those who treat you.' },
    ],
    crisis: 'If you might hurt yourself, get help now',
    crisisDetail: 'Crisis help is at the top of every screen',
  },
  install: {
    title: 'Keep it on this device',
    onHome: 'Casebook is on your home screen. You can start.',
  },
}
