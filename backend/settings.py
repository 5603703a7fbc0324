"""What an operator can set, and every limit with its reason. Nothing here reads a file or the network."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Literal, get_args

VERSION = "0.1.0"
DATABASE_FILE = "casebook.sqlite"
_ROOT = Path(__file__).parents[1]

# Sync (rule S10): a phone sends small batches, so that one lost answer costs little. The sizes are the protocol's.
SYNC_EDITS_IN = 200
SYNC_BYTES_IN = 1_000_000
SYNC_EDITS_OUT = 500
SYNC_BYTES_OUT = 2_000_000
# Room kept beside a page for the results of a full request: 200 acknowledgements or rejections and the check.
SYNC_RESULTS_BYTES = 100_000
# A hundred changes a day for thirteen years; a program that writes without end stops here.
EDITS_PER_ACCOUNT = 500_000
# As much as those changes are at 200 bytes each. Charts and reports read a journal whole, so that this is also what one
# account can ask of the server's memory.
JOURNAL_BYTES_PER_ACCOUNT = 100_000_000
# Deeper values than this come from no form and would only exhaust the stack of whoever reads them.
EDIT_DEPTH = 32
# A clock further ahead than this is wrong, not merely unsynchronised (rule S4).
CLOCK_AHEAD = timedelta(minutes=5)
# The trash keeps a record for this long after its last edit was received.
TRASH_KEPT = timedelta(days=30)
# A server that is asked to end lets requests finish for this long: more than the longest wait for the database.
SECONDS_TO_FINISH = 6
# All other request bodies are small forms.
BODY_BYTES_IN = 100_000
# Who waits this long between two pieces of a request is gone: a phone without network, or a program that holds places.
HEADER_SECONDS = 20
BODY_PAUSE_SECONDS = 20
# A body may take this long, and longer only if it is large: a poor mobile line brings 2 kB a second.
BODY_SECONDS = 60
BODY_BYTES_PER_SECOND = 2_000
# Who takes nothing of an answer for this long is gone, too. The kernel takes in up to some megabytes and asks for more
# only when a third of that is free: on the poorest line that can last, so this is longer than a pause in a request.
ANSWER_PAUSE_SECONDS = 60
# More than the patients of a clinic open at once; each connection is an open file, of which a process has 1,024.
CONNECTIONS = 900

# Attachments: a scanned letter of many pages is below 20 MB, a photo scaled on the phone about 300 kB.
ATTACHMENT_BYTES = 20_000_000
# What a lost connection costs at most; the memory that a request needs does not depend on it.
ATTACHMENT_PART_BYTES = 5_000_000
# Sealed and opened one at a time: this much memory, and a few milliseconds, for each request under way.
ATTACHMENT_CHUNK_BYTES = 1_000_000
# Each part is an object of its own at least: 20 MB in parts of 50 kB, less than any phone sends.
ATTACHMENT_CHUNKS = 400
# Three thousand photos, or fifty of the largest documents: more than a case has, less than fills a small disk.
ATTACHMENTS_BYTES_PER_ACCOUNT = 1_000_000_000
# More than one a day for ten years; a million files of one byte each would fit into the bytes and fill the tables.
ATTACHMENTS_PER_ACCOUNT = 4_000
# Room for a change of mind, as long as the trash gives: a removed photo can be taken up again.
ATTACHMENT_KEPT_UNNAMED = timedelta(days=30)
# A phone that has not sent on for a week starts anew; its quota should not wait longer.
ATTACHMENT_KEPT_UNFINISHED = timedelta(days=7)
# An object that no row names may be one whose request is still under way; no request takes a day.
ATTACHMENT_OBJECT_KEPT_UNNAMED = timedelta(days=1)
# How long an object store of another machine may keep a request waiting, tries anew included: less than a phone waits.
OBJECT_STORE_SECONDS = 10
OBJECT_STORE_TRIES = 3

# While data keys are changed, the older ones stay for as long as a request may hold one: longer than any takes.
OLD_KEYS_KEPT = timedelta(minutes=5)

# With less, SQLite's log and a large attachment may not fit any more; time to make room before patients notice.
FREE_BYTES_NEEDED = 100_000_000

# Backups are made every day; one that is missed is noticed on the next.
BACKUP_IS_OLD = timedelta(hours=50)

# Below this a gzip header costs more than it saves.
COMPRESS_ABOVE_BYTES = 4_096
# Litestar's 9 takes five times as long as this for progress of five years, and saves an eighth of its bytes.
COMPRESS_LEVEL = 4

# How long a thread that computes progress may hold up the thread that answers, each time that one has something to do.
# At Python's 5 ms a request with three looks into the database took two to three times as long beside such a thread.
THREAD_SWITCH_SECONDS = 0.001
# New objects until Python looks for garbage among them. At its 700 it looks sixty times while it works out a journal of
# years, of which nothing is garbage, for a tenth of the time; most of what is thrown away needs no search anyway.
GARBAGE_OBJECTS = 50_000
# Progress, cases and doctors' pages worked out at the same moment; a third would only slow down the other two.
COMPUTING_THREADS = 2

# SQLite waits this long for another process (a backup, say) before "database is locked".
SQLITE_BUSY_MILLISECONDS = 5_000

# Enough for all that a process can do at once; Debian's PostgreSQL allows 100 for all its clients together.
POSTGRES_CONNECTIONS = 10
# As long as SQLite waits for another process.
POSTGRES_LOCK_SECONDS = 5
# How long a request waits for a connection before it answers "try again".
POSTGRES_REACH_SECONDS = 10
# A machine that vanishes in the middle of a transaction must not hold its locks until TCP notices, hours later.
POSTGRES_IDLE_IN_TRANSACTION_SECONDS = 30

# OWASP's first recommendation for argon2id: 19 MiB, two passes, one lane; about 20-40 ms on a small server.
ARGON2_MEMORY_KIB = 19_456
ARGON2_PASSES = 2
ARGON2_LANES = 1
# Each takes a processor and the memory above. More at once make nobody faster, and these leave room for the rest.
ARGON2_AT_ONCE = 2

# What a guesser of passwords tries first: at the speed of argon2id on one processor a month of work.
PASSWORD_GUESSES = 100_000_000
# Looking for patterns takes longer with the square of the length; whatever is as long as this is hard to guess.
PASSWORD_LOOKED_AT = 40
# As many as fit on a card in a wallet.
RECOVERY_CODES = 10
# Groups of four characters of 5 bits: 60 bits, behind argon2id and the limit of tries.
RECOVERY_CODE_GROUPS = 3
# 120 bits, more than anybody guesses however fast the hash.
INVITATION_GROUPS = 6
INVITATION_LIFETIME = timedelta(days=14)

# A phone is opened every day or two; a session not used for this long has been forgotten.
SESSION_IDLE = timedelta(days=60)
SESSION_LIFETIME = timedelta(days=365)
# Whoever signed in so recently need not say the password once more to make recovery codes.
SESSION_FRESH = timedelta(minutes=10)
# More devices than a family has; a further one signs the one out that was used least recently.
SESSIONS_PER_ACCOUNT = 50
# Guessing a password of 12 characters at this rate takes longer than anybody lives.
SIGN_IN_TRIES_PER_MINUTE = 10
# A waiting room behind one address; whoever asks which emails have an account gets few answers.
SIGN_UPS_PER_HOUR = 30
# Beside that, wrong tries at one account: who forgot a password tries the five they use. After that the wait doubles,
# up to a quarter of an hour from one address; from anywhere together only to half a minute: strangers could keep it up.
SIGN_IN_FREE_TRIES = 5
SIGN_IN_FREE_TRIES_FROM_ANYWHERE = 20
SIGN_IN_FIRST_WAIT = timedelta(seconds=5)
SIGN_IN_LONGEST_WAIT = timedelta(minutes=15)
SIGN_IN_LONGEST_WAIT_FROM_ANYWHERE = timedelta(seconds=30)
SIGN_IN_TRIES_REMEMBERED = timedelta(days=1)
# Home and work: addresses of a connection change every few weeks.
PLACE_REMEMBERED = timedelta(days=60)
# Long enough to fetch another device and to read what the browser asks; a stolen challenge is worth nothing anyway.
PASSKEY_CHALLENGE_LIFETIME = timedelta(minutes=5)
# A phone, a laptop, a key in a drawer, and each once more.
PASSKEYS_PER_ACCOUNT = 20

# What one account may ask of each process. A phone asks for some of these a minute, and a hurried patient with three
# phones for some dozens; a program in a loop, or a stolen session, must not take the server from everybody else.
REQUESTS_PER_MINUTE = {
    # A new phone reads a lifetime of entries, some dozens of pages, in a few seconds.
    "sync": 600,
    "progress": 120,
    "case": 120,
    # The ZIP can be a gigabyte.
    "export": 30,
    "letters": 60,
    # The pages of one report after the other, looked through quickly.
    "pages": 600,
    # A phone that takes up a copy of the journal sends thousands of photos, each asked for first.
    "anything": 2_400,
}

SHARED_OPENINGS_PER_MINUTE = 60
# A code of 256 random bits is not guessed; this only keeps the database from being asked without end.
RECEIPT_LOOKS_PER_MINUTE = 30
# Whoever holds a receipt may ask for some years after the end whether it came.
RECEIPTS_KEPT = timedelta(days=3 * 365)
# A year and a month, so that "what happened since last year's appointment" can be answered; the oldest go first.
ACTIVITY_KEPT = timedelta(days=400)
ACTIVITY_PER_ACCOUNT = 1_000
# From everywhere together: more than this is a program.
OPENINGS_OF_A_LINK_PER_MINUTE = 60
# The page is looked at again and again while its parts are chosen.
REPORTS_PER_MINUTE = 60

SHARE_LINKS_PER_ACCOUNT = 100
# How many openings of a link its owner is shown.
OPENINGS_SHOWN = 50
# A passcode read out on the phone is mistyped once or twice; after that each try waits twice as long as the one before.
# At one try an hour six digits outlast every link.
PASSCODE_FREE_TRIES = 3
PASSCODE_FIRST_WAIT = timedelta(seconds=5)
PASSCODE_LONGEST_WAIT = timedelta(hours=1)

# Reports kept for polling: a patient makes one or two, and each is a few megabytes in memory at most.
REPORT_JOBS_KEPT = 20
# The one that is looked at and the one before it; a third of the same account would push out another's.
REPORT_JOBS_PER_ACCOUNT = 2
REPORT_JOB_LIFETIME = timedelta(minutes=15)
# One large packet of each of a few patients, beside what else the server needs.
REPORT_JOBS_BYTES = 60_000_000
# Processes that read papers and make pages, about 150 MB each.
REPORT_WORKERS = 2
# Behind as many a patient would wait for minutes: better to be told so.
REPORTS_WAITING = 12
# Three hundred pages take some seconds; a report that takes this long never ends.
REPORT_SECONDS = 120
# A page on a phone of 390 points at three dots each, and how long it may take to draw.
PREVIEW_WIDTH = 1_170
PREVIEW_SECONDS = 10
# Files of exhibits that are attached beside their pictures: as much as a mail server takes at most.
ORIGINALS_BYTES = 40_000_000
# Letters are edited on the phone: some pages of text.
LETTER_BODY_BYTES = 500_000

# Papers in a report. A fax has 200 dots an inch; the frame of a page is 6.5 by 8 inches.
EXHIBIT_DOTS_PER_INCH = 200
EXHIBIT_FRAME_INCHES = (6.5, 8.0)
# Sixty receipts at most 10 MB, which is what most insurers' portals and mail servers take.
EXHIBIT_PAGE_BYTES = 150_000
# A letter or a lab report is shorter; of a longer file the first pages are shown and the rest is named.
EXHIBIT_FILE_PAGES = 60
# Nobody reads more, and 300 pages are what one fax or one upload takes.
EXHIBIT_PAGES = 300
# The cameras of phones reach 50 million dots. JPEG is scaled while it is read, so larger scans of it do no harm.
PICTURE_DOTS = 55_000_000
JPEG_DOTS = 250_000_000
# Pages without photos are kept to set the same patient's again sooner; packets would fill a worker, ten at 35 MB each.
TYPST_KEPT_BYTES = 2_000_000
# A file that takes longer than this is broken or made to hold the server up.
EXHIBIT_SECONDS = 20
# The process that reads papers and makes pages ends, alone, when it would need more.
REPORT_WORKER_BYTES = 1_000_000_000

# A push service answers in well under a second; one that does not must not hold up the sweep.
PUSH_TIMEOUT_SECONDS = 10.0
PUSH_RESOLVE_SECONDS = 5.0
# How often the sweep looks for reminders that are due. Nobody notices half a minute at 24 hours.
SWEEP_SECONDS = 20.0
PUSH_SUBSCRIPTIONS_PER_ACCOUNT = 20
# As much as one sweep holds in memory at a time, and sends at once without holding more sockets than a process may.
REMINDERS_CLAIMED_AT_ONCE = 500
PUSHES_AT_ONCE = 64
# What an account has due within half an hour comes in one message.
REMINDERS_BUNDLED = timedelta(minutes=30)
# As long as an infusion's quiet time or a meal; longer is what a pause is for.
REMINDERS_PUT_OFF = timedelta(hours=1)
# A sweep that has not said what became of a reminder by now has crashed: all of its tries take less.
REMINDERS_LEASE = timedelta(minutes=5)
# A journal that could not be planned is tried again seldom: it fails for a reason that stays.
REMINDERS_PLANNED_AGAIN = timedelta(hours=1)
# Long enough that no rule comes back to what was sent: the rarest repeats after half a year.
REMINDERS_KEPT = timedelta(days=200)
# Tried again after 2, 4, 8 and 16 minutes: a push service that is down for longer has the next session's reminder.
PUSH_ATTEMPTS = 5
PUSH_RETRY_AFTER = timedelta(minutes=2)
# A push service may ask for more patience than that, but not for so much that nothing comes any more.
PUSH_RETRY_AT_MOST = timedelta(hours=2)
# Whoever tries reminders out holds the phone in the hand.
PUSH_TRIAL_KEPT = timedelta(minutes=5)
PUSH_TRIALS_PER_MINUTE = 6
# Calendars look every few hours; a household behind one address has several.
CALENDAR_FETCHES_PER_MINUTE = 60

# Who may make an account: everybody, whoever has an invitation, nobody. The first account can always be made.
Registration = Literal["open", "invitation", "closed"]


def _registration(text: str) -> str:
    if text not in get_args(Registration):
        raise ValueError(f"must be one of: {', '.join(get_args(Registration))}")
    return text


def _flag(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError("must be 0 or 1")
    return text == "1"


def _log_form(text: str) -> str:
    if text not in ("text", "json"):
        raise ValueError("must be text or json")
    return text


def _listening(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal():
        raise ValueError("must be an address and a port, as in 127.0.0.1:9464")
    return host.strip("[]"), int(port)


def _days(text: str, at_most: int = 90) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > at_most:
        raise ValueError(f"must be a whole number from 0 to {at_most}")
    return int(text)


def _long_days(text: str) -> int:
    return _days(text, 3650)


def _networks(text: str) -> tuple[str, ...]:
    """Addresses or networks with commas between them; `*` for any."""
    parts = tuple(part.strip() for part in text.split(",") if part.strip())
    for part in parts:
        if part != "*":
            ip_network(part)
    return parts


def _set_by(variable: str, default: Any, says: str, parse: Callable[[str], Any] = str) -> Any:
    return field(default=default, metadata={"variable": variable, "says": says, "parse": parse})


@dataclass(frozen=True)
class Settings:
    """How this server is run. Each field names its variable, what it says and how its text is read."""

    data_dir: Path = _set_by(
        "CASEBOOK_DATA", _ROOT / "data", "The folder of database, keys, attachments and the log of erasures.", Path
    )
    database_url: str | None = _set_by(
        "CASEBOOK_DATABASE_URL",
        None,
        "`postgresql://...` for PostgreSQL in the place of SQLite; several server processes need it.",
    )
    attachments_url: str | None = _set_by(
        "CASEBOOK_ATTACHMENTS_URL",
        None,
        "An object store, as in `s3://bucket/folder`, in the place of `attachments/` in the data folder.",
    )
    public_origin: str | None = _set_by(
        "CASEBOOK_PUBLIC_ORIGIN", None, "The address patients use, as in `https://casebook.example`."
    )
    registration: Registration = _set_by(
        "CASEBOOK_REGISTRATION",
        "open",
        "Who may sign up: `open` (everybody), `invitation` (who has one of `python -m backend invite`), `closed`. The "
        "first account can always be made.",
        _registration,
    )
    trusted_proxies: tuple[str, ...] = _set_by(
        "CASEBOOK_TRUSTED_PROXIES",
        ("127.0.0.1", "::1"),
        "Addresses or networks of the proxies in front, with commas between them. Only what they say of a client's "
        "address and of HTTPS is believed.",
        _networks,
    )
    drain_seconds: int = _set_by(
        "CASEBOOK_DRAIN_SECONDS",
        0,
        "How long a process that is asked to end serves on while `/api/ready` says no: a proxy chooses another.",
        int,
    )
    log: str = _set_by(
        "CASEBOOK_LOG",
        "text",
        "`json` logs a line of JSON for each event and each request, without anything of a patient.",
        _log_form,
    )
    metrics: tuple[str, int] | None = _set_by(
        "CASEBOOK_METRICS",
        None,
        "Where Prometheus may ask, as in `127.0.0.1:9464`; keep it to this machine or a network of your own.",
        _listening,
    )
    operator_contact: str = _set_by(
        "CASEBOOK_OPERATOR_CONTACT", "", "Who runs this server and how to reach them; it stands on the privacy page."
    )
    deletion_grace_days: int = _set_by(
        "CASEBOOK_DELETION_GRACE_DAYS",
        14,
        "How many days the erasing of an account can be taken back, 0 to 90.",
        _days,
    )
    backups_kept_days: int | None = _set_by(
        "CASEBOOK_BACKUPS_KEPT_DAYS",
        None,
        "How many days a backup is kept, 0 to 3650; it stands on the privacy page. Say 0 when there are none.",
        _long_days,
    )
    pwa_dir: Path = _set_by("CASEBOOK_PWA", _ROOT / "pwa" / "dist", "The folder of the built app.", Path)
    master_key: str | None = _set_by(
        "CASEBOOK_MASTER_KEY", None, "The master key, 32 bytes as base64, in the place of `master.key`."
    )
    master_key_command: str | None = _set_by(
        "CASEBOOK_MASTER_KEY_COMMAND", None, "A command that prints the master key, in the place of `master.key`."
    )
    signing_certificate: Path | None = _set_by(
        "CASEBOOK_SIGNING_CERTIFICATE", None, "A PKCS #12 file with which reports are signed.", Path
    )
    signing_passphrase: str = _set_by("CASEBOOK_SIGNING_PASSPHRASE", "", "The passphrase of that file.")
    push_allows_loopback: bool = _set_by(
        "CASEBOOK_PUSH_ALLOWS_LOOPBACK", False, "1 lets reminders go to this machine itself; for tests.", _flag
    )
    fonts_dirs: tuple[Path, ...] = (
        _ROOT / "pwa/node_modules/@expo-google-fonts/source-sans-3",
        _ROOT / "pwa/node_modules/@expo-google-fonts/noto-emoji",
        _ROOT / "pwa/node_modules/@expo-google-fonts/noto-sans-arabic",
        _ROOT / "pwa/node_modules/@expo-google-fonts/noto-sans-hebrew",
    )
