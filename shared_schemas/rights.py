"""Bodies of a patient's rights: consent, the end of an account, and what the privacy page must know."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from shared_schemas.base import RequestBody, Schema

# Of the text in pwa/src/words/en/privacy.ts: the day on which it was last changed.
PRIVACY_VERSION = "2026-11-26"
PrivacyVersion = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class PrivacyFacts(Schema):
    """What differs between servers: who runs this one, and how long things are kept. None: nobody has said."""

    operator_contact: str
    deletion_grace_days: int
    backups_kept_days: int | None


class ConsentRequest(RequestBody):
    """The patient agrees to this version of the privacy page."""

    version: PrivacyVersion


class ConsentView(Schema):
    """The version agreed to last, and when; None for an account that has not been asked."""

    version: str | None = None
    agreed_at: datetime | None = None


class DeletionRequest(RequestBody):
    """The account is to be erased: after the days of grace, or `at_once`. `password` may be left out right after
    signing in."""

    password: Annotated[str, Field(max_length=1024)] | None = None
    at_once: bool = False


class DeletionAnswer(Schema):
    """When everything is erased, and the code of the receipt, told this once."""

    due_at: datetime
    is_erased: bool
    receipt_code: str


class ReceiptRequest(RequestBody):
    """The code of a receipt."""

    receipt_code: Annotated[str, Field(min_length=20, max_length=100, pattern=r"^[A-Za-z0-9_\-]+$")]


class ReceiptView(Schema):
    """What became of a request to erase an account. `counts` says how much of what was erased, never what it said."""

    state: Literal["waiting", "taken_back", "erased"]
    asked_at: datetime
    due_at: datetime
    taken_back_at: datetime | None = None
    erased_at: datetime | None = None
    counts: dict[str, int] = {}
