/** The number on the app's icon, where icons have one. It says how much waits, never what. */

/** Shows `count`; none for 0. Does nothing where icons have no number, or the phone does not allow it. */
export async function markIcon(count: number, icon: Partial<NavigatorBadge> = navigator): Promise<void> {
  await (count > 0 ? icon.setAppBadge?.(count) : icon.clearAppBadge?.())?.catch(() => undefined)
}
