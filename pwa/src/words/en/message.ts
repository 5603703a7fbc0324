/** Words of a message on the lock screen. They say nothing about a treatment. The service worker reads this file alone. */
export const message = {
  title: 'Casebook',
  checkIn: 'Time for a check-in',
  later: 'In an hour',
}
