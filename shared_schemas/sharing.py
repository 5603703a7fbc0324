"""The doctor's link: what the patient chose to share, the links as their owner sees them, and the page they open."""

import unicodedata
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from shared_schemas.base import A_NUMBER, Day, RequestBody, Schema
from shared_schemas.progress import Figure, Finding

Section = Literal["scores", "before_after", "relief", "side_effects", "sessions", "daily_state", "treatments"]
# Medicines and earlier treatments say much about a life, so they are shared only when ticked.
USUAL_SECTIONS: frozenset[Section] = frozenset(
    ("scores", "before_after", "relief", "side_effects", "sessions", "daily_state")
)
# These turn the direction of writing, so that a label could look like another one.
_TURNS_WRITING = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}


class Disclosure(RequestBody):
    """What of a journal somebody else sees. `backend.disclosure.disclosed` takes everything else out.

    The days `from_on` and `to_on` are included; treatments other than the sessions are shared whatever their dates.
    """

    sections: frozenset[Section] = USUAL_SECTIONS
    from_on: Day | None = None
    to_on: Day | None = None
    notes: bool = False
    item_answers: bool = False
    identity: bool = True

    @model_validator(mode="after")
    def _starts_before_it_ends(self) -> "Disclosure":
        if self.from_on is not None and self.to_on is not None and self.to_on < self.from_on:
            raise PydanticCustomError("range_order", "the last day must not be before the first")
        return self


def _one_plain_line(label: str) -> str:
    if any(unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} or ord(sign) in _TURNS_WRITING for sign in label):
        raise PydanticCustomError("plain_line", "must be one line without control characters")
    if all(unicodedata.category(sign) in {"Cf", "Zs"} for sign in label):
        raise PydanticCustomError("blank", "must not be blank")
    return label.strip()


Label = Annotated[str, Field(min_length=1, max_length=80), AfterValidator(_one_plain_line)]
# Six characters, because tries are slowed down to one an hour; the upper end keeps hashing cheap.
Passcode = Annotated[str, Field(min_length=6, max_length=100)]
ExpiresInDays = Annotated[int, Field(ge=1, le=365), A_NUMBER]


class ShareLinkRequest(RequestBody):
    """A new link for someone who gives care, for `expires_in_days`; `passcode` is asked for before opening."""

    label: Label
    expires_in_days: ExpiresInDays = 30
    disclosure: Annotated[Disclosure, Field(default_factory=Disclosure)]
    passcode: Passcode | None = None


class ShareLinkExpiry(RequestBody):
    """A link's new end, counted from now."""

    expires_in_days: ExpiresInDays


class Opening(Schema):
    """One opening: when, the browser in words ("Safari on iPhone"), and whether it was the page or its PDF."""

    at: datetime
    browser: str
    what: Literal["page", "pdf"] = "page"


class ShareLinkView(Schema):
    """One link as its owner sees it; `opened` latest first, not all of a link opened often. The token is told once."""

    id: str
    label: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    disclosure: Disclosure
    has_passcode: bool
    wrong_passcodes: int
    times_opened: int
    opened: list[Opening] = []


class NewShareLink(ShareLinkView):
    """A link just made. `path` is `/shared#<token>`: what follows # never reaches a server log."""

    path: str


class SharedRequest(RequestBody):
    """The token of a link, from the part of the address after #, and the passcode if it asks for one."""

    token: Annotated[str, Field(min_length=1, max_length=200)]
    passcode: Annotated[str, Field(max_length=100)] | None = None


class SharedReportRequest(SharedRequest):
    """The same page for the chart, as a PDF."""

    paper: Literal["letter", "a4"] = "letter"


class SharedTable(Schema):
    """Numbers of one section, row by row, as they are read; `note` says what the marks mean."""

    id: str
    title: str
    columns: list[str]
    rows: list[list[str]]
    note: str | None = None


class SharedPage(Schema):
    """The doctor's page, in the order it is read. Nothing the patient did not tick is in any part of it."""

    label: str
    patient_name: str | None
    born_on: date | None
    made_at: datetime
    expires_at: datetime
    covers: str
    findings: list[Finding]
    figures: list[Figure]
    tables: list[SharedTable]
    limits: list[str]
    not_shared: list[str]
