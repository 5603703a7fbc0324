"""The rules a journal asks to be reminded by: the patient's own settings over Casebook's defaults."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from shared_schemas.journal import Journal
from shared_schemas.reminders import Reminder

_NOBODYS = "00000000-0000-0000-0000-000000000000"
_MORNING, _FORENOON = time(9), time(10)
# Most clinics ask for a PHQ-9 every two weeks, which is also the time it asks about.
_INSTRUMENT, _EVERY_DAYS = "phq9", 14


@dataclass(frozen=True)
class Rules:
    """What is on and when. A rule that is off is empty or None; `is_on` false is the one switch for all of them.

    `quiet` is the local time from and until which nothing is sent, None without quiet hours.
    """

    zone: tzinfo = UTC
    is_on: bool = True
    quiet: tuple[time, time] | None = (time(21), time(8))
    paused_until: datetime | None = None
    after_session_hours: tuple[float, ...] = (2, 24, 72, 168)
    check_in_at: time | None = None
    questionnaire: tuple[str, int, time] | None = (_INSTRUMENT, _EVERY_DAYS, _FORENOON)
    asks_whether_relief_wore_off: bool = True
    follow_ups: bool = True
    claim_days_before: tuple[int, ...] = (14, 3, 1)
    appeal_days_before: tuple[int, ...] = (30, 14, 7, 2, 1)
    authorization_days_before: tuple[int, ...] = (30, 14)

    @classmethod
    def of(cls, journal: Journal) -> "Rules":
        """The rules of a journal. A daily check-in is asked for only once the patient chose its time."""
        said = _newest_of_each_rule(journal)
        default = cls()
        every = said.get("all", Reminder(id=_NOBODYS))
        return cls(
            zone=zone_of(journal),
            is_on=every.is_on is not False,
            quiet=_quiet(every, default.quiet),
            paused_until=every.paused_until,
            after_session_hours=_numbers(said.get("after_session"), "hours_after", default.after_session_hours),
            check_in_at=_check_in_at(said.get("check_in")),
            questionnaire=_questionnaire(said.get("questionnaire")),
            asks_whether_relief_wore_off=_is_on(said.get("relief")),
            follow_ups=_is_on(said.get("follow_up")),
            claim_days_before=_numbers(said.get("claim"), "days_before", default.claim_days_before),
            appeal_days_before=_numbers(said.get("appeal"), "days_before", default.appeal_days_before),
            authorization_days_before=_numbers(
                said.get("authorization"), "days_before", default.authorization_days_before
            ),
        )


def zone_of(journal: Journal) -> tzinfo:
    """Where the patient is: the zone of the entry made last, UTC when no entry names one this server knows."""
    named = [
        (journal.provenance[record.id].entered_at, record.id, zone)
        for record in journal.records
        if isinstance(zone := getattr(record, "time_zone", None), str) and record.id in journal.provenance
    ]
    for _, _, zone in sorted(named, reverse=True):
        try:
            return ZoneInfo(zone)
        except (KeyError, OSError, ValueError):  # unknown; a folder of zones; a name that is no path
            continue
    return UTC


def _newest_of_each_rule(journal: Journal) -> Mapping[str, Reminder]:
    entered = {record: known.entered_at for record, known in journal.provenance.items()}
    reminders = [reminder for reminder in journal.of(Reminder) if reminder.rule is not None]
    reminders.sort(key=lambda one: (entered.get(one.id, datetime.min.replace(tzinfo=UTC)), one.id))
    return {reminder.rule: reminder for reminder in reminders if reminder.rule is not None}


def _is_on(reminder: Reminder | None) -> bool:
    return reminder is None or reminder.is_on is not False


def _numbers(reminder: Reminder | None, name: str, default: tuple[Any, ...]) -> tuple[Any, ...]:
    if not _is_on(reminder):
        return ()
    chosen = getattr(reminder, name, None)
    return default if chosen is None else tuple(sorted(set(chosen)))


def _check_in_at(reminder: Reminder | None) -> time | None:
    if reminder is None or reminder.is_on is not True:
        return None
    return _time(reminder.at_time) or _MORNING


def _questionnaire(reminder: Reminder | None) -> tuple[str, int, time] | None:
    if not _is_on(reminder):
        return None
    if reminder is None:
        return _INSTRUMENT, _EVERY_DAYS, _FORENOON
    return (
        reminder.instrument or _INSTRUMENT,
        reminder.every_days or _EVERY_DAYS,
        _time(reminder.at_time) or _FORENOON,
    )


def _quiet(every: Reminder, default: tuple[time, time] | None) -> tuple[time, time] | None:
    begins, ends = _time(every.quiet_from), _time(every.quiet_until)
    if begins is None or ends is None:
        return default
    return None if begins == ends else (begins, ends)


def _time(text: str | None) -> time | None:
    return None if text is None else time.fromisoformat(text)
