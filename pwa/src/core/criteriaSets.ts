/** The names of the sets of criteria that ship, for choosing the one that a plan names. Answering them is the server's. */
import shelf from '$reference/criteria.json'

export const CRITERIA_SETS: readonly { id: string; name: string }[] = shelf.sets
