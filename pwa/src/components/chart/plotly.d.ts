/** The package ships no types; `draw.ts` says what it uses of it. */
declare module 'plotly.js-basic-dist-min' {
  const library: unknown
  export default library
}
