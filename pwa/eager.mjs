// A browser puts off most of the work of a script until each of its functions is called, and does it then where the page
// is drawn. Of the chart library nearly all is called by the first chart: told so, Chromium reads it whole beside the
// page, while it arrives. Other browsers see a comment.
const HINT = '//# allFunctionsCalledOnLoad\n'

/** A Vite plugin that says so at the top of each file that holds a module whose path has `part` in it. */
export function eager(part) {
  return {
    name: 'eager',
    enforce: 'post',
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === 'chunk' && file.moduleIds.some((id) => id.includes(part))) file.code = HINT + file.code
      }
    },
  }
}
