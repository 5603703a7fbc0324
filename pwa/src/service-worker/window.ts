/** Opening Casebook from a notification. */

/**
 * Brings the place a notification names to the front: in a window that is open, else in a new one. A window that shows
 * the doctor's page is left alone.
 */
export async function openAt(clients: Clients, notification: Notification): Promise<void> {
  notification.close()
  const { navigate } = notification.data as { navigate: string }
  const windows = await clients.matchAll({ type: 'window', includeUncontrolled: true })
  const open = windows.find((window) => new URL(window.url).pathname === '/')
  if (open === undefined) {
    await clients.openWindow(navigate)
    return
  }
  // Not `navigate()`: it is refused for a window this worker does not control yet, and could reload over a form.
  // Said before the focus is asked for, which a browser may refuse.
  open.postMessage({ type: 'OPEN', hash: new URL(navigate).hash })
  await open.focus()
}
