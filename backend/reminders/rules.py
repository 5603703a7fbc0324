"""The rules a journal asks to be reminded by: the patient's own settings over Casebook's defaults."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, tzinfo
from zoneinfo import ZoneInfo

from backend.storage.whereabouts import Whereabouts
from shared_schemas.journal import Journal
from shared_schemas.reminders import DEFAULTS, Reminder, Rule


@dataclass(frozen=True)
class Rules:
    """What is on and when. A rule that is off is empty, None or False; `is_on` False turns all of them off.

    `quiet` is the local time from and until which nothing is sent, None without quiet hours. `questionnaire` is a
    single one where the patient chose that, else those that are answered are asked for; `questionnaire_days` is how
    often, None for each in its own time.
    """

    zone: tzinfo
    is_on: bool
    quiet: tuple[time, time] | None
    paused_until: datetime | None
    after_session_hours: tuple[float, ...]
    check_in_at: time | None
    questionnaires_at: time | None
    questionnaire: str | None
    questionnaire_days: int | None
    asks_whether_relief_wore_off: bool
    follow_ups: bool
    claim_days_before: tuple[int, ...]
    appeal_days_before: tuple[int, ...]
    authorization_days_before: tuple[int, ...]

    @classmethod
    def of(cls, journal: Journal, told: Whereabouts | None = None) -> "Rules":
        """The rules of a journal. A daily check-in is asked for only once the patient turned it on."""
        said = _newest_of_each_rule(journal)
        every, asked = said["all"], said["questionnaire"]
        return cls(
            zone=zone_of(journal, told),
            is_on=every.is_on is not False,
            quiet=_quiet(every),
            paused_until=every.paused_until,
            after_session_hours=_hours_after(said),
            check_in_at=_at(said, "check_in"),
            questionnaires_at=_at(said, "questionnaire"),
            questionnaire=asked.instrument or None,
            questionnaire_days=asked.every_days,
            asks_whether_relief_wore_off=_on(said, "relief"),
            follow_ups=_on(said, "follow_up"),
            claim_days_before=_days_before(said, "claim"),
            appeal_days_before=_days_before(said, "appeal"),
            authorization_days_before=_days_before(said, "authorization"),
        )


def zone_of(journal: Journal, told: Whereabouts | None = None) -> tzinfo:
    """Where the patient is: the zone named last, by an entry or a browser; UTC when none is one this server knows."""
    named = [] if told is None else [(told.told_at, "", told.time_zone)]
    named += [
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


_Said = dict[Rule, Reminder]


def _newest_of_each_rule(journal: Journal) -> _Said:
    said = dict(DEFAULTS)
    own = sorted(journal.of(Reminder), key=lambda one: (journal.provenance[one.id].entered_at, one.id))
    for reminder in own:
        if reminder.rule is not None:
            chosen = {name: getattr(reminder, name) for name in reminder.model_fields_set}
            kept = {name: value for name, value in chosen.items() if value is not None}
            said[reminder.rule] = DEFAULTS[reminder.rule].model_copy(update=kept)
    return said


def _on(said: _Said, rule: Rule) -> bool:
    return said[rule].is_on is True


def _at(said: _Said, rule: Rule) -> time | None:
    return _time(said[rule].at_time) if _on(said, rule) else None


def _hours_after(said: _Said) -> tuple[float, ...]:
    return tuple(sorted(set(said["after_session"].hours_after or ()))) if _on(said, "after_session") else ()


def _days_before(said: _Said, rule: Rule) -> tuple[int, ...]:
    return tuple(sorted(set(said[rule].days_before or ()), reverse=True)) if _on(said, rule) else ()


def _quiet(every: Reminder) -> tuple[time, time] | None:
    begins, ends = _time(every.quiet_from), _time(every.quiet_until)
    return None if begins is None or ends is None or begins == ends else (begins, ends)


def _time(text: str | None) -> time | None:
    return None if text is None else time.fromisoformat(text)
