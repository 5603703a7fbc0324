"""The tables. They never cross the wire. Instants are text, UTC with milliseconds, which sorts on every database."""

from piccolo.columns import BigInt, Boolean, Bytea, Integer, Text
from piccolo.table import Table

from backend.storage.engine import ENGINE


class Account(Table, db=ENGINE):
    """An account and the head of its log: `last_seq` is also the count, since `seq` has no gaps.

    `log_bytes` is what its sealed edits take. `plan_at` is when its reminders must be planned again, empty where there
    is nobody to remind. Empty `password_hash`: it is opened by passkeys alone. `second_step`: after the password a
    passkey is asked for, too.
    """

    id = Text(primary_key=True)
    email = Text(unique=True)
    password_hash = Text()
    sealed_data_key = Bytea()
    created_at = Text()
    last_seq = BigInt(default=0)
    digest = Text(default="")
    greatest_stamp = Text(default="")
    plan_at = Text(default="")
    second_step = Boolean(default=False)
    log_bytes = BigInt(default=0)


class LoginSession(Table, db=ENGINE):
    """A signed-in browser, known by the SHA-256 of its token; `browser` in words, as in "Firefox on Android"."""

    token_hash = Text(primary_key=True)
    account = Text(index=True)
    created_at = Text()
    used_at = Text()
    browser = Text(default="")


class RecoveryCode(Table, db=ENGINE):
    """A code that sets a new password once, known by its argon2id hash. One that was used is deleted."""

    code_hash = Text(primary_key=True)
    account = Text(index=True)
    made_at = Text()


class Invitation(Table, db=ENGINE):
    """Leave to make one account, known by the SHA-256 of its code. One that was used is deleted."""

    code_hash = Text(primary_key=True)
    expires_at = Text()


class Passkey(Table, db=ENGINE):
    """A passkey of an account; `id` is the SHA-256 of the id that its maker gave it. Empty `used_at`: never used.

    `sign_count` is as the passkey told it last; `transports` says, with spaces between, how a browser reaches it.
    """

    id = Text(primary_key=True)
    account = Text(index=True)
    credential_id = Bytea()
    public_key = Bytea()
    sign_count = BigInt(default=0)
    transports = Text(default="")
    sealed_name = Bytea()
    created_at = Text()
    used_at = Text(default="")


class PasskeyChallenge(Table, db=ENGINE):
    """What a passkey was asked, known by its SHA-256, and what for. Deleted by the first answer.

    `account` is whose passkey must answer or is made, one to be made yet among them; empty where anybody's may answer.
    """

    challenge_hash = Text(primary_key=True)
    purpose = Text()
    account = Text(index=True)
    expires_at = Text(index=True)


class StoredEdit(Table, tablename="edit", db=ENGINE):
    """One edit of one account's log. `key` is account and edit id, since ids are unique per account only.

    `sent_stamp` is the stamp as first sent where the server replaced it, else empty. `sealed` is the `set`.
    """

    key = Text(primary_key=True)
    account = Text()
    edit_id = Text()
    seq = BigInt()
    record = Text()
    kind = Text()
    stamp = Text()
    sent_stamp = Text(default="")
    received_at = Text()
    erased = Boolean(default=False)
    sealed = Bytea()


class ShareLink(Table, db=ENGINE):
    """A read-only link, known by the SHA-256 of its token. Empty `revoked_at`: not revoked.

    Empty `sealed_disclosure`: made before there was a choice. Empty `passcode_hash`: none is asked for. The tries at it
    stand here, so that they outlive the process and count for all processes together.
    """

    id = Text(primary_key=True)
    account = Text(index=True)
    token_hash = Text(unique=True)
    sealed_label = Bytea()
    created_at = Text()
    expires_at = Text()
    revoked_at = Text(default="")
    sealed_disclosure = Bytea()
    passcode_hash = Text(default="")
    wrong_passcodes = Integer(default=0)
    next_try_at = Text(default="")


class AccessEvent(Table, db=ENGINE):
    """One opening of a link: when, the browser in words, and `what`: the page or its PDF. No address of anyone."""

    id = Text(primary_key=True)
    share_link = Text(index=True)
    at = Text()
    browser = Text()
    what = Text(default="page")


class PushSubscription(Table, db=ENGINE):
    """A browser to remind. `key` is account and the hash of the endpoint; endpoint, keys and time zone are sealed.
    `created_at` is when it was told last.

    `session` is the token hash of the session it belongs to and ends with; empty where that is not known.
    """

    key = Text(primary_key=True)
    account = Text(index=True)
    device = Text()
    session = Text(default="")
    sealed = Bytea()
    created_at = Text()


class ReminderOccurrence(Table, db=ENGINE):
    """One reminder of one account; `id` is the account and a hash of what it is about, `sealed` what it says.

    `next_at` is when a sweep must look at it: when it is due, when its sender must have crashed, when it is tried
    again. Empty: it is done with.
    """

    id = Text(primary_key=True)
    account = Text(index=True)
    due_at = Text(index=True)
    next_at = Text(default="")
    sent_at = Text(default="")
    attempts = Integer(default=0)
    sealed = Bytea()


class CalendarFeed(Table, db=ENGINE):
    """The calendar link of an account, known by the SHA-256 of its token. `says_what`: titles are not discreet."""

    account = Text(primary_key=True)
    token_hash = Text(unique=True)
    says_what = Boolean(default=False)
    created_at = Text()


class Database(Table, db=ENGINE):
    """One row: which history this database is, and a sealed known word that tells whether the master key fits."""

    id = Integer(primary_key=True, default=1)
    epoch = Text()
    created_at = Text()
    sealed_probe = Bytea()


class Attachment(Table, db=ENGINE):
    """A file of an account, whole when `held` is `total`. `key` is account and SHA-256: hashes are unique per account.

    `chunks` names its sealed objects in order, with spaces between. `media_type` is found by content, when whole.
    Empty `unnamed_since`: a record names it, or no sweep has looked yet.
    """

    key = Text(primary_key=True)
    account = Text(index=True)
    sha256 = Text()
    total = BigInt()
    held = BigInt()
    chunks = Text()
    media_type = Text(default="")
    received_at = Text()
    unnamed_since = Text(default="")


class MadeReport(Table, db=ENGINE):
    """That this server made a report: the SHA-256 of the file, and when. Nothing of what it says."""

    sha256 = Text(primary_key=True)
    account = Text(index=True)
    made_at = Text()


class Try(Table, tablename="try", db=ENGINE):
    """How often somebody tried something, until `ends_at`. Empty `next_at`: another try need not wait.

    `key` is a hash, keyed by the master key, of what was tried by whom: no address and no email can be read from it.
    """

    key = Text(primary_key=True)
    times = Integer(default=0)
    next_at = Text(default="")
    ends_at = Text(index=True)


class PendingDeletion(Table, db=ENGINE):
    """An account whose owner asked for its end: at `due_at` a sweep erases it, until then signing in takes it back."""

    account = Text(primary_key=True)
    asked_at = Text()
    due_at = Text(index=True)
    receipt_hash = Text()


class ErasureReceipt(Table, db=ENGINE):
    """What became of a request to erase an account, known by the SHA-256 of the code on its owner's receipt.

    It names no account and no person, and stays when all else is gone. `counts` is JSON: how much of what was erased.
    """

    receipt_hash = Text(primary_key=True)
    asked_at = Text()
    due_at = Text()
    taken_back_at = Text(default="")
    erased_at = Text(default="")
    counts = Text(default="")


class ActivityEvent(Table, db=ENGINE):
    """Something that happened in an account, for its owner to see: what, when, from which kind of browser.

    `times` counts what is put together by the day, as wrong passwords are. No address of anyone, and no content.
    """

    id = Text(primary_key=True)
    account = Text(index=True)
    at = Text()
    what = Text()
    browser = Text(default="")
    times = Integer(default=1)


class Consent(Table, db=ENGINE):
    """That a patient agreed to a version of the privacy page, and when. `id` is account and version."""

    id = Text(primary_key=True)
    account = Text(index=True)
    version = Text()
    agreed_at = Text()


TABLES: list[type[Table]] = [
    Account,
    LoginSession,
    RecoveryCode,
    Invitation,
    Passkey,
    PasskeyChallenge,
    StoredEdit,
    ShareLink,
    AccessEvent,
    PushSubscription,
    ReminderOccurrence,
    CalendarFeed,
    Database,
    Attachment,
    MadeReport,
    Try,
    PendingDeletion,
    ErasureReceipt,
    ActivityEvent,
    Consent,
]
