/** Words around every chart, in the app and on the doctor's page. What a chart shows comes worded from the server. */
export const charts = {
  asTable: 'Show as table',
  asChart: 'Show as chart',
  notDrawn: 'The chart could not be drawn here. These are its numbers.',
}
