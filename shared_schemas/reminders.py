"""What the patient wants to be reminded of, and when (O7)."""

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Annotated, Literal, get_args

from pydantic import Field

from shared_schemas.base import Claim, Instant, Number, Record, Text, Whole

# "all" holds what concerns every reminder: the one switch, the quiet hours, a pause.
Rule = Literal[
    "all", "after_session", "check_in", "questionnaire", "relief", "follow_up", "claim", "appeal", "authorization"
]
TimeOfDay = Annotated[Text, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class Reminder(Record):
    """The patient's own setting for one rule. The newest record of a rule counts; what is missing keeps its default.

    Times of day are local: wherever the patient is. `hours_after` counts from the end of a session, `days_before` back
    from a deadline. Without `instrument` the questionnaires the patient answers are asked for, every `every_days` or
    without those when each is due. Quiet hours may go over midnight, and are none when they end as they begin.
    """

    kind: Literal["reminder"] = "reminder"
    rule: Rule | None = None
    is_on: Claim | None = None
    at_time: TimeOfDay | None = None
    hours_after: Annotated[list[Annotated[Number, Field(ge=1, le=720)]], Field(max_length=10)] | None = None
    days_before: Annotated[list[Annotated[Whole, Field(ge=0, le=180)]], Field(max_length=10)] | None = None
    instrument: Text | None = None
    every_days: Annotated[Whole, Field(ge=1, le=180)] | None = None
    quiet_from: TimeOfDay | None = None
    quiet_until: TimeOfDay | None = None
    paused_until: Instant | None = None


_NOBODYS = "00000000-0000-0000-0000-000000000000"
_SHIPPED = json.loads(files("shared_schemas").joinpath("reference/reminders.json").read_text(encoding="utf-8"))["rules"]

# What holds until the patient says otherwise; the phone reads the same file.
DEFAULTS: Mapping[Rule, Reminder] = {
    rule: Reminder.model_validate({"id": _NOBODYS, "kind": "reminder", "rule": rule, **_SHIPPED[rule]})
    for rule in get_args(Rule)
}

# The one record of an account that holds a rule, so that two devices that set it apart set the same; the twin of
# `recordOf` in `pwa/src/core/reminders.ts`.
RECORD_IDS: Mapping[Rule, str] = {
    rule: f"00000000-0000-7000-8000-0000000001{place:02}" for place, rule in enumerate(get_args(Rule), start=1)
}
