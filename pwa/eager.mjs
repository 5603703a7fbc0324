// A browser puts off most of the work of a script until each of its functions is called, and does it then where the page
// is drawn. Of some files nearly all is called at once: told so, Chromium reads them whole beside the page, while they
// arrive. Other browsers see a comment.
const HINT = '//# allFunctionsCalledOnLoad\n'

/** A Vite plugin that says so at the top of each file of the build of which `isIt` holds. */
export function eager(isIt) {
  return {
    name: 'eager',
    enforce: 'post',
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) if (file.type === 'chunk' && isIt(file)) file.code = HINT + file.code
    },
  }
}
