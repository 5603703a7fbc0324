"""What an operator can set, and every limit with its reason. Nothing here reads a file or the network."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

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
# Deeper values than this come from no form and would only exhaust the stack of whoever reads them.
EDIT_DEPTH = 32
# A clock further ahead than this is wrong, not merely unsynchronised (rule S4).
CLOCK_AHEAD = timedelta(minutes=5)
# The trash keeps a record for this long after its last edit was received.
TRASH_KEPT = timedelta(days=30)
# All other request bodies are small forms.
BODY_BYTES_IN = 100_000

# Below this a gzip header costs more than it saves.
COMPRESS_ABOVE_BYTES = 4_096

# SQLite waits this long for another process (a backup, say) before "database is locked".
SQLITE_BUSY_MILLISECONDS = 5_000

# OWASP's first recommendation for argon2id: 19 MiB, two passes, one lane; about 20-40 ms on a small server.
ARGON2_MEMORY_KIB = 19_456
ARGON2_PASSES = 2
ARGON2_LANES = 1

# A phone is opened every day or two; a session not used for this long has been forgotten.
SESSION_IDLE = timedelta(days=60)
SESSION_LIFETIME = timedelta(days=365)
# Guessing a password of 12 characters at this rate takes longer than anybody lives.
SIGN_IN_TRIES_PER_MINUTE = 10
SHARED_OPENINGS_PER_MINUTE = 60

SHARE_LINKS_PER_ACCOUNT = 100
# How many openings of a link its owner is shown.
OPENINGS_SHOWN = 50

# Reports kept for polling: a patient makes one or two, and each is a few hundred kilobytes in memory.
REPORT_JOBS_KEPT = 20
REPORT_JOB_LIFETIME = timedelta(minutes=15)

# A push service answers in well under a second; one that does not must not hold up the sweep.
PUSH_TIMEOUT_SECONDS = 10.0
PUSH_RESOLVE_SECONDS = 5.0
# How often the sweep looks for reminders that are due. Nobody notices half a minute at 24 hours.
SWEEP_SECONDS = 20.0
PUSH_SUBSCRIPTIONS_PER_ACCOUNT = 20
# Tried again after 2, 4, 8 and 16 minutes: a push service that is down for longer has the next session's reminder.
PUSH_ATTEMPTS = 5
PUSH_RETRY_AFTER = timedelta(minutes=2)


@dataclass(frozen=True)
class Settings:
    """How this server is run. `from_environment` reads the variables named beside each field."""

    data_dir: Path = _ROOT / "data"  # CASEBOOK_DATA
    database_url: str | None = None  # CASEBOOK_DATABASE_URL
    public_origin: str | None = None  # CASEBOOK_PUBLIC_ORIGIN, as in https://casebook.example
    pwa_dir: Path = _ROOT / "pwa" / "dist"  # CASEBOOK_PWA
    master_key: str | None = None  # CASEBOOK_MASTER_KEY, 32 bytes as base64
    master_key_command: str | None = None  # CASEBOOK_MASTER_KEY_COMMAND, prints the same
    push_allows_loopback: bool = False  # CASEBOOK_PUSH_ALLOWS_LOOPBACK=1, for tests
    fonts_dirs: tuple[Path, ...] = (
        _ROOT / "pwa/node_modules/@expo-google-fonts/source-sans-3",
        _ROOT / "pwa/node_modules/@expo-google-fonts/noto-emoji",
    )

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """Settings from `CASEBOOK_...` variables; what is not set keeps its default."""
        default = cls()
        return cls(
            data_dir=Path(environ.get("CASEBOOK_DATA") or default.data_dir),
            database_url=environ.get("CASEBOOK_DATABASE_URL") or None,
            public_origin=environ.get("CASEBOOK_PUBLIC_ORIGIN") or None,
            pwa_dir=Path(environ.get("CASEBOOK_PWA") or default.pwa_dir),
            master_key=environ.get("CASEBOOK_MASTER_KEY") or None,
            master_key_command=environ.get("CASEBOOK_MASTER_KEY_COMMAND") or None,
            push_allows_loopback=environ.get("CASEBOOK_PUSH_ALLOWS_LOOPBACK") == "1",
        )
