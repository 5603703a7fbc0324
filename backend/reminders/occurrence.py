"""One reminder at one time, and how times of day become instants where the patient is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import Enum
from typing import Any


class Asks(Enum):
    """What a reminder asks for, as far as a locked screen may say it."""

    CHECK_IN = "check-in"
    QUESTIONNAIRE = "questionnaire"
    ENTRY = "entry"
    FOLLOW_UP = "follow-up"
    DATE = "date"


@dataclass(frozen=True)
class Occurrence:
    """One reminder. `subject` names what it is about and stays the same when its time is corrected.

    `opens` is the address inside the app. From `expires_at` on it is not sent any more.
    """

    subject: str
    due_at: datetime
    expires_at: datetime
    asks: Asks
    opens: str

    def content(self) -> dict[str, str]:
        """What is kept of it until it is sent; `from_content` reads it."""
        return {
            "due_at": self.due_at.isoformat(),
            "expires_at": self.expires_at.isoformat(),
            "asks": self.asks.value,
            "opens": self.opens,
        }

    @classmethod
    def from_content(cls, subject: str, content: Mapping[str, Any]) -> "Occurrence":
        """The occurrence that was kept."""
        due, expires = (datetime.fromisoformat(content[name]) for name in ("due_at", "expires_at"))
        return cls(subject, due, expires, Asks(content["asks"]), content["opens"])


@dataclass(frozen=True)
class Span:
    """The time that is planned for, and where the patient is in it: nothing that expired by `now` or is due after
    `until` is worth planning."""

    now: datetime
    until: datetime
    zone: tzinfo

    @property
    def today(self) -> date:
        """The day it is where the patient is."""
        return self.now.astimezone(self.zone).date()

    def days(self, back: int) -> list[date]:
        """The local days from `back` days ago to the end, earliest first."""
        first = self.today - timedelta(days=back)
        return [first + timedelta(days=n) for n in range((self.until.astimezone(self.zone).date() - first).days + 1)]


def at_local(day: date, at: time, zone: tzinfo) -> datetime:
    """The instant, UTC, at which clocks in `zone` show `at` on `day`.

    A time that clocks skip comes as much later as they skip; one that they show twice is the first, or with a `fold`
    of 1 the second.
    """
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def out_of_quiet(moment: datetime, quiet: tuple[time, time] | None, zone: tzinfo) -> datetime:
    """`moment`, or the end of the quiet hours it falls into. Quiet hours may go over midnight."""
    if quiet is None:
        return moment
    begins, ends = quiet
    local = moment.astimezone(zone)
    clock = local.time()
    if local.fold:  # in an hour that clocks show a second time the end is the second one, too
        ends = ends.replace(fold=1)
    if begins < ends:
        return at_local(local.date(), ends, zone) if begins <= clock < ends else moment
    if clock >= begins:
        return at_local(local.date() + timedelta(days=1), ends, zone)
    return at_local(local.date(), ends, zone) if clock < ends else moment
