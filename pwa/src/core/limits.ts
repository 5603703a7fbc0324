/** Every limit of the phone, with its reason. */

/** The server takes 200 edits and 1 MB in a request; half of each keeps a lost answer cheap on a slow line. */
export const EDITS_PER_REQUEST = 100
export const BYTES_PER_REQUEST = 900_000
export const PAGE_LIMIT = 500
/** From here on a page is merged as one of many: the first sync of a new phone. */
export const LARGE_PAGE = 100
/** So many edits of a large page stand in one row: few enough that the history of one record reads little else. */
export const EDITS_PER_BUNDLE = 50
/** A worker that has not stored one page by now is not there any more; a slow phone takes seconds. */
export const PAGE_TIMEOUT_MS = 30_000
/** So many pages are asked for before the one in hand is stored: enough for the line never to wait, little enough to hold. */
export const PAGES_AHEAD = 4
/** How often a screen is drawn anew while page after page arrives: it shows that they do, and holds the store meanwhile. */
export const TELL_OF_PAGES_EVERY_MS = 3_000
/** Below this gzip costs more than it saves (PROTOCOL.md). */
export const COMPRESS_ABOVE_BYTES = 4_096
/** A request that takes longer has lost its line. */
export const REQUEST_TIMEOUT_MS = 30_000
/** The clock offset is learned only from answers younger than this (C7). */
export const FRESH_ANSWER_MS = 30_000
/** A write is sent after this, so that several fields of one form go together (C8). */
export const SEND_AFTER_WRITE_MS = 1_000
export const SYNC_EVERY_MS = 60_000
export const BACK_OFF_FIRST_MS = 2_000
export const BACK_OFF_MOST_MS = 300_000
/** A digest that does not match is healed at most this often (C6). */
export const HEAL_AT_MOST_EVERY_MS = 3_600_000
/** The digest is computed anew from the store this often (C6). */
export const RECOMPUTE_DIGEST_EVERY_MS = 7 * 86_400_000
export const PHQ9_EVERY_DAYS = 14
export const CHECK_IN_AFTER_SESSION_HOURS = 24
/** One part of an upload: small enough that a lost line costs little, and that a bar moves. */
export const ATTACHMENT_PART_BYTES = 524_288
/** Photos are scaled to this; a page of print stays legible (C12). */
export const PHOTO_LONG_EDGE_PX = 1_600
export const PHOTO_BYTES = 300_000
/** Many large photos take minutes to be scaled, and only then does the entry name them. */
export const UNNAMED_FILE_KEPT_MS = 600_000
/** Shown about 64 px wide in a list, on screens of two to three dots a pixel. */
export const THUMBNAIL_LONG_EDGE_PX = 160
/** The server takes no larger file. */
export const FILE_BYTES = 20_000_000
/** As many characters as the schemas take (`shared_schemas/base.py`): in a line, and in a note with whatever was pasted. */
export const LINE_CHARACTERS = 500
export const NOTE_CHARACTERS = 250_000
