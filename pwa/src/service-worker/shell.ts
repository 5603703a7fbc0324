/** What the service worker keeps at once, what it keeps later, and which addresses the shell answers. */

/** The cache of what is fetched at its first use, or when the phone is idle. */
export const LATER = 'casebook-later'

/** Only the app's own address: the doctor's page, the server's answers and its schema are never answered from here. */
export const isShellNavigation = /^\/(index\.html)?(\?.*)?$/

/** The chart library is four times the rest of the app, so it is not part of the first download. */
export function isChartLibrary(path: string): boolean {
  return /(^|\/)plotly[^/]*\.js$/.test(path)
}

/** Drops what an older version left in `cache`: everything that is not one of `paths`. */
export async function withoutOthers(cache: Cache, paths: string[], origin: string): Promise<void> {
  const wanted = new Set(paths.map((path) => new URL(path, origin).href))
  const kept = await cache.keys()
  await Promise.all(kept.filter((request) => !wanted.has(request.url)).map((request) => cache.delete(request)))
}
