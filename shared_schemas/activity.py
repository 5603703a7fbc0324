"""What happened in an account, as its owner sees it."""

from datetime import datetime
from typing import Literal

from shared_schemas.base import Schema

What = Literal[
    "signed_in",
    "wrong_password",
    "signed_out",
    "others_signed_out",
    "signed_out_by_operator",
    "links_ended_by_operator",
    "exported",
    "report_made",
    "link_made",
    "link_withdrawn",
    "link_opened",
    "password_changed",
    "password_reset",
    "email_changed",
    "passkey_added",
    "passkey_renamed",
    "passkey_removed",
    "second_step_changed",
    "recovery_codes_made",
    "agreed",
    "deletion_asked",
    "deletion_taken_back",
]


class Activity(Schema):
    """One thing that happened. `browser` is as in "Firefox on Windows", empty where it is not known.

    `times` counts wrong passwords of one day. `link_label` is for whom the link was made that somebody opened.
    """

    at: datetime
    what: What
    browser: str = ""
    times: int = 1
    link_label: str = ""


class ActivityView(Schema):
    """What happened, latest first."""

    events: list[Activity]
