/** The mark on the app's icon, where there is one. It says that something waits, never what. */

/** Marks the icon. Does nothing where icons have no marks, or the phone does not allow them. */
export async function markIcon(navigator: Partial<NavigatorBadge>): Promise<void> {
  await navigator.setAppBadge?.().catch(() => undefined)
}
