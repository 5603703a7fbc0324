/** A text of the patient's amid ours: in whatever direction it is written, it does not turn the signs beside it. */
export const isolated = (text: string) => `\u2068${text}\u2069`
